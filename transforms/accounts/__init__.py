"""Sentences → accounts: what one article tells of one distinct happening.

A sentence opens a new account on a cue ("separately", "in another attack"), or on a day or place that no
account so far can share; else it goes on with one. Gantt et al. (2023, MUC templates) show that even
experts disagree here, so the rules are few and each has a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property

from transforms.accounts.days import ACT, PLAIN
from transforms.accounts.retold import find_retold, split_before, told_before
from transforms.accounts.sentences import HARM, MOST_HEADED, SUMS_UP, ReadText, Sentence
from transforms.dates import DateMention
from transforms.patterns import cued
from transforms.places import PlaceMention, containing
from transforms.places.gazetteer import Place, distance_km

# Two places further apart than this are not one scene, whatever the precision of a village's coordinates.
SCENE_KM = 40.0
# How far the countryside of a town reaches: "the Hama desert", "Aleppo's western countryside".
COUNTRYSIDE_KM = 60.0

_SEPARATE = cued(
    r"^\W*(?:separately|elsewhere|in (?:a |an )?(?:separate|another|other|unrelated|different)\b)"
    r"|^\W*another (?:\w+ ){0,2}(?:strike|air ?strike|raid|attack|bombing|blast|bomb|shelling|ambush|shooting)\b"
    r"|\bin (?:a )?(?:separate|unrelated|another) (?:\w+ )?"
    r"(?:attack|incident|strike|raid|blast|shooting|clash|ambush|assault)",
    re.IGNORECASE,
)
# "In Dhiban, gunmen killed two guards", "12:40 From Huwara: …": a sentence that opens with its own scene.
_AT_PLACE = re.compile(r"\W*(?:\d{1,2}[:.h]\d\d\W{1,3})?(?:In|At|Near|Outside|From) (?:the (?:\w+ ){0,2}(?:of )?)?")
# Scenes this near are one, though a sentence opens with the second: a town's quarters, a village and its field.
APART_KM = 10.0
_MEANWHILE = re.compile(r"^\W*meanwhile\b", re.IGNORECASE)
# "Earlier in the day, Grayvoron came under fire": another act where it names another town.
_EARLIER = re.compile(
    r"^\W*(?:earlier (?:in|on|that|the same|this) |(?:some |a few |\w+ )?hours (?:earlier|before)\b)", re.IGNORECASE
)
# "… said the attack killed 100": the one that was told, whoever speaks now.
_KNOWN_ACT = cued(
    r"\b(?:the|this|that) (?:\w+ ){0,2}(?:attacks?|incident|strikes?|raids?|blasts?|shooting|clash(?:es)?|ambush"
    r"|assault|bombings?|explosions?|massacre|killings?|air ?strikes?|bombardment)\b",
    re.IGNORECASE,
)
# An answer is an act of its own, on the other side's ground.
_REPRISAL = cued(
    r"\bin (?:response|retaliation|return|revenge|reprisal)\b|\bretaliat(?:ed|ing|ory)\b|\bhit back\b"
    r"|\b(?:reprisal|revenge) (?:attacks?|raids?|killings?)\b"
    r"|\b(?:appeared|seemed|believed) to be (?:a |in )?(?:reprisals?|revenge|retaliation)\b"
    r"|\bresponded (?:with|by)\b|\bhours (?:later|after)\b",
    re.IGNORECASE,
)
# "The shooting happened at …" is about the one being told, wherever a namesake of its street may lie.
_BACK_REFERENCE = cued(
    r"^\W*(?:(?:police|officers?|officials?|authorities|investigators|deputies|state police) (?:say|said) )?"
    r"(?:it|(?:the|this) (?:\w+ )?(?:shooting|incident|attack|accident|stabbing|blast|explosion|killing|gunfire|ambush"
    r"|raid|clash|bombing)) (?:all |reportedly |apparently )?(?:happened|occurred|took place|unfolded|started|began"
    r"|was reported|came)\b",
    re.IGNORECASE,
)
# "In what it described as a terrorist attack": another speaker's word for what was told.
_AS_CALLED = cued(r"\bin what (?:it|he|she|they|\w+ \w+) (?:called|calls|described as|describes as|said was|termed)\b")
_AT_NIGHT = re.compile(r"\b(?:over)?night\b|\blate\b|\bevening\b|\bdawn\b|\bearly\b", re.IGNORECASE)
# "Friday night" reaches into Saturday morning: neither into Thursday nor into Saturday afternoon.
_LATE_IN_DAY = re.compile(r"\b(?:night|evening|afternoon)$", re.IGNORECASE)
# Words beside a name that mean the town itself; "an Idlib village" lies somewhere around.
_EXACT_UNITS = frozenset({"", "city", "port", "capital"})
_COUNTRYSIDE = re.compile(r"\b(?:desert|countryside|province|plains?|hills|mountains?)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Account:
    """One article's account of one happening; sentences in order of the text.

    `is_retold`: an earlier incident that a report of another one tells of.
    """

    sentences: tuple[Sentence, ...]
    is_retold: bool = False

    @property
    def first(self) -> Sentence:
        return self.sentences[0]

    def with_sentence(self, sentence: Sentence) -> Account:
        return replace(self, sentences=(*self.sentences, sentence))

    @cached_property
    def dates(self) -> list[DateMention]:
        return [mention for sentence in self.sentences for mention in event_dates(sentence)]

    @cached_property
    def scenes(self) -> list[PlaceMention]:
        return [mention for sentence in self.sentences for mention in sentence.scenes]

    @cached_property
    def distinct_scenes(self) -> list[PlaceMention]:
        """One mention for each place and way to name it; a long text names the same few again and again."""
        return list({(mention.place, mention.raw, mention.unit): mention for mention in self.scenes}.values())


def event_dates(sentence: Sentence) -> list[DateMention]:
    """Dates to within a week that date a happening, not the statement about it, an arrest or a funeral."""
    return [mention for mention in sentence.dates if mention.precision <= 3 and mention.role in {ACT, PLAIN}]


def is_event(sentence: Sentence) -> bool:
    """True if the sentence tells of something done or suffered, as news."""
    return sentence.background is None and bool(
        sentence.triggers
        or any(figure.quantity in HARM and figure.scope != "cumulative" for figure in sentence.figures)
    )


def goes_on(sentence: Sentence) -> bool:
    """True if the sentence tells no event by itself but when one was, or what else came of it.

    "It happened late on Friday in a car park", "Fifteen men are missing", "They burned two trucks". How many fled is
    of this happening where somebody says it as news.
    """
    if sentence.background is not None:
        return False
    has_toll = any(
        figure.scope != "cumulative"
        and figure.form not in {"none", "vague"}
        and (figure.quantity != "displaced" or sentence.attribution is not None)
        for figure in sentence.figures
    )
    return has_toll or any(mention.role == ACT for mention in event_dates(sentence))


@dataclass(frozen=True)
class Placed:
    """Where a sentence that tells an event went: `account` counts from 0 in order of first telling, None = left out.

    `reason` is one of continues, first, separate, item, day, place, before, and for a sentence that was left out what
    kept it from the accounts there are.
    """

    sentence: Sentence
    account: int | None
    reason: str


def split_accounts(read: ReadText) -> list[Account]:
    """Distribute the sentences that tell events over accounts, in order of first telling; earlier incidents last."""
    accounts: list[Account] = []
    for placed in place_sentences(read):
        if placed.account == len(accounts):
            accounts.append(Account((placed.sentence,), is_retold=placed.reason == "before"))
        elif placed.account is not None:
            accounts[placed.account] = accounts[placed.account].with_sentence(placed.sentence)
    return _without_summary(_without_intro(_with_summed_lead(accounts), read)) + [
        Account((sentence,), is_retold=True) for sentence in find_retold(read.sentences)
    ]


def _with_summed_lead(accounts: list[Account]) -> list[Account]:
    """The accounts, the lead's dead as a running total where they are those of all: "killed 15 in two attacks"."""
    if len(accounts) < 2:
        return accounts
    lead, *rest = accounts[0].sentences
    told = [_most_killed(rest), *(_most_killed(account.sentences) for account in accounts[1:])]
    if sum(1 for number in told if number) < 2 or sum(told) != _most_killed([lead]):
        return accounts
    figures = tuple(replace(f, scope="cumulative") if f.quantity in HARM else f for f in lead.figures)
    return [replace(accounts[0], sentences=(replace(lead, figures=figures), *rest)), *accounts[1:]]


