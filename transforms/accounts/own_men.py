"""Whose soldiers "its soldiers" are: "Turkey said two of its soldiers were killed in Iraq" tells of Turkey's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from transforms.accounts.sentences import Sentence
from transforms.actors import ActorMention, resolve_generic

_SAYS = re.compile(
    r"(?:['’]s?)?(?: [\w'’-]+){0,4}? "
    r"(?:said|says|announced|confirmed|acknowledged|admitted|reported|lost|pulled|withdrew|sent)\b"
)
_ITS = re.compile(r"\b(?:its|their) (?:own )?(?:[\w-]+ )?$")


def find_own_men(sentence: Sentence, country: str | None) -> Iterator[ActorMention]:
    """Kinds of a state's forces after "its", as those of the state that speaks; abroad they are external forces.

    `country` (ISO 3166-1 alpha-3) is where the incident is, null = not known.
    """
    for mention in sentence.actors:
        before = mention.start - sentence.start
        if mention.type != "state forces" or not mention.is_generic or not _ITS.search(sentence.text, 0, before):
            continue
        nation = _who_speaks(sentence, before)
        if nation is not None and mention.nation is None:
            yield resolve_generic(replace(mention, nation=nation), country or nation)


def _who_speaks(sentence: Sentence, before: int) -> str | None:
    """The country that speaks ahead of this character of the sentence: by its name, its army or its ministry."""
    said = [
        place.country
        for place in sentence.places
        if (place.is_adjective or (place.place is not None and place.place.kind == "country"))
        and (verb := _SAYS.match(sentence.text, place.end - sentence.start)) is not None
        and verb.end() <= before
    ]
    return said[-1] if said else None
