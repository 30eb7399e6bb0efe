"""Text → the people that it names with their age, and the ages: what two newsrooms hardly ever share by chance.

Newsrooms give an age for victims and suspects, seldom for those who speak: a name with an age is a trait of the
happening, a name without one often that of the town's spokesman.
"""

from __future__ import annotations

import re

LEAD_CHARACTERS = 6000
_LONGEST_NAME = 60

_PARTICLE = "al|el|bin|ibn|de|la|da|van|von|del|dos|abu"
_WORD = r"(?!Jr|Sr|II)[A-Z][\w'’]*(?:-\w+)*"
_NAME = rf"{_WORD} (?:(?:[A-Z]\.|{_PARTICLE}|{_WORD}) ){{0,3}}(?:(?:{_PARTICLE})-)?{_WORD}"
# Anchored at the figure, which is rare: a name is only looked for beside one.
_AGE_AFTER = re.compile(r"(?<=[\w.], )(?:age |aged )?(\d{1,2})(?=[,.;)]|\s(?:of|from|was|and|were|died)\b)(?!\.\d)")
_AGE_BEFORE = re.compile(r"\b(\d{1,2})[- ]years?[- ]old\b,?")
_ENDS_IN_NAME = re.compile(rf"(?<![\w'’-])({_NAME})(?:,? (?:Jr|Sr|II|III)\.?)?, (?:age |aged )?$")
_STARTS_WITH_NAME = re.compile(rf"\s(?:[a-z]+ ){{0,3}}({_NAME})")
_NO_NAMES = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday image photo slide page".split()
)


def find_people(text: str) -> frozenset[str]:
    """First and last name, in lower case, of everyone whom `text` names with an age."""
    lead = text[:LEAD_CHARACTERS]
    found: set[str] = set()
    for age in _AGE_AFTER.finditer(lead):
        name = _ENDS_IN_NAME.search(lead[max(0, age.start() - _LONGEST_NAME) : age.start(1)])
        found |= _key(name)
    for age in _AGE_BEFORE.finditer(lead):
        found |= _key(_STARTS_WITH_NAME.match(lead, age.end()))
    return frozenset(found)


def find_ages(text: str) -> frozenset[int]:
    """Ages that `text` gives, in years."""
    lead = text[:LEAD_CHARACTERS]
    return frozenset(int(age[1]) for pattern in (_AGE_AFTER, _AGE_BEFORE) for age in pattern.finditer(lead))


def _key(name: re.Match[str] | None) -> set[str]:
    if name is None:
        return set()
    words = name[1].lower().strip(".").split()
    return set() if len(words) < 2 or not _NO_NAMES.isdisjoint(words) else {f"{words[0]} {words[-1]}"}
