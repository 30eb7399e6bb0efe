"""A sentence of news turned into the figures it reports: how many killed, wounded, abducted.

A grammar over groups and predicates (`transforms.casualties.phrases`), after the constructions of
wire copy and of local crime reports. Bounds follow UCDP (low, best, high), vague words ACLED
(see `transforms.casualties.numbers`). One sentence may hold several figures; which of them may be added up
is said by `scope` and `chain`, never done here except by `figure.sum_parts`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from transforms.casualties.chains import with_also, without_sums
from transforms.casualties.figure import Figure, shift_figure
from transforms.casualties.frames import find_hits
from transforms.casualties.kinds import carry_kinds, type_victims
from transforms.casualties.line import Hit, Line
from transforms.casualties.nouns import CASUALTY_NOUNS
from transforms.casualties.numbers import Number, find_numbers
from transforms.casualties.phrases import read_items
from transforms.casualties.scopes import with_scopes
from transforms.casualties.told_again import find_nth, find_part, without_nth
from transforms.casualties.words import LEXICON

# No sentence of news is longer; what is has lost its full stops, and the grammar's effort grows with the square.
LONGEST: Final = 1_000
_WORD: Final = re.compile(r"\w+")
# The longest word of each predicate: a sentence with none of them reports nothing.
_TRIGGERS: Final = frozenset((*CASUALTY_NOUNS, "wounds", "burns", "brought")) | {
    max(words, key=len) for phrases in LEXICON.values() for words, _, quantity in phrases if quantity
}
_HEDGE: Final = re.compile(
    r"\b(?:reportedly|allegedly|believed|feared|thought|presumed|possibly|apparently|may|might|unconfirmed|likely|"
    r"potentially|purportedly|supposedly|reputedly|suspected to)\b",
    re.IGNORECASE,
)
_FAMILY: Final = re.compile(r"\b(?:family|household) of (\w+)$", re.IGNORECASE)


def read_casualties(sentence: str) -> list[Figure]:
    """Every figure of dead, wounded, abducted, arrested, missing, displaced or destroyed that `sentence` reports.

    Ordered by where the number stands. A plan or threat ("to kill 12") is no figure; a
    reported zero ("no casualties") is one, with all bounds 0.
    """
    if _TRIGGERS.isdisjoint(_WORD.findall(sentence.lower())):
        return _part_told(sentence)
    if len(sentence) > LONGEST:
        return _read_in_pieces(sentence)
    line = Line(sentence, read_items(sentence))
    figures = [figure for hit in find_hits(line) if (figure := _figure(line, hit)) is not None]
    return _with_nth(
        sentence, with_scopes(without_nth(sentence), without_sums(with_also(sentence, _typed(sentence, figures))))
    )


def _part_told(sentence: str) -> list[Figure]:
    """The four of "Four of the six were children"."""
    found = find_part(sentence)
    if found is None:
        return []
    part, whole, kind = found
    figure = _told(part, "subset")
    return [replace(figure, victims_raw=kind, victims_type=type_victims(kind), whole=whole.best)]


def _told(number: Number, scope: str) -> Figure:
    """So many dead, of whom the sentence says no more than the number."""
    return Figure(
        quantity="killed",
        low=number.low,
        best=number.conservative,
        high=number.high,
        conservative=number.conservative,
        modifier_raw=number.modifier_raw,
        victims_raw=None,
        victims_type="unknown",
        start=number.start,
        end=number.end,
        number_start=number.start,
        number_end=number.end,
        scope=scope,
        is_denied=False,
        is_hedged=False,
        joint=False,
        form="count",
        chain=number.start,
    )


def _with_nth(sentence: str, figures: list[Figure]) -> list[Figure]:
    """The figures with the running total of "the 14th killing this year", instead of the one whom it is about."""
    nth = find_nth(sentence)
    if nth is None:
        return figures
    others = [figure for figure in figures if not nth.start <= figure.start <= nth.end]
    return sorted([*others, _told(nth, "cumulative")], key=lambda figure: figure.number_start)


def _read_in_pieces(sentence: str) -> list[Figure]:
    """The figures of text without sentence ends, read in pieces cut at a comma or space."""
    figures: list[Figure] = []
    start = 0
    while start < len(sentence):
        piece = sentence[start : start + LONGEST]
        cut = max(piece.rfind(", "), piece.rfind("; ")) + 1 or piece.rfind(" ") + 1
        end = start + (cut if 0 < cut < len(piece) == LONGEST else len(piece))
        figures += [shift_figure(figure, start) for figure in read_casualties(sentence[start:end])]
        start = end
    return figures


def _figure(line: Line, hit: Hit) -> Figure | None:
    hit = _whole_family(line, hit)
    group, number = hit.group, hit.group.number
    predicate = line.items[hit.at]
    low, best, high, conservative = _bounds(hit)
    if (low is None and best is None and high is None) or _says_little(hit):
        return None
    victims = line.sentence[group.victims_start : group.victims_end].strip() or None
    start, end = min(hit.start, predicate.start), max(hit.end, predicate.end)
    return Figure(
        quantity=hit.quantity,
        low=low,
        best=best,
        high=high,
        conservative=conservative,
        modifier_raw=number.modifier_raw if number else None,
        victims_raw=victims,
        victims_type="unknown",
        start=start,
        end=end,
        number_start=number.start if number else hit.start,
        number_end=number.end if number else hit.end,
        scope="subset" if group.is_part else hit.scope,
        is_denied=hit.is_denied or group.form == "none",
        is_hedged=bool(_HEDGE.search(line.sentence[max(0, start - 30) : end])),
        joint=hit.joint,
        form=group.form,
        chain=predicate.start,
    )


def _whole_family(line: Line, hit: Hit) -> Hit:
    """The hit with the number of "a family of five"; a family without a number counts as before."""
    group = hit.group
    family = _FAMILY.search(line.sentence, group.victims_start, group.victims_end) if group.number is None else None
    if family is None:
        return hit
    number = next((n for n in find_numbers(line.sentence) if n.start == family.start(1)), None)
    return replace(hit, group=replace(group, form="count", number=number)) if number else hit


def _typed(sentence: str, figures: list[Figure]) -> list[Figure]:
    kinds = carry_kinds(sentence, figures)
    return [
        figure if kind == "unknown" or figure.quantity == "destroyed" else replace(figure, victims_type=kind)
        for figure, kind in zip(figures, kinds, strict=True)
    ]


def _says_little(hit: Hit) -> bool:
    """True for one person who flees, and for nobody in custody: no news of an incident; "no arrests" is."""
    if hit.quantity == "displaced" and hit.group.form not in ("count", "vague"):
        return True
    is_told = hit.quantity in ("killed", "injured", "abducted") or hit.group.head == "casualty"
    return hit.group.form == "none" and not is_told


def _bounds(hit: Hit) -> tuple[int | None, int | None, int | None, int | None]:
    group = hit.group
    if group.form == "none":
        return 0, 0, 0, 0
    if group.number is not None and hit.is_denied:
        return None, None, None, None
    if group.number is not None:
        number = group.number
        return number.low, number.best, number.high, number.conservative
    if hit.is_denied:
        return 0, 0, 0, 0
    if group.form == "vague":
        return 1, None, None, 3
    return 1, 1, 1, 1