def _most_killed(sentences: Sequence[Sentence]) -> int:
    """The largest number of dead that one of the sentences counts as a total or more; 0 = none does."""
    dead = (f for s in sentences for f in s.figures if f.quantity == "killed" and f.scope in {"total", "increment"})
    return max((figure.conservative or 0 for figure in dead), default=0)


def _without_intro(accounts: list[Account], read: ReadText) -> list[Account]:
    """The accounts of a round-up without what opens it and counts nobody: "gunfire in three parts of the city"."""
    if len(accounts) < MOST_HEADED or not read.is_roundup:
        return accounts
    counts = (any(figure.quantity in HARM for told in each.sentences for figure in told.figures) for each in accounts)
    first, *others = counts
    return accounts[1:] if not first and all(others) else accounts


def _without_summary(accounts: list[Account]) -> list[Account]:
    """The accounts without the lead of a round-up, which counts the victims of all: "killed in separate attacks"."""
    if len(accounts) < 2 or not SUMS_UP.search(accounts[0].first.text):
        return accounts
    rest = accounts[0].sentences[1:]
    if not any(figure.quantity in HARM for sentence in rest for figure in sentence.figures):
        return accounts
    return [Account(rest), *accounts[1:]]


def place_sentences(read: ReadText) -> Iterator[Placed]:
    """Each sentence that tells an event with the account that it goes to and why, in order of the text."""
    accounts: list[Account] = []
    current = 0
    for told in read.sentences:
        if not (is_event(told) or (accounts and goes_on(told))):
            continue
        before = told_before(told, accounts[0].dates) if accounts else None
        parts = None if before else split_before(told, accounts[0].dates if accounts else ())
        sentence = before or (parts[0] if parts else told)
        home, reason = (None, "before") if before else _home(read, accounts, current, sentence)
        if home is not None:
            accounts[home] = accounts[home].with_sentence(sentence)
            current = home
        elif not accounts or can_found(sentence):
            accounts.append(Account((sentence,)))
            home = current = len(accounts) - 1
        yield Placed(sentence, home, reason)
        if parts:
            accounts.append(Account((parts[1],)))
            yield Placed(parts[1], len(accounts) - 1, "before")


