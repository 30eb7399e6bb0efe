"""Sends what `nightdesk.alert` composes by the channels that the settings name: mail, and a webhook.

A channel that does not take the message is told of in the log and fails nothing: the data is not worse for it.
"""

from __future__ import annotations

import html
import logging
import smtplib
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import aiosmtplib
from airflow.providers.smtp.notifications.smtp import SmtpNotifier
from airflow.sdk import BaseHook, BaseNotifier
from airflow.sdk.exceptions import AirflowException

from nightdesk.alert import Message, compose_late
from nightdesk.scheduler.webhook import DeliveryError, WebhookNotifier
from nightdesk.settings import settings

if TYPE_CHECKING:
    from airflow.sdk import Context

logger = logging.getLogger(__name__)

MAIL, WEBHOOK = "mail", "webhook"
_ENDED = ("success", "failed")
# Connections that are missing or wrong, servers that refuse or do not answer.
_UNDELIVERED = (AirflowException, smtplib.SMTPException, aiosmtplib.SMTPException, OSError, DeliveryError)


def send(message: Message) -> list[str]:
    """Send a message by every channel; what went wrong, a line for each channel that did not take it."""
    logger.warning("%s\n%s", message.subject, message.text)
    context, faults = _context(message), []
    for name in channels():
        try:
            notifier = _mail() if name == MAIL else _webhook(message, _webhook_url())
            notifier(context)
        except _UNDELIVERED as error:
            faults.append(f"{name}: {error}")
    return faults


async def tell_late(hours: float, context: dict[str, Any]) -> None:
    """A deadline's callback, in the triggerer: `hours` after the run was made. Silent if it ended, red or green."""
    from nightdesk.night_facts import gather_facts

    run = context["dag_run"]
    if run["state"] in _ENDED:
        return
    night = run["partition_key"] or (run["conf"] or {}).get("night") or run["logical_date"][:10]
    message = compose_late(gather_facts(date.fromisoformat(night)), hours)
    logger.warning("%s\n%s", message.subject, message.text)
    for name in channels():
        try:
            notifier = _mail() if name == MAIL else _webhook(message, await _find_webhook_url())
            notifier.context = _context(message)
            await notifier
        except _UNDELIVERED as error:
            logger.error("the message was not delivered: %s: %s", name, error)  # noqa: TRY400 - no news in its trace


def tell_failure(context: Context) -> None:
    """A task's callback: what it failed with, for a run that has no message of its own."""
    task, error = context["task"], context.get("exception")
    day = str(context["dag_run"].run_after)[:10]
    for fault in send(Message(day, f"Nightdesk: {task.dag_id} failed on {day}", str(error))):
        logger.error("the message was not delivered: %s", fault)


def channels() -> Iterator[str]:
    """The channels that the settings name."""
    if settings().alert_mail_to:
        yield MAIL
    if settings().alert_webhook.get_secret_value():
        yield WEBHOOK


def _mail() -> BaseNotifier:
    told = settings()
    return SmtpNotifier(
        to=[address.strip() for address in told.alert_mail_to.split(",")],
        from_email=told.alert_mail_from or None,
        subject="{{ message.subject }}",
        # What sites and pages say stands in the message: it comes by the context, never as a template.
        html_content="<pre>{{ message_html }}</pre>",
    )


def _webhook(message: Message, url: str) -> BaseNotifier:
    more = {"night": message.night, "lost_sites": list(message.lost_sites)}
    return WebhookNotifier(url=url, subject="{{ message.subject }}", text="{{ message.text }}", more=more)


def _webhook_url() -> str:
    """The address itself, or the password of the Airflow connection of that name."""
    named = settings().alert_webhook.get_secret_value()
    return named if "://" in named else BaseHook.get_connection(named).password or ""


async def _find_webhook_url() -> str:
    """The same in the triggerer, which must not be made to wait."""
    named = settings().alert_webhook.get_secret_value()
    return named if "://" in named else (await BaseHook.aget_connection(named)).password or ""


def _context(message: Message) -> Context:
    return {"message": message, "message_html": html.escape(message.text)}  # type: ignore[typeddict-unknown-key]
