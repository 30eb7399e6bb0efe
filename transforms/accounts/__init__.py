"""Sentences → accounts: what one article tells of one distinct happening.

A sentence opens a new account on a cue ("separately", "in another attack"), or on a day or place that no
account so far can share; else it goes on with one. Gantt et al. (2023, MUC templates) show that even
experts disagree here, so the rules are few and each has a name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from transforms.accounts.apart import counts_victims, is_another_act, opens_elsewhere, takes_up
from transforms.accounts.days import ACT, PLAIN
from transforms.accounts.halves import places_of, split_halves
from transforms.accounts.overlap import are_one_scene, is_near, is_night_after, may_be_one_day
from transforms.accounts.retold import find_retold, split_before, told_before
from transforms.accounts.sentences import HARM, MOST_HEADED, SUMS_UP, ReadText, Sentence
from transforms.dates import DateMention
from transforms.places import PlaceMention


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
        sentence, *halves = [before] if before else parts[:1] if parts else split_halves(told)
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
        for half in halves:
            there = _told_there(accounts, current, half)
            if there is None:
                accounts.append(Account((half,)))
                there = len(accounts) - 1
            else:
                accounts[there] = accounts[there].with_sentence(half)
            yield Placed(half, there, "place")


def _told_there(accounts: Sequence[Account], current: int, sentence: Sentence) -> int | None:
    """Another account than the one being told that has its place from the later half of a sentence, else None."""
    for number, account in enumerate(accounts):
        if number != current and account.first.is_later_half and conflict(account, sentence) is None:
            here = [*account.distinct_scenes, *places_of(account.first)]
            if any(is_near(a, b) for a in here for b in sentence.scenes):
                return number
    return None


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
    told = accounts[current]
    if is_another_act(sentence, told.distinct_scenes):
        return None, "separate"
    there = _told_there(accounts, current, sentence)
    if opens_elsewhere(sentence, told.sentences, told.distinct_scenes):
        return there, "place" if there is None else "continues"
    is_elsewhere = there is not None and not any(
        is_near(a, b) for a in sentence.scenes for b in [*told.distinct_scenes, *places_of(told.first)]
    )
    if is_elsewhere or (takes_up(sentence) and conflict(told, sentence) != "day"):
        return there if is_elsewhere else current, "continues"
    order = [current, 0, *(i for i in range(len(accounts)) if i not in {current, 0})]
    home = next((i for i in order if conflict(accounts[i], sentence) is None), None)
    return home, "continues" if home is not None else conflict(told, sentence) or ""


def conflict(account: Account, sentence: Sentence) -> str | None:
    """What forbids that the sentence tells of the account's happening: day or place; None = nothing."""
    days, told = account.dates, event_dates(sentence)
    if days and told and not any(may_be_one_day(day, other) for day in days for other in told):
        return "day"
    if days and told and all(is_night_after(day, other) for day in days for other in told) and counts_victims(sentence):
        return "day"
    here = account.distinct_scenes
    there = [scene for scene in sentence.scenes if not _is_foreign_namesake(scene, here, sentence)]
    if here and there and not any(are_one_scene(a, b) for a in here for b in there):
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
