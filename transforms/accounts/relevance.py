"""Account → is it one of an incident: the weight of its evidence, and what rules it out whatever it weighs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transforms.accounts import Account, event_dates, is_event
from transforms.accounts.sentences import HARM, ReadText, Sentence
from transforms.accounts.status import is_denial
from transforms.accounts.votes import ARMED
from transforms.casualties.figure import Figure
from transforms.patterns import cued
from transforms.triggers import Trigger

# An account is kept as a mention from this weight of evidence on; see `weigh`.
ENOUGH = 3.0

# Triggers that name a weapon: on order, on show or in a simile they tell of no act.
_WEAPONS = frozenset({"missile", "rocket", "artillery", "mortar", "grenade", "rpg", "landmine", "ied"})
_USED = cued(
    r"\b(?:hit|hits|hitting|struck|strikes?|land(?:ed|s)|fell|fallen|fir(?:ed|ing)|launch(?:ed|ing)|target(?:ed|ing|s)"
    r"|slammed|rained|explod(?:ed|es|ing)|went off|goes off|detonat(?:ed|ing)|plant(?:ed|ing)|threw|thrown|throwing"
    r"|hurl(?:ed|ing)|lobbed|defused|found|discovered|intercepted|downed|destroy(?:ed|ing)|damag(?:ed|ing)|kill(?:ed|s|ing)?"
    r"|wound(?:ed|ing)|injur(?:ed|ing)|shot|blew|blown|triggered|tore|ripped|attacked|shell(?:ed|ing)|us(?:ed|ing)"
    r"|stepped on|drove over|ran over|set off)\b",
    re.IGNORECASE,
)
# "attack helicopters" and "shooting range": the noun after the trigger takes the violence out of it.
_HARMLESS_HEAD = re.compile(
    r"^[ -](?:helicopters?|aircraft|jets?|planes?|submarines?|dogs?|adverts?|ads?|ranges?|launchers?|systems?|drills?"
    r"|exercises?|games?|films?|movies?|scenes?|tests?|testing)\b",
    re.IGNORECASE,
)
_DEATH = frozenset({"kill", "killing", "die", "wound"})
# What blows up by itself: told of a blast in which nobody bears arms, or of which a deed is ruled out.
_BLEW_UP = _DEATH | {"explosion", "explode"}
_BLOWS_UP = cued(
    r"\b(?:(?:gas|lpg|cng|oxygen|acetylene|hydrogen|ammonia) (?:cylinders?|canisters?|tanks?|bottles?|pipes?|leak\w*"
    r"|mains?|explosions?|blasts?)|(?:cylinder|transformer|accidental) (?:explosions?|blasts?)|accidentally|boilers?"
    r"|fireworks?|firecrackers?|short circuit)\b",
    re.IGNORECASE,
)
_RULED_OUT = cued(
    r"\b(?:rul(?:ed|es|ing) out|no (?:sign|evidence|indication|trace|suspicion)s? of)(?: \w+){0,4}"
    r" (?:terror\w*|sabotage|foul play|attack|bomb|explosives|crime)\b",
    re.IGNORECASE,
)
_MISHAP = cued(
    r"\b(?:accident(?!al(?:ly)? (?:shot|shooting|discharg))\w*|crash(?:ed|es)?|collision|collided|overturned|derailed"
    r"|capsized|drown(?:ed|ing)|plunged|earthquake|quake|floods?|flooding|landslides?|avalanche|hurricane|cyclone|typhoon|tornado"
    r"|wildfires?|heatwave|epidemic|outbreak|cholera|virus|disease|illness|cancer|heart (?:attack|failure)"
    r"|natural causes|stampede|crush|gas leak|fireworks|lightning|electrocuted|food poisoning|overdose|blaze"
    r"|firefighters|house fire|fire broke out|caught fire)\b",
    re.IGNORECASE,
)


# What goes down or off the road by itself, whoever sits in it: "a military helicopter crashed, killing five soldiers".
_WRECK = cued(
    r"\b(?:(?:heli)?copter|(?:air|aero)?plane|aircraft|jet|truck|lorry|bus|vehicle|car|jeep|boat|train)s?"
    r" (?:\w+ ){0,6}(?:crash(?:ed|es)?|overturned|collided|plunged|capsized|sank|derailed|skidded|veered off)\b",
    re.IGNORECASE,
)


# What flies into space: "rockets that take payloads into orbit".
_SPACE = cued(
    r"\b(?:spaceports?|launch ?pads?|launch sites?|sub-?orbital|orbit|payloads?|astronauts?|cosmonauts?|space (?:agency"
    r"|flights?|station|program(?:me)?|company|center|centre|launch\w*)|spacecraft|spacex|nasa|lift-?off|thrust"
    r"|rocket (?:engineers?|engines?|boosters?|assembly|launch(?:es)?|scien\w+|technolog\w+|company))\b",
    re.IGNORECASE,
)
# Who dies by his own hand, and nobody else: "hanged himself in his cell".
_OWN_HAND = cued(
    r"\b(?:suicide(?! (?:bomb|attack|car|truck|vest|blast|belt|drone|mission|squad|strike|raid|explosion|vehicle))"
    r"|(?:hang(?:ed|ing)|kill(?:ed|ing)) (?:him|her)self|(?:took|taken|taking) (?:his|her) own life)\b",
    re.IGNORECASE,
)


_OF_ILLNESS = re.compile(
    r"\W{0,2}(?:at \w+ )?(?:of|from|after) (?:[\w-]+ ){0,5}?(?:natural causes|heart (?:attack|failure)|cardiac arrest"
    r"|cancer|stroke|old age|illness|disease|pneumonia|leukaemia|leukemia|cholera|malaria|overdose)\b",
    re.IGNORECASE,
)


# "a noise like shelling"; "who fled rape and murder": a comparison, and why somebody is where he is now.
_SIMILE = re.compile(
    r"\b(?:like|as if|as though|as from) (?:an? |the |by )?(?:\w+ )?$"
    r"|\bwho (?:have |had )?(?:fled|escaped) (?:\w+ ){0,4}$",
    re.IGNORECASE,
)


# "attacked the price": words, not blows.
_WORDS_ONLY = re.compile(
    r"^ (?:those (?:who|that)|(?:the|his|her|its|their) (?:price|plan|proposal|bill|law|decision|record|idea|move"
    r"|report|policy|policies|reform|budget|critics|media|press|speech|remarks|testing|handling))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Weight:
    """Evidence that an account is of an incident: what speaks for it, each with its points, in a fixed order."""

    parts: tuple[tuple[str, float], ...]

    @property
    def total(self) -> float:
        return sum(points for _, points in self.parts)


def weigh(account: Account, read: ReadText, order: int) -> Weight:
    """Evidence that the account is of an incident: harm counted, place, day, an armed actor, a place in the title.

    In a denial every later account without a day of its own weighs nothing: it tells what is being denied.
    """
    if order > 0 and not account.dates and _is_denied(read):
        return Weight(())
    return Weight(tuple((name, points) for name, points in _parts(account, read, order) if points))


def _parts(account: Account, read: ReadText, order: int) -> Iterator[tuple[str, float]]:
    sentences = [sentence for sentence in account.sentences if _tells_act(sentence)]
    yield (
        "harm",
        _weigh_harm([f for sentence in account.sentences for f in sentence.figures if not _is_ill(f, sentence)]),
    )
    yield "trigger", max((trigger.weight for sentence in sentences for trigger in _acts(sentence)), default=0.0)
    yield "place", 0.5 * any(sentence.scenes for sentence in sentences)
    yield "day", 0.5 * any(event_dates(sentence) for sentence in sentences)
    yield "armed actor", 0.5 * any(actor.type in ARMED for sentence in sentences for actor in sentence.actors)
    yield "trigger in the title", 1.0 * (order == 0 and bool(read.title_triggers))
    yield "told early", 0.5 * (account.first.index <= 2)
    yield "figure or place in the title", 1.0 * _is_in_title(account, read)
    yield "sentences", min(len(sentences), 4) * 0.25


def _weigh_harm(figures: Sequence[Figure]) -> float:
    """2 for victims, 1 for the word that there were none: only a happening has that said of it."""
    if any(_harms(figure) for figure in figures):
        return 2.0
    return 1.0 if any(figure.quantity in HARM and figure.best == 0 for figure in figures) else 0.0


def _is_ill(figure: Figure, sentence: Sentence) -> bool:
    """True for who died of an illness or of age: "died of natural causes"."""
    return _OF_ILLNESS.match(sentence.text, figure.end - sentence.start) is not None


def _harms(figure: Figure) -> bool:
    """True if the figure tells that somebody was hurt: "nobody was killed" does not."""
    return figure.quantity in HARM and figure.scope != "cumulative" and (figure.best is None or figure.best > 0)


def _is_in_title(account: Account, read: ReadText) -> bool:
    """True if the title has a figure of the account's, or a place in it."""
    told = {(figure.quantity, figure.conservative) for figure in read.title_figures}
    counted = {(figure.quantity, figure.conservative) for s in account.sentences for figure in s.figures}
    titled = {mention.place for mention in read.title_places}
    return bool(told & counted) or any(scene.place in titled for scene in account.scenes)


