"""Text → the characters of its sentences, by punctuation alone: no word is parsed before it is known to matter.

A full stop ends a sentence unless the word before it is a title ("Gen."), an initial, or an abbreviation that what
follows goes on from ("Jan. 5", "the U.S. Army", "3 a.m. Monday"). A sentence longer than `LONGEST` is cut where it
pauses, so that the cost of reading one is bounded whatever the text is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Characters. The longest sentences of agency copy have some 600; more is a list, a table or lost punctuation.
LONGEST = 1_000

_CLOSING = "\"'”’»)\\]"
_END = re.compile(rf"[.!?…]+[{_CLOSING}]*(?=\s+[\"'“‘«(\[]*(?P<next>[^\W_a-zß-öø-ÿ]\w*))")
_LAST_WORD = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_][\w'’]*$")
_TITLES = frozenset(
    "mr mrs ms messrs dr prof rev hon gov sen rep pres gen lt col capt cpt cmdr adm maj sgt cpl pvt brig det insp supt "
    "sr jr st mt ft fr vs no nos vol pp fig approx est bros al eds amb atty pfc spc msgt tsgt ssgt cdr comdr dep asst "
    "hrh mgr ste gens".split()
)
# These may end a sentence: what follows decides.
_ABBREVIATIONS = frozenset(
    "u.s u.k u.n u.a.e d.c e.u a.m p.m i.e e.g inc ltd co corp dept etc jan feb mar apr jun jul aug sep sept oct nov "
    "dec mon tue tues wed thu thur thurs fri sat sun ave blvd rd hwy ala ariz ark calif colo conn del fla ga ill ind "
    "kan ky la md mass mich minn miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo n.h n.j n.m n.y n.c n.d "
    "r.i s.c s.d w.va".split()
)
_OPENERS = frozenset(
    "the a an in on at he she it they we i you but and or so yet there this that these those his her its their our my "
    "one two three four some many most all both another other no when while after before as if although though since "
    "for from with by to of according however meanwhile earlier later police officials authorities witnesses residents "
    "local several at least more".split()
)
_PAUSES = (re.compile(r"[;:][^\S\n]+"), re.compile(r",[^\S\n]+"), re.compile(r"\s+"))


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence, in order; white space around sentences is in none. A line end always splits."""
    spans: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        for first, last in _line_sentences(line):
            spans.extend(_cut(text, start + first, start + last))
        start += len(line) + 1
    return spans


def _line_sentences(line: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _END.finditer(line):
        if _ends_sentence(line, match):
            yield from _stripped(line, start, match.end())
            start = match.end()
    yield from _stripped(line, start, len(line))


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    lead = len(piece) - len(piece.lstrip())
    if lead < len(piece):
        yield start + lead, start + len(piece.rstrip())


def _ends_sentence(line: str, match: re.Match[str]) -> bool:
    if match.group() != ".":
        return True
    found = _LAST_WORD.search(line, max(0, match.start() - 20), match.start())
    if found is None:
        return True
    word = found.group().casefold()
    if word in _TITLES or (len(word) == 1 and found.group().isupper()):
        return False
    return word not in _ABBREVIATIONS or match["next"].casefold() in _OPENERS


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentence whole, or in pieces of at most `LONGEST` characters that end at a pause, if need be in a word."""
    while end - start > LONGEST:
        at = _pause(text, start, start + LONGEST)
        yield from _stripped(text, start, at)
        start = at
    yield from _stripped(text, start, end)


def _pause(text: str, start: int, limit: int) -> int:
    """Where the last pause of the second half ends, by the strongest kind there is; else the limit."""
    for pattern in _PAUSES:
        ends = [match.end() for match in pattern.finditer(text, start + LONGEST // 2, limit)]
        if ends:
            return ends[-1]
    return limit