def _opens_item(read: ReadText, accounts: Sequence[Account], current: int, sentence: Sentence) -> bool:
    """True if the sentence starts another paragraph of a round-up."""
    return read.is_roundup and accounts[current].first.paragraph != sentence.paragraph


def can_found(sentence: Sentence) -> bool:
    """True if the sentence says enough to stand for a happening of its own."""
    harmed = any(figure.quantity in HARM and figure.scope in {"total", "update"} for figure in sentence.figures)
    return harmed or bool(sentence.triggers and (sentence.scenes or event_dates(sentence)))


def _home(read: ReadText, accounts: Sequence[Account], current: int, sentence: Sentence) -> tuple[int | None, str]:
    """The account that the sentence goes on with (the one being told, the lead, any that fits), or why with none."""
    if not accounts:
        return None, "first"
    if _opens_item(read, accounts, current, sentence):
        return None, "item"
    if _SEPARATE.search(sentence.text) or _is_another_act(accounts[current], sentence):
        return None, "separate"
    if _opens_elsewhere(accounts[current], sentence):
        return None, "place"
    is_same = _BACK_REFERENCE.search(sentence.text) or _AS_CALLED.search(sentence.text)
    if is_same and conflict(accounts[current], sentence) != "day":
        return current, "continues"
    order = [current, 0, *(i for i in range(len(accounts)) if i not in {current, 0})]
    home = next((i for i in order if conflict(accounts[i], sentence) is None), None)
    return home, "continues" if home is not None else conflict(accounts[current], sentence) or ""


def _is_another_act(account: Account, sentence: Sentence) -> bool:
    """True for "meanwhile" before what has not been told, and for what came earlier or an answer at its own place."""
    if _MEANWHILE.match(sentence.text):
        return _KNOWN_ACT.search(sentence.text) is None
    if sentence.triggers and _EARLIER.match(sentence.text):
        towns = [scene for scene in account.distinct_scenes if _is_town(scene)]
        told = [scene for scene in sentence.scenes if _is_town(scene)]
        return bool(towns and told) and not any(_is_near(scene, town) for scene in told for town in towns)
    if not (sentence.triggers and _REPRISAL.search(sentence.text)):
        return False
    here, there = account.distinct_scenes, sentence.scenes
    return bool(here and there) and not any(_nests(a, b) for a in here for b in there)