def moot_reason(account: Account) -> str | None:
    """Why nothing ties the account to an act: no_act, or mishap (deaths alone may be an accident's); None = it does."""
    acts = [trigger for sentence in account.sentences for trigger in _acts(sentence)]
    if not acts:
        return "no_act"
    if _is_blast_by_mishap(account) or _is_own_hand(account, acts):
        return "mishap"
    is_wreck = _WRECK.search(account.first.text) is not None and not any(s.weapons for s in account.sentences)
    is_mishap = all(trigger.lemma in _DEATH for trigger in acts) and (is_wreck or not _is_armed(account))
    return "mishap" if is_mishap and any(_MISHAP.search(sentence.text) for sentence in account.sentences) else None


def _is_own_hand(account: Account, acts: Sequence[Trigger]) -> bool:
    """True where one person dies by his own hand, and nobody is hurt besides."""
    if not any(_OWN_HAND.search(s.text) for s in account.sentences):
        return False
    if not all(act.lemma in _DEATH | {"murder", "arrest"} for act in acts):
        return False
    return all(_tells_of_one([f for f in s.figures if f.quantity in HARM]) for s in account.sentences)


def _tells_of_one(figures: Sequence[Figure]) -> bool:
    """True if these are of one person: "himself … he", but "his wife … himself" are two."""
    by_name = [figure for figure in figures if figure.form != "pronoun"]
    return all(figure.conservative == 1 for figure in figures) and len(by_name) <= (len(by_name) == len(figures))


