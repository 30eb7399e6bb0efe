"""Which of a sentence's days is the day of the happening: the shooting's, not the arrest's, the hearing's or the news'.

News says a day right after its verb ("was arrested Thursday"), before its noun ("Friday's shooting", "the Feb. 6
attack") or before the clause ("On Friday, police found …"). So a day belongs to the nearest cue in that order:
the noun it stands before, else the last cue before it, else the first after it. Cues: `lexicon/day_cues.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from transforms.casualties.figure import Figure
from transforms.dates import DateMention, find_dates
from transforms.phrases import Phrases, read_lexicon, split_cell
from transforms.triggers import Trigger, find_triggers

# A day that the sentence ties to the happening, or to nothing else.
ACT, PLAIN = "act", "plain"
# What may stand in for the happening's day where it is not told, nearest first: somebody's death of it, then what
# police, courts, doctors and speakers did about it.
DEATH, BOUND, AHEAD = "death", "bound", "ahead"
# How far a cue reaches, in characters: some twelve words before the day, eight after it.
REACH_BEFORE, REACH_AFTER = 80, 60

_BOUND_BEFORE = re.compile(r"\b(?:for|until|till|by|before|since|born)\s+(?:the\s+|next\s+|on\s+)?$", re.IGNORECASE)
_DETERMINED = re.compile(r"\b(?:the|a|an|this|his|her|its|their|in|of|after|during|fatal|deadly)\s+$", re.IGNORECASE)
_TO_NOUN = re.compile(r"(?:['’]s)?(?:,? (?:\d{4},?))?(?: (?:[\w'’-]+)){0,3} ?(?:-|\()?", re.IGNORECASE)
_VERB_BETWEEN = re.compile(r"\b(?:is|was|were|are|has|have|had|by|at|to|in|on|and|he|she|they|police)\b", re.IGNORECASE)
# What follows one of these was on another day: "walked behind coffins on Friday, a day after police shot dead four".
_AFTER = re.compile(r"\b(?:after|before|since)\b", re.IGNORECASE)
# "Died on Monday, three weeks after he was shot": the day that it leads back to is the shooting's.
_AFTER_IT = re.compile(r"\bafter$", re.IGNORECASE)
# "Posted: Monday, …", and a tweet's signature: "— Ken (@ken) October 31, 2016".
_POSTED = re.compile(r"(?:^|\W)(?:posted|updated?|published|created|date|\(@\w+\))\W*$", re.IGNORECASE)


# "In spite of last month's truce": the day of what the act broke, which dates nothing that is told.
_BROKEN = re.compile(r"\b(?:despite|in spite of|in (?:breach|violation|defiance) of) $", re.IGNORECASE)


@dataclass(frozen=True)
class _Mark:
    """A cue in the sentence: its characters and the role of a day that belongs to it."""

    start: int
    end: int
    role: str


def with_roles(
    sentence: str, start: int, dates: Sequence[DateMention], triggers: Sequence[Trigger], figures: Sequence[Figure]
) -> Iterator[DateMention]:
    """The dates of a sentence that starts at this character of the article, each with what it is the day of.

    `dates` have offsets in the sentence, all else, and what is returned, in the article. The day on which a toll
    rose is the speech's; that of a truce that the act broke is left out.
    """
    marks = _marks(sentence, start, triggers) if dates else []
    is_update = any(figure.scope == "update" for figure in figures)
    for mention in dates:
        if _BROKEN.search(sentence[: mention.start]) and sentence.startswith(("'s ", "’s "), mention.end):
            continue
        role = _role(sentence, mention, marks, is_update)
        yield replace(mention, start=mention.start + start, end=mention.end + start, role=role)


def days_of_title(title: str, published: date) -> tuple[DateMention, ...]:
    """The dates of a title with what they are the day of; offsets in the title."""
    return tuple(with_roles(title, 0, find_dates(title, published), find_triggers(title), ()))


def _role(sentence: str, mention: DateMention, marks: Sequence[_Mark], is_update: bool) -> str:
    before, after = sentence[: mention.start], sentence[mention.end :]
    noun = _noun_after(mention, before, after, marks)
    if noun is not None:
        return noun.role
    if _BOUND_BEFORE.search(before):
        return BOUND
    if is_update or _POSTED.search(before):
        return "speech"
    return _role_by_cue(sentence, mention, marks)


def _role_by_cue(sentence: str, mention: DateMention, marks: Sequence[_Mark]) -> str:
    last = next((mark for mark in reversed(marks) if mark.end <= mention.start), None)
    following = next((mark for mark in marks if mark.start >= mention.end), None)
    if _AFTER_IT.search(mention.raw):
        is_act = following is not None and "," not in sentence[mention.end : following.start]
        return following.role if following is not None and is_act else "speech"
    if last is not None and (
        mention.start - last.end <= REACH_BEFORE or _ends_the_clause(sentence, mention, following)
    ):
        return last.role
    if following is not None and following.start - mention.end <= REACH_AFTER:
        return PLAIN if _AFTER.search(sentence, mention.end, following.start) else following.role
    return PLAIN


def _ends_the_clause(sentence: str, mention: DateMention, following: _Mark | None) -> bool:
    """True for "… on Wednesday, police said": the comma ends the clause of the act, however long that is."""
    return following is not None and following.role == "speech" and sentence.startswith(", ", mention.end)


def _noun_after(mention: DateMention, before: str, after: str, marks: Sequence[_Mark]) -> _Mark | None:
    """The noun that the day stands before: "Friday's fatal shooting", "the Feb. 6 hearing"."""
    if not (mention.raw.endswith(("'s", "’s")) or after.startswith(("'s", "’s")) or _DETERMINED.search(before)):
        return None
    noun = next((mark for mark in marks if mark.start >= mention.end), None)
    if noun is None:
        return None
    between = after[: noun.start - mention.end]
    return noun if _TO_NOUN.fullmatch(between) and not _VERB_BETWEEN.search(between) else None


def _marks(sentence: str, start: int, triggers: Sequence[Trigger]) -> list[_Mark]:
    """Triggers and cues in order of place in the sentence; where both stand, the trigger counts."""
    told = [_mark(trigger, start) for trigger in triggers]
    cues = [_Mark(found.start, found.end, found.value) for found in _cues().find(sentence)]
    marks = told + [cue for cue in cues if not any(cue.start < mark.end and mark.start < cue.end for mark in told)]
    return sorted(marks, key=lambda mark: mark.start)


def _mark(trigger: Trigger, start: int) -> _Mark:
    """An arrest is the law's doing; "died" may be days later, but "shot him dead" is the act."""
    role = {"arrest": "law", "die": DEATH}.get(trigger.lemma, ACT)
    return _Mark(trigger.start - start, trigger.end - start, ACT if trigger.raw.lower() == "dead" else role)


@cache
def _cues() -> Phrases[str]:
    return Phrases((word, row["role"]) for row in read_lexicon("day_cues") for word in split_cell(row["words"]))
