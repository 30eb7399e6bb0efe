"""A task that is one `nightdesk` command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from airflow.sdk import BaseOperator
from airflow.sdk.exceptions import AirflowException, AirflowFailException

from nightdesk.failures import rule_for
from nightdesk.scheduler.command import Command

if TYPE_CHECKING:
    from airflow.sdk import Context


class CommandError(AirflowException):
    """A command failed in a way that can pass: the task is tried again."""


class NightdeskOperator(BaseOperator):
    """Runs `nightdesk` with `arguments` in a process of its own. They may be templates; a list among them is spread.

    Its lines go to the task's log. By `nightdesk.failures` an exit code other than 0 fails the task for good
    (AirflowFailException) or has it tried again (CommandError); either says what the command complained of.
    """

    template_fields = ("arguments",)

    def __init__(self, *, arguments: list[Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.arguments = arguments
        self._command: Command | None = None

    def execute(self, context: Context) -> None:  # noqa: ARG002 - Airflow's interface
        spread = [part if isinstance(part, list) else [part] for part in self.arguments]
        self._command = Command([str(word) for part in spread for word in part])
        self.log.info("%s", self._command)
        code = self._command.follow(self.log.log)
        if code:
            rule = rule_for(code)
            error = CommandError if rule.is_retried else AirflowFailException
            raise error(f"{self._command}: exit code {code}, {rule.meaning}: {self._command.last_words}")

    def on_kill(self) -> None:
        if self._command is not None and not self._command.stop():
            self.log.warning("%s has not ended yet; it is killed if it does not", self._command)