def _opens_elsewhere(account: Account, sentence: Sentence) -> bool:
    """True if the sentence opens with a place other than the account's and counts victims of its own there.

    A paragraph that opens so need not count them where the account has a town of its own: "In Turbat, armed men
    ambushed a vehicle" after "In Quetta, a bomb went off".
    """
    scene = _opening_scene(sentence)
    if scene is None or scene.place is None:
        return False
    if sentence.start == sentence.paragraph and (sentence.triggers or sentence.figures):
        opened = [place for told in account.sentences if (place := _opening_scene(told)) is not None]
        before = opened or [other for other in account.distinct_scenes if _is_town(other)]
        if before:
            return not any(_is_near(scene, other) for other in before)
    here = [other for other in account.distinct_scenes if other.place is not None and not other.unit]
    if not here or any(_nests(scene, other) for other in account.distinct_scenes):
        return False
    is_far = not any(_is_near(scene, other) for other in here)
    return is_far and _counts(sentence) and any(_counts(told) for told in account.sentences)


def is_set_apart(sentence: Sentence) -> bool:
    """True if the sentence says by its own words that it tells of another act: "Separately", "In Turbat, …"."""
    opens = sentence.start == sentence.paragraph and bool(sentence.triggers) and _opening_scene(sentence) is not None
    return opens or _SEPARATE.search(sentence.text) is not None or _MEANWHILE.match(sentence.text) is not None


def _opening_scene(sentence: Sentence) -> PlaceMention | None:
    """The place that the sentence opens with: "In Turbat, …"."""
    opening = _AT_PLACE.match(sentence.text)
    scene = next(iter(sentence.scenes), None)
    is_first = opening is not None and scene is not None and scene.start - sentence.start <= opening.end()
    return scene if is_first else None


def _is_town(mention: PlaceMention) -> bool:
    """True for a town or a district: what a paragraph may be set beside."""
    return mention.place is not None and mention.place.kind in ("city", "admin2")


def _is_near(scene: PlaceMention, other: PlaceMention) -> bool:
    if _nests(scene, other) or scene.place is None or other.place is None:
        return True
    return distance_km(scene.place, other.place) <= APART_KM


def _counts(sentence: Sentence) -> bool:
    return bool(sentence.triggers) and any(f.quantity in HARM and f.scope == "total" for f in sentence.figures)


def conflict(account: Account, sentence: Sentence) -> str | None:
    """What forbids that the sentence tells of the account's happening: day or place; None = nothing."""
    days, told = account.dates, event_dates(sentence)
    if days and told and not any(_overlap(day, other) for day in days for other in told):
        return "day"
    if days and told and all(_is_night_after(day, other) for day in days for other in told) and _counts(sentence):
        return "day"
    here = account.distinct_scenes
    there = [scene for scene in sentence.scenes if not _is_foreign_namesake(scene, here, sentence)]
    if here and there and not any(_one_scene(a, b) for a in here for b in there):
        return "place"
    return None


def _is_foreign_namesake(scene: PlaceMention, here: Sequence[PlaceMention], sentence: Sentence) -> bool:
    """True for a place abroad that nothing else in the sentence puts there: "the Litoral penitentiary" in Ecuador."""
    if any(scene.country == other.country for other in here):
        return False
    return not any(
        mention.country == scene.country and (mention.is_adjective or mention.raw != scene.raw)
        for mention in sentence.places
    )


def _overlap(a: DateMention, b: DateMention) -> bool:
    """Whether they may be one night: "overnight" and "late on Friday" reach into the day after."""
    slack = timedelta(days=1 if _AT_NIGHT.search(f"{a.raw} {b.raw}") else 0)
    return a.low <= b.high + slack and b.low <= a.high + slack


def _is_night_after(a: DateMention, b: DateMention) -> bool:
    """True for "Sunday night" beside Saturday, or Monday afternoon beside it: no night that both may be."""
    first, last = sorted((a, b), key=lambda mention: mention.low)
    return first.high < last.low and _LATE_IN_DAY.search(last.raw) is not None


def _nests(a: PlaceMention, b: PlaceMention) -> bool:
    """Whether the two are one place, or one lies in the other; a place that is not resolved may."""
    if a.place is None or b.place is None or a.place == b.place:
        return True
    return containing(a.place, b.place) or containing(b.place, a.place)


def _one_scene(a: PlaceMention, b: PlaceMention) -> bool:
    if a.place is None or b.place is None or _nests(a, b):
        return True
    return distance_km(a.place, b.place) <= SCENE_KM + _reach(a, a.place) + _reach(b, b.place)


def _reach(mention: PlaceMention, place: Place) -> float:
    """How far from the place's point its name may mean, beyond the place itself."""
    if place.kind == "region":
        return place.radius_km
    is_wide = mention.unit not in _EXACT_UNITS or _COUNTRYSIDE.search(mention.raw)
    return COUNTRYSIDE_KM if is_wide else 0.0
