"""A notifier that posts JSON to any address: a chat's incoming webhook, a pager, a script of your own."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from http.client import HTTPException
from time import sleep
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from airflow.sdk import BaseNotifier

if TYPE_CHECKING:
    from airflow.sdk import Context

ATTEMPTS = 3
SECONDS_BETWEEN = 2.0
SECONDS_TO_ANSWER = 10.0


class DeliveryError(RuntimeError):
    """A message could not be delivered. Says which host, never the whole address: its path is often the secret."""


class WebhookNotifier(BaseNotifier):
    """Posts `{"subject": …, "text": …}` and the keys of `more` to `url`; Slack and Mattermost read `text`.

    Subject and text may be templates. Tried three times, each for ten seconds at most between two bytes. Raises
    DeliveryError.
    """

    template_fields = ("subject", "text")

    def __init__(
        self, *, url: str, subject: str, text: str, more: Mapping[str, object] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        if urlsplit(url).scheme not in {"http", "https"}:
            raise DeliveryError("the webhook's address is no http or https URL")
        self._url = url
        self.subject = subject
        self.text = text
        self.more = dict(more or {})

    def notify(self, context: Context) -> None:  # noqa: ARG002 - Airflow's interface
        body = json.dumps({**self.more, "subject": self.subject, "text": self.text}).encode()
        request = Request(self._url, body, {"Content-Type": "application/json"})  # noqa: S310 - checked above
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with urlopen(request, timeout=SECONDS_TO_ANSWER):  # noqa: S310 - checked above
                    return
            except (OSError, HTTPException) as error:
                if attempt == ATTEMPTS:
                    host = urlsplit(self._url).hostname
                    raise DeliveryError(f"webhook at {host}: {error}") from None
            sleep(SECONDS_BETWEEN)

    async def async_notify(self, context: Context) -> None:
        """The same in a thread: for callbacks in the triggerer."""
        await asyncio.to_thread(self.notify, context)
