"""The article's text cut into pieces that carry one mark each, for a terminal's or a page's colours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from transforms.explain.explanation import Explanation, Finding, SentenceReading
from transforms.explain.findings import bounds_text


@dataclass(frozen=True)
class Style:
    """How a kind of mark looks: on a terminal, and as a background on a light and on a dark page."""

    terminal: str
    light: str
    dark: str


STYLES = {
    "trigger": Style("black on red", "#ffc9c4", "#7d2a22"),
    "figure": Style("black on yellow", "#ffe9a3", "#6b5200"),
    "actor": Style("black on cyan", "#c4e9f7", "#0f4f66"),
    "weapon": Style("black on bright_red", "#ffd8b8", "#74400f"),
    "place": Style("black on green", "#cdebc5", "#275a1c"),
    "date": Style("black on magenta", "#e9d3f5", "#55286d"),
    "speaker": Style("black on white", "#dcdfe4", "#454c57"),
}
_ORDER = tuple(STYLES)


@dataclass(frozen=True)
class Piece:
    """Characters of the text from `start`: `kind` of its mark, '' = none; `account` of its sentence, None = none.

    `notes` say what everything read here was taken to mean; `roles` what it is to a mention ("1: actor"),
    `ends` those of them whose words end here.
    """

    start: int
    text: str
    kind: str
    account: int | None
    notes: tuple[str, ...]
    roles: tuple[str, ...]
    ends: tuple[str, ...]


@dataclass(frozen=True)
class _Role:
    start: int
    end: int
    name: str


def mark_text(explanation: Explanation) -> Iterator[Piece]:
    """The whole text in order. Where marks overlap the shorter one gives the colour."""
    roles = list(_roles(explanation))
    done = 0
    for sentence in sorted(explanation.sentences, key=lambda each: each.start):
        yield from _pieces(explanation.article.text, done, sentence.start, None, roles)
        yield from _pieces(explanation.article.text, sentence.start, sentence.end, sentence, roles)
        done = sentence.end
    yield from _pieces(explanation.article.text, done, len(explanation.article.text), None, roles)


def _pieces(
    text: str, start: int, end: int, sentence: SentenceReading | None, roles: Sequence[_Role]
) -> Iterator[Piece]:
    """The characters from `start` to `end`, of one sentence or of none, cut wherever a mark begins or ends."""
    findings = sentence.findings if sentence else ()
    near = [role for role in roles if role.start < end and start < role.end]
    spans: list[Finding | _Role] = [*findings, *near]
    cuts = {start, end, *(cut for each in spans for cut in (each.start, each.end) if start < cut < end)}
    for low, high in pairwise(sorted(cuts)):
        here = [finding for finding in findings if finding.start <= low < finding.end]
        held = [role for role in near if role.start <= low < role.end]
        yield Piece(
            start=low,
            text=text[low:high],
            kind=min(here, key=_rank).kind if here else "",
            account=sentence.account if sentence else None,
            notes=tuple(_note(finding) for finding in here),
            roles=tuple(role.name for role in held),
            ends=tuple(role.name for role in held if role.end == high),
        )


def _rank(finding: Finding) -> tuple[int, int]:
    return finding.end - finding.start, _ORDER.index(finding.kind)


def _roles(explanation: Explanation) -> Iterator[_Role]:
    """What the words are to the mentions: their values, and the numbers of their claims."""
    for account in explanation.accounts:
        if account.mention is None:
            continue
        for value in account.mention.values:
            if value.start is not None and value.end is not None:
                yield _Role(value.start, value.end, f"{account.number}: {value.name}")
        for claim in account.mention.claims:
            yield _Role(claim.start, claim.end, f"{account.number}: {claim.quantity} {bounds_text(claim.bounds)}")


def _note(finding: Finding) -> str:
    return f"{finding.kind}: {finding.meaning} ({finding.why})"
