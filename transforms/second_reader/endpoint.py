"""One article and our draft of it → a checked reply, from any endpoint that speaks OpenAI's protocol.

Needs the extra `llm`; nothing outside `second_reader` imports it.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import instructor
import openai
from instructor.core import IncompleteOutputException, InstructorRetryException
from pydantic import ValidationError

from transforms.mentions import Mention
from transforms.second_reader.reply import INVENTED, Reply
from transforms.texts import ArticleText

# A longer article is not asked about: the endpoint would cut it, we know not where.
LONGEST_TEXT = 40_000
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})

RULES = """\
You check how a program read one news article about conflict and security incidents. You get the article and the
program's draft. Return the corrected list of incidents, most important first, under these rules.
1. An incident was done on one day in one place; background, anniversaries, trials, accidents, plans are none.
2. Every quote, actor, target and location is copied from the article letter by letter.
3. A claim is one figure said by one claimant; claimant is null where the article says it in its own voice.
   "At least 19" is low 19, best 19, high null, modifier "at least". "Dozens" is low 12, best null.
   A part of another figure has is_part true; a running total over months has is_cumulative true.
4. Leave out what the article does not say. Keep the draft's mention_id; a missed incident has mention_id null.
"""
# Rendered by the client with the values as data: braces in an article are not read as a template.
ASK = (
    "PUBLISHED {{ published }}\nTITLE {{ title }}\n\nARTICLE\n{{ text }}\n\nDRAFT\n{{ draft }}\n\n"
    "Answer with the corrected reading as JSON."
)


@dataclass(frozen=True)
class Endpoint:
    """Where to ask and what it may cost: seconds, attempts, tokens, and the price of a million tokens.

    `deadline` and `tokens` bound a whole run, `timeout` one answer. Prices are in the currency of whoever pays.
    Raises ValueError for an address that is not http(s), or that would send the key in the clear, and for no model.
    """

    url: str
    model: str
    key: str
    timeout: float = 60.0
    deadline: float = 1_800.0
    tokens: int = 2_000_000
    price_in: float = 0.0
    price_out: float = 0.0
    attempts: int = 2
    parallel: int = 4

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError(f"second reader: {self.url!r}, expected an http(s) address like https://host/v1")
        if parts.scheme == "http" and parts.hostname not in LOOPBACK:
            raise ValueError(f"second reader: {self.url!r} would send the key in the clear; expected https")
        if not self.model:
            raise ValueError(
                "second reader: no model is named; expected its name at the endpoint in NIGHTDESK_LLM_MODEL"
            )

    def __repr__(self) -> str:
        return f"Endpoint({self.url!r}, {self.model!r})"


@dataclass(frozen=True)
class Answer:
    """What came back: a reply, or the door by which it failed and why; tokens are spent either way."""

    reply: Reply | None
    door: str
    detail: str | None
    tokens_in: int
    tokens_out: int


class Client:
    """Asks one endpoint."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        # It logs whole replies at error level; what failed is told by the door.
        logging.getLogger("instructor").setLevel(logging.CRITICAL)
        self._client = instructor.from_openai(
            openai.OpenAI(
                base_url=endpoint.url, api_key=endpoint.key, timeout=endpoint.timeout, max_retries=endpoint.attempts - 1
            ),
            mode=instructor.Mode.JSON,
        )

    def ask(self, article: ArticleText, draft: Sequence[Mention]) -> Answer:
        """The endpoint's checked reply; a failure is an answer too, by its door."""
        if len(article.text) > LONGEST_TEXT:
            return Answer(None, "too_long", f"{len(article.text)} characters, at most {LONGEST_TEXT}", 0, 0)
        try:
            reply, completion = self._client.chat.completions.create_with_completion(
                model=self.endpoint.model,
                response_model=Reply,
                max_retries=self.endpoint.attempts - 1,
                temperature=0,
                context={
                    "text": article.text,
                    "title": article.title,
                    "published": article.published_at.isoformat(),
                    "draft": write_draft(draft),
                },
                messages=[{"role": "system", "content": RULES}, {"role": "user", "content": ASK}],
            )
        except InstructorRetryException as error:
            return Answer(None, _door_of(error.__cause__), _short(error.__cause__), *_tokens(error.total_usage))
        except IncompleteOutputException as error:
            return Answer(
                None, "bad_reply", "cut off by the endpoint", *_tokens(getattr(error.last_completion, "usage", None))
            )
        return Answer(reply, "ok", None, *_tokens(completion.usage))


def write_draft(draft: Sequence[Mention]) -> str:
    """The draft as JSON in the words of the reply."""
    rows = [
        {
            "mention_id": mention.mention_id,
            "status": mention.status,
            "sub_event_type": mention.sub_event_type,
            "event_date": mention.when.day.isoformat() if mention.when.day else None,
            "actor": mention.actor.raw if mention.actor else None,
            "target": mention.target.raw if mention.target else None,
            "location": mention.where.raw,
            "claims": [
                {
                    "quantity": claim.quantity,
                    "low": claim.low,
                    "best": claim.best,
                    "high": claim.high,
                    "modifier": claim.modifier_raw,
                    "victims": claim.victims_raw,
                    "victims_type": claim.victims_type,
                    "side": claim.side,
                    "claimant": claim.claimant_raw,
                    "is_part": claim.part_of is not None,
                    "is_cumulative": claim.is_cumulative,
                    "quote": claim.sentence,
                }
                for claim in mention.claims
            ],
        }
        for mention in draft
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def _door_of(error: BaseException | None) -> str:
    """The name of what went wrong, as counted in outcomes."""
    if isinstance(error, ValidationError):
        invented = any(detail["type"] == INVENTED for detail in error.errors(include_url=False))
        return "invented_quote" if invented else "bad_reply"
    doors: tuple[tuple[type[BaseException], str], ...] = (
        (openai.APITimeoutError, "timeout"),
        (openai.RateLimitError, "rate_limited"),
        (openai.OpenAIError, "endpoint_failed"),
    )
    return next((door for kind, door in doors if isinstance(error, kind)), "bad_reply")


def _short(error: BaseException | None) -> str:
    """What to tell of an error in one line, without the reply that caused it."""
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_input=False)[0]
        return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"[:200]
    return f"{type(error).__name__}: {error}".split("\n")[0][:200]


def _tokens(usage: object) -> tuple[int, int]:
    return int(getattr(usage, "prompt_tokens", 0) or 0), int(getattr(usage, "completion_tokens", 0) or 0)
