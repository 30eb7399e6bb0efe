"""What speaks for and against a name being a place: the words around it, and what the model takes it for."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.places.gazetteer import Place
from transforms.places.prominence import is_prominent
from transforms.places.words import STRONG_CUES

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
NAME_LABELS = frozenset({"PERSON", "ORG", "NORP", "PRODUCT", "WORK_OF_ART", "LAW", "EVENT"})
# A weak name is taken for a place only when it has at least this many people or stands in our own list.
WEAK_POPULATION = 20_000


@dataclass(frozen=True)
class Signs:
    """What stands around a name.

    `cue` and `unit` are lower-case words beside it, `label` the model's for what it is in, '' = none. `is_whole`: what
    the model labels is the name alone; `is_part`: other names stand right before or after it, `follows_name` before;
    `bound`: it is told with the place before ("Aden and Taiz", "Ferguson, Missouri"), `is_inside` as in the second.
    """

    cue: str
    unit: str
    label: str
    is_whole: bool
    follows_name: bool
    is_part: bool
    institution: bool
    bound: bool
    is_inside: bool
    is_listed_with_metonym: bool
    dateline: bool

    def name_place(self, best: Place) -> bool:
        """Whether the words around the name say that it is a place, `best` being the likeliest of its namesakes."""
        is_country = best.kind == "country"
        if self.label in PLACE_LABELS and (self.is_whole or not self.follows_name):
            return True
        # "of Aleppo Monday": a run of capitals, cut short by a cue before a place that everybody knows.
        is_cut = bool(self.cue and not self.follows_name and is_prominent(best) and self.label not in NAME_LABELS)
        if self.is_part and not (self.unit or is_country or is_cut):
            return False
        if self.label not in NAME_LABELS:
            return bool(self.cue or self.unit or self.bound or is_country)
        if not self.is_whole and not self.unit:
            return False
        return bool(self.cue in STRONG_CUES or self.unit or is_country or self.bound)

    def leave_open(self, words: int, best: Place) -> bool:
        """Whether a name of so many words may be a place where the rest of the text is about its country."""
        if self.label == "PERSON" and words == 1 and not self.cue:
            return False
        return best.is_curated or best.population >= WEAK_POPULATION
