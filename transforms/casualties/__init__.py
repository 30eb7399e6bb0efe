"""A sentence of news turned into the figures it reports: how many killed, wounded, abducted.

A grammar over groups and predicates (`transforms.casualties.phrases`), after the constructions of
wire copy and of local crime reports. Bounds follow UCDP (low, best, high), vague words ACLED
(see `transforms.casualties.numbers`). One sentence may hold several figures; which of them may be added up
is said by `scope` and `chain`, never done here except by `sum_parts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from transforms.casualties.frames import find_hits
from transforms.casualties.kinds import carry_kinds, type_victims
from transforms.casualties.line import Hit, Line
from transforms.casualties.nouns import CASUALTY_NOUNS
from transforms.casualties.numbers import Number, find_numbers
from transforms.casualties.phrases import read_items
from transforms.casualties.told_again import find_nth, find_part
from transforms.casualties.words import LEXICON
from transforms.patterns import cued


@dataclass(frozen=True, slots=True)
class Figure:
    """One count asserted by a sentence.

    `low`, `best`, `high`: null = open or not said; 0 = said to be none. `conservative` is the one
    figure that ACLED would code ("dozens" = 12, "more than 40" = 40). `start` and `end` are the
    offsets of the whole phrase, `number_start` and `number_end` those of its number (or of the
    words that stand for one). `scope`: "total", "subset" (part of another figure), "increment"
    (to be added to an earlier one), "update" (a toll that replaces earlier ones) or "cumulative"
    (over a war or a year). `joint`: dead and wounded are counted together. `form` as in
    `Group.form`: "pronoun", "definite" and "name" may mention somebody counted already. Figures
    with the same `chain` (an offset) are coordinated parts of one statement. `whole`: the six of "four of the six were
    children", told of in another sentence; only that one says what befell them.
    """

    quantity: str
    low: int | None
    best: int | None
    high: int | None
    conservative: int | None
    modifier_raw: str | None
    victims_raw: str | None
    victims_type: str
    start: int
    end: int
    number_start: int
    number_end: int
    scope: str
    is_denied: bool
    is_hedged: bool
    joint: bool
    form: str
    chain: int
    whole: int | None = None


# No sentence of news is longer; what is has lost its full stops, and the grammar's effort grows with the square.
LONGEST: Final = 1_000
_WORD: Final = re.compile(r"\w+")
# The longest word of each predicate: a sentence with none of them reports nothing.
_TRIGGERS: Final = frozenset((*CASUALTY_NOUNS, "wounds", "burns", "brought")) | {
    max(words, key=len) for phrases in LEXICON.values() for words, _, quantity in phrases if quantity
}
_MONTH: Final = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_CUMULATIVE: Final = cued(
    r"(?<!deadliest )(?<!worst )\bsince\s(?:the\s(?:start|beginning|outbreak|onset)\sof\s(?:the\s|this\s)?(?:[\w-]+\s)?"
    r"(?:war|conflict|uprising|revolution|insurgency|crisis|year|month|week|century)|the\s(?:start|beginning)\sof\s"
    rf"{_MONTH}|(?:the\s|its\s|his\s)?(?:[\w-]+\s){{0,4}}(?:broke\sout|erupted|began|flared|started)\b"
    rf"(?=[^.;]{{0,25}}\b(?:{_MONTH}|(?:19|20)\d\d|last (?:year|month)|\w+ (?:months|years) ago)\b)"
    r"|(?:its|his|their|[A-Z]\w+[’']s)\s(?:[\w-]+\s){0,2}(?:invasion|offensive|takeover|coup|war)\b|the\s(?:[\w-]+\s)?(?:fall|war|conflict|"
    r"uprising|revolution|coup|invasion|insurgency|group[’']s)\b|(?:(?:early|late|mid)[\s-])?(?:[a-z]+\s)?(?:19|20)\d\d"
    r"|(?:last|this)\s(?:year|month))"
    r"|\bso far this (?:year|month)\b|\bthis year\b|\bevery (?:year|month|day)\b|\b(?:per|each) (?:year|month)\b"
    r"|\b(?:over|in|during|for) the (?:past|last|previous) (?:\w+\s)?(?:years?|months?|decades?)\b"
    r"|\b(?:over|in|during) the same (?:months|period|time|span)\b"
    rf"|\bfrom {_MONTH}(?: \d{{4}})? to (?:the \w+ of |mid-)?{_MONTH}(?! \d{{1,2}}\b(?!\d))"
    rf"|\bbetween {_MONTH}(?: \d{{4}})? and (?:the \w+ of |mid-)?{_MONTH}(?! \d{{1,2}}\b(?!\d))"
    r"|\bin the (?:first|last|second) (?:half|quarter|(?:\w+ )?months) of "
    r"(?:the year|last year|this year|(?:19|20)\d\d)\b"
    r"|\b(?:years?|months|decades?) of (?:\w+ )?"
    r"(?:fighting|war|conflict|violence|bloodshed|insurgency|unrest|clashes)\b"
    r"|\bin recent (?:years|months)\b|\bresponsible for the deaths? of\b|\bin the (?:first|second|third|last) quarter\b"
    rf"|\bthere were (?=[\w ,]+ in {_MONTH}\b)"
    r"|\b\w+-year(?:-long|-old)? (?:civil )?(?:war|conflict|insurgency|uprising)\b",
    re.IGNORECASE,
)
_RECORD: Final = re.compile(
    r"\b(?:deadliest|worst|biggest|largest|bloodiest|first|heaviest|highest|most)\b[^,.;]*$", re.IGNORECASE
)
_OTHER_CLAUSE: Final = re.compile(r";|\b(?:that|which|where|who)\b", re.IGNORECASE)
_WAR: Final = cued(r"\b(?:war|conflict|insurgency|uprising|genocide|civil war)\b", re.IGNORECASE)
_WAR_SCALE: Final = 1_000
_HEDGE: Final = re.compile(
    r"\b(?:reportedly|allegedly|believed|feared|thought|presumed|possibly|apparently|may|might|unconfirmed|likely|"
    r"potentially|suspected to)\b",
    re.IGNORECASE,
)
# After a figure: those are others than whom the sentence counts before them.
_ALSO: Final = re.compile(r"[^.;,:]{0,60}?\b(?:was|were|(?:has|have|had) been) also\b")
# Between two figures of one kind: the second is of an earlier day's attack.
_LATER_THAN: Final = re.compile(r"\b(?:days?|weeks?|months?) (?:after|since)\b", re.IGNORECASE)
_OF_ALL: Final = re.compile(r"\btotal (?:number|toll) of [^.;,]{3,60}\b(?:killed|dead|deaths)\b[^.;,]{0,40}\bto $")
_FAMILY: Final = re.compile(r"\b(?:family|household) of (\w+)$", re.IGNORECASE)
_ONE_MORE: Final = re.compile(r"\b(?:another|further|additional|more(?! than))\b", re.IGNORECASE)


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
    return _with_nth(sentence, _scoped(sentence, _without_sums(_with_also(sentence, _typed(sentence, figures)))))


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
    others = [figure for figure in figures if figure.scope != "cumulative" or not nth.start <= figure.start <= nth.end]
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


def shift_figure(figure: Figure, by: int) -> Figure:
    """The same figure, its offsets those of a text that starts `by` characters earlier."""
    return replace(
        figure,
        start=figure.start + by,
        end=figure.end + by,
        number_start=figure.number_start + by,
        number_end=figure.number_end + by,
        chain=figure.chain + by,
    )


def sum_parts(figures: Iterable[Figure]) -> Figure | None:
    """The sum of coordinated parts ("a policeman and three civilians": 4) of one sentence and quantity.

    Subsets, cumulative and denied figures are never added, nor figures of different statements.
    Null if there is nothing to add. The sum's bounds are null where a part's is.
    """
    chains: dict[tuple[int, str], list[Figure]] = {}
    for figure in figures:
        if figure.scope in ("total", "increment") and not figure.is_denied and figure.form != "none":
            chains.setdefault((figure.chain, figure.quantity), []).append(figure)
    longest = max(chains.values(), key=len, default=[])
    if len(longest) < 2:
        return None
    bests = [figure.best for figure in longest]
    return replace(
        longest[0],
        low=sum(figure.low or 0 for figure in longest),
        best=None if None in bests else sum(best for best in bests if best is not None),
        high=_total([figure.high for figure in longest]),
        conservative=_total([figure.conservative for figure in longest]),
        modifier_raw=next((figure.modifier_raw for figure in longest if figure.modifier_raw), None),
        start=min(figure.start for figure in longest),
        end=max(figure.end for figure in longest),
        number_end=longest[-1].number_end,
    )


def _total(values: list[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


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


def _with_also(sentence: str, figures: list[Figure]) -> list[Figure]:
    """Figures put in the chain of one that they add to: "killed two guards, while six children were also killed"."""
    told: list[Figure] = []
    for figure in figures:
        before = next((f for f in told if f.quantity == figure.quantity and f.scope == figure.scope == "total"), None)
        is_more = before is not None and _ALSO.match(sentence, figure.number_end)
        told.append(replace(figure, chain=before.chain) if before is not None and is_more else figure)
    return told


def _without_sums(figures: list[Figure]) -> list[Figure]:
    """Mark parts that a total before them already counts: "six people, four women and two men, were killed"."""
    if len(figures) < 3:
        return figures
    first, *rest = figures
    same = [figure for figure in rest if figure.chain == first.chain and figure.quantity == first.quantity]
    if len(same) < 2 or first.best is None or first.best != _total([figure.best for figure in same]):
        return figures
    return [replace(figure, scope="subset") if figure in same else figure for figure in figures]


def _scoped(sentence: str, figures: list[Figure]) -> list[Figure]:
    spans = [match.start() for match in _CUMULATIVE.finditer(sentence)] if figures else []
    scopes = [_scope(sentence, figure, figures[:at], spans) for at, figure in enumerate(figures)]
    return [
        figure if scope == figure.scope else replace(figure, scope=scope)
        for figure, scope in zip(figures, scopes, strict=True)
    ]


def _scope(sentence: str, figure: Figure, earlier: list[Figure], spans: Sequence[int]) -> str:
    """The figure's scope; `spans` is where the sentence names spans of time over which figures are summed."""
    if figure.is_denied:
        return figure.scope
    if _is_cumulative(sentence, figure, spans) or _is_earlier(sentence, figure, earlier):
        return "cumulative"
    if figure.scope == "total" and _ONE_MORE.search(sentence[figure.number_start : figure.number_end + 12]):
        others = {other.quantity for other in earlier}
        if not others or figure.quantity in others:
            return "increment"
    return figure.scope


def _is_earlier(sentence: str, figure: Figure, told: list[Figure]) -> bool:
    """True for the toll of another day's attack ("a day after strikes left 35 dead"), and for that of all of them."""
    if _OF_ALL.search(sentence[: figure.number_start]):
        return True
    same = [other for other in told if other.quantity == figure.quantity and other.scope in ("total", "update")]
    return bool(same) and _LATER_THAN.search(sentence[same[-1].end : figure.start]) is not None


def _is_cumulative(sentence: str, figure: Figure, spans: Sequence[int]) -> bool:
    for start in spans:
        clause = sentence[min(figure.end, start) : start]
        if not _RECORD.search(sentence[:start]) and not _OTHER_CLAUSE.search(clause):
            return True
    size = figure.best or figure.low or 0
    return size >= _WAR_SCALE and figure.quantity in ("killed", "displaced") and bool(_WAR.search(sentence))
