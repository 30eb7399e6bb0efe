"""A task that is one `nightdesk` command."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

from airflow.sdk import BaseOperator
from airflow.sdk.exceptions import AirflowException, AirflowFailException

from nightdesk.failures import rule_for
from nightdesk.scheduler.command import Command
from nightdesk.scheduler.lineage import lineage_of
from nightdesk.scheduler.metrics import emit_metrics

if TYPE_CHECKING:
    from airflow.providers.openlineage.extractors import OperatorLineage
    from airflow.sdk import Context
    from airflow.sdk.execution_time.task_runner import RuntimeTaskInstance


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

    @property
    def words(self) -> list[str]:
        """The arguments as they are typed."""
        spread = [part if isinstance(part, list) else [part] for part in self.arguments]
        return [str(word) for part in spread for word in part]

    def execute(self, context: Context) -> None:  # noqa: ARG002 - Airflow's interface
        begun = monotonic()
        self._command = Command(self.words)
        self.log.info("%s", self._command)
        code = self._command.follow(self.log.log)
        emit_metrics(self.words, monotonic() - begun)
        if code:
            rule = rule_for(code)
            error = CommandError if rule.is_retried else AirflowFailException
            raise error(f"{self._command}: exit code {code}, {rule.meaning}: {self._command.last_words}")

    def on_kill(self) -> None:
        if self._command is not None and not self._command.stop():
            self.log.warning("%s has not ended yet; it is killed if it does not", self._command)

    def get_openlineage_facets_on_complete(
        self,
        task_instance: RuntimeTaskInstance,  # noqa: ARG002 - Airflow's interface
    ) -> OperatorLineage[Any, Any] | None:
        """Asked by Airflow's OpenLineage provider where it is on."""
        return lineage_of(self.words)
