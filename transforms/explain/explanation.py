"""What is told of how an article was read: plain values, as the terminal, the page and JSON show them.

Offsets are characters of the article's text. `why` is one phrase for a person; the codes behind it are the reader's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from transforms.texts import ArticleText


@dataclass(frozen=True)
class Finding:
    """Words of the text that a grammar read: `kind` is trigger, figure, date, place, actor, weapon or speaker.

    `meaning` is what they were taken to mean.
    """

    kind: str
    start: int
    end: int
    meaning: str
    why: str


@dataclass(frozen=True)
class SentenceReading:
    """One sentence: what was found in it, the account (from 1) that it went to, None = none, and why."""

    index: int
    start: int
    end: int
    text: str
    account: int | None
    why: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Part:
    """One thing that speaks for a decision, with its points."""

    name: str
    points: float


@dataclass(frozen=True)
class Candidate:
    """A party or a place that was weighed; the parts add up to `points`."""

    name: str
    points: float
    parts: tuple[Part, ...]
    is_taken: bool


@dataclass(frozen=True)
class Value:
    """A coded value: `text` for a person, None = null; `why` it is this one or none; where its words stand."""

    name: str
    text: str | None
    why: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class ClaimReading:
    """A claim with who asserts it; `start` and `end` are its number's. `bounds` are low, best and high."""

    claim_id: str
    claimant: str
    quantity: str
    bounds: tuple[int | None, int | None, int | None]
    whose: str
    why: str
    start: int
    end: int


@dataclass(frozen=True)
class CountReading:
    """Low, best and high of one quantity, and the steps by which the claims came to them."""

    quantity: str
    bounds: tuple[int | None, int | None, int | None]
    steps: tuple[str, ...]


@dataclass(frozen=True)
class MentionReading:
    """An account that became a mention: its values, its parties' votes, its claims and counts."""

    mention_id: str
    rank: int
    title: str
    values: tuple[Value, ...]
    actors: tuple[Candidate, ...]
    targets: tuple[Candidate, ...]
    places: tuple[Candidate, ...]
    claims: tuple[ClaimReading, ...]
    counts: tuple[CountReading, ...]


@dataclass(frozen=True)
class AccountReading:
    """An account: its sentences by index, the weight of its evidence against what is needed, and what became of it."""

    number: int
    sentences: tuple[int, ...]
    weight: tuple[Part, ...]
    total: float
    needed: float
    why: str
    mention: MentionReading | None


@dataclass(frozen=True)
class Explanation:
    """How one article was read; without sentences where it was passed over at a door before them."""

    article: ArticleText
    reader: str
    door: str
    why: str
    country: str | None
    sentences: tuple[SentenceReading, ...]
    accounts: tuple[AccountReading, ...]


@dataclass(frozen=True)
class VoiceReading:
    """One claimant's newest word on one quantity of an incident; `credibility` is its rank, higher = believed first."""

    quantity: str
    claimant: str
    credibility: int
    said_on: date
    bounds: tuple[int | None, int | None, int | None]
    is_best: bool


@dataclass(frozen=True)
class IncidentReading:
    """A published incident: its row in words, and the figures of every claimant that its counts came from."""

    incident_id: str
    summary: str
    revision: int
    is_current: bool
    sources: tuple[str, ...]
    voices: tuple[VoiceReading, ...]
    counts: tuple[CountReading, ...]
