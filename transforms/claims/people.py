"""People told of one by one: whether "a man", "the victim" and "John Smith, 34" may be the same person.

Local news tells one victim many times over, by name, by age, by sex, by part. Two tellings are of one person unless
something said of them cannot hold together; whoever is "another" is a further one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from transforms.casualties.numbers import ORDINALS

# Up to this age somebody is a child to a news writer, from the next one on certainly none.
OLDEST_CHILD, YOUNGEST_ADULT = 14, 20

_MALE: Final = frozenset(
    "man men boy boys he him himself father husband brother son grandfather grandson uncle nephew male males "
    "boyfriend stepfather stepson businessman policeman gunman serviceman fisherman mr dad".split()
)
_FEMALE: Final = frozenset(
    "woman women girl girls she herself mother wife sister daughter grandmother granddaughter aunt niece female "
    "females girlfriend stepmother stepdaughter businesswoman policewoman housewife mrs ms mom".split()
)
_CHILD: Final = frozenset("child baby infant toddler newborn kid boy girl schoolboy schoolgirl".split())
_ADULT: Final = frozenset(
    "man woman father mother husband wife grandfather grandmother officer deputy soldier trooper policeman "
    "policewoman sergeant".split()
)
_ATTACKER: Final = frozenset("suspect gunman shooter attacker assailant bomber robber intruder hijacker".split())
# Words that no target of an attack goes by; a suspect may be whom the police shot.
_ATTACKED: Final = frozenset("attacker attackers assailant assailants bomber bombers raiders hijackers".split())
_PARENT: Final = frozenset("mother father parent mom dad".split())
_OFFSPRING: Final = frozenset("son daughter toddler baby infant".split())
_SOLDIER: Final = frozenset("soldier jawan serviceman marine infantryman paratrooper".split())
_OFFICER: Final = frozenset(
    "officer deputy trooper policeman policewoman sergeant detective constable agent cop bailiff guard".split()
)
# "A fifth policeman died": with him they are five.
_ORDINALS: Final = {word: number for word, number in ORDINALS.items() if 3 <= number <= 10}
_ANOTHER: Final = re.compile(r"\b(?:another|other|(?:a|the) (?:second|third|fourth|fifth))\b", re.IGNORECASE)
_AGE: Final = re.compile(
    r"\b(\d{1,3})[- ]years?[- ]old|,? (?:aged? )?\(?(\d{1,2})(?=[,)]|\s*$|\.(?!\d))", re.IGNORECASE
)
_WORD: Final = re.compile(r"[^\W\d_][\w’'-]*")


@dataclass(frozen=True)
class Person:
    """What one telling says of somebody; null and empty = not said. `is_another`: not one of those told before.

    `ordinal` is the fifth's of "a fifth policeman died": with him they are five. `kin`: parent or offspring, as told.
    """

    sex: str | None = None
    age: int | None = None
    generation: str | None = None
    names: frozenset[str] = frozenset()
    part: str | None = None
    is_another: bool = False
    ordinal: int | None = None
    kin: str | None = None

    def may_be(self, other: Person) -> bool:
        """True unless sex, age, generation, name or part forbid that this is the `other`, told before."""
        if self.is_another and not other.is_another:
            return False
        pairs = ((self.sex, other.sex), (self.age, other.age), (self.generation, other.generation))
        if any(a is not None and b is not None and a != b for a, b in pairs):
            return False
        if self.kin and other.kin and self.kin != other.kin:
            return False
        if self.names and other.names and self.names.isdisjoint(other.names):
            return False
        parts = {self.part, other.part} - {None}
        return len(parts) < 2 or not ("attacker" in parts or parts == {"officer", "soldier"})

    def joined(self, other: Person) -> Person:
        """What both tellings say together."""
        return Person(
            self.sex or other.sex,
            self.age if self.age is not None else other.age,
            self.generation or other.generation,
            self.names | other.names,
            self.part or other.part,
            self.is_another and other.is_another,
            self.ordinal or other.ordinal,
            self.kin or other.kin,
        )


def read_person(words: str, after: str, form: str) -> Person:
    """Who is told of by `words`, with what follows them ("John Smith", ", 34, of Leeds"); `form` as `Figure.form`."""
    found = _AGE.search(words) or (_AGE.match(after) if form == "name" else None)
    age = int(found[1] or found[2]) if found else None
    folded = [word.casefold() for word in _WORD.findall(words)]
    said = set(folded)
    names = frozenset(word for word in folded if len(word) > 2) - {"the", "and"} if form == "name" else frozenset()
    return Person(
        sex="male" if said & _MALE else "female" if said & _FEMALE or folded == ["her"] else None,
        age=age,
        generation=_generation(said, age),
        names=names,
        part=_part(said),
        is_another=_ANOTHER.match(words) is not None,
        ordinal=next((_ORDINALS[word] for word in folded if word in _ORDINALS), None),
        kin="parent" if said & _PARENT else "offspring" if said & _OFFSPRING else None,
    )


def is_attacker(words: str) -> bool:
    """True if the words for somebody counted say that they attacked: "two of the assailants"."""
    return bool(_ATTACKED.intersection(words.casefold().split()[-1:]))


def _generation(said: set[str], age: int | None) -> str | None:
    if age is not None:
        return "child" if age <= OLDEST_CHILD else "adult" if age >= YOUNGEST_ADULT else None
    return "child" if said & _CHILD else "adult" if said & _ADULT else None


def _part(said: set[str]) -> str | None:
    if said & _ATTACKER:
        return "attacker"
    if said & _SOLDIER:
        return "soldier"
    return "officer" if said & _OFFICER else "victim" if "victim" in said else None


def tell_apart(tellings: Iterable[Person], known: Iterable[Person] = ()) -> list[Person]:
    """The different people that the tellings are of, in order of first telling, without those already `known`."""
    others = list(known)
    found: list[Person] = []
    for told in tellings:
        if any(told.may_be(other) for other in others):
            continue
        at = next((at for at, person in enumerate(found) if told.may_be(person)), None)
        if at is None:
            found.append(told)
        else:
            found[at] = found[at].joined(told)
    return found