def _is_blast_by_mishap(account: Account) -> bool:
    """True for "gas cylinders exploded in a kitchen": where nobody armed is near, or a deed is ruled out."""
    lead = account.first
    if any(trigger.lemma not in _BLEW_UP for trigger in _acts(lead)) or not _BLOWS_UP.search(lead.text):
        return False
    return not _is_armed(account) or any(_RULED_OUT.search(sentence.text) for sentence in account.sentences)


def _tells_act(sentence: Sentence) -> bool:
    return bool(_acts(sentence)) or any(_harms(figure) for figure in sentence.figures)


def _acts(sentence: Sentence) -> list[Trigger]:
    """Triggers that tell of something done, neither a weapon on order nor a simile."""
    return [trigger for trigger in sentence.triggers if _is_act(trigger, sentence)]


def _is_act(trigger: Trigger, sentence: Sentence) -> bool:
    before = sentence.text[: trigger.start - sentence.start]
    after = sentence.text[trigger.end - sentence.start :]
    if _SIMILE.search(before) or _HARMLESS_HEAD.match(after):
        return False
    if trigger.lemma == "attack" and _WORDS_ONLY.match(after):
        return False
    if trigger.lemma in {"rocket", "missile"} and _SPACE.search(sentence.text):
        return False
    return trigger.lemma not in _WEAPONS or _USED.search(sentence.text) is not None


def _is_armed(account: Account) -> bool:
    """True if the account has a weapon or somebody who carries one."""
    return any(sentence.weapons or any(a.type in ARMED for a in sentence.actors) for sentence in account.sentences)


def _is_denied(read: ReadText) -> bool:
    """True if the first thing that the article tells is a denial."""
    events = tuple(sentence for sentence in read.sentences if is_event(sentence))
    return bool(events) and is_denial(events[:1])
