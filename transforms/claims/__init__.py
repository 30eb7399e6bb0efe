"""Figures of an account → claims: who says how many of whom, with the sentence that says so.

A claim keeps what one claimant asserts. Only `reconcile` makes one count of several claims.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from transforms.accounts.sentences import Sentence
from transforms.accounts.votes import identity
from transforms.actors import ActorMention
from transforms.casualties.figure import Figure
from transforms.casualties.kinds import is_loose, office_before
from transforms.casualties.nouns import PEOPLE
from transforms.claims.claim import EITHER, Claim
from transforms.claims.parts import bind_parts
from transforms.claims.people import Person, is_attacker, read_person
from transforms.claims.survivors import with_joint_totals
from transforms.claims.victims import ARMED
from transforms.claims.voices import Speaker, Voices
from transforms.texts import ArticleText

# A later figure of this size and so many times the account's first is no figure of the incident.
MANY, DWARFS = 100, 10
# Forms of a figure that tell of one person: "a man", "he", "the pilot", "John Smith".
ONE_BY_ONE = frozenset({"single", "pronoun", "definite", "name"})
# Characters after a name in which its age stands (", 34,").
AGE_REACH = 8


@dataclass(frozen=True)
class Parties:
    """Who did it and whom it hit, as far as the account tells."""

    actor: ActorMention | None
    target: ActorMention | None


def read_claims(sentences: Sequence[Sentence], parties: Parties, article: ArticleText, mention_id: str) -> list[Claim]:
    """Every figure of the sentences as a claim, subsets bound to their whole, each told but once."""
    claims: list[Claim] = []
    voices = Voices(article.source)
    for sentence in sentences:
        heard = voices.hear(sentence)
        for told in _figures(sentence):
            if (figure := _of_whole(told, claims)) is None:
                continue
            claim = _claim(figure, sentence, parties, heard.at(figure.number_start))
            if not any(_same(claim, other) for other in claims):
                claims.append(replace(claim, claim_id=make_claim_id(mention_id, len(claims))))
    return bind_parts(with_joint_totals([_in_scale(claim, claims) for claim in claims]))


def _of_whole(figure: Figure, claims: Sequence[Claim]) -> Figure | None:
    """A part of people counted before as what they are (four of six wounded); null = nobody has counted the whole."""
    if figure.whole is None:
        return figure
    whole = next((claim for claim in claims if claim.best == figure.whole and not claim.is_cumulative), None)
    return None if whole is None else replace(figure, quantity=whole.quantity)


def _figures(sentence: Sentence) -> list[Figure]:
    """The sentence's figures; of two that read one number ("17, and 28 wounded") the dead come first."""
    killed = {figure.number_start for figure in sentence.figures if figure.quantity == "killed"}
    return [
        figure
        for figure in sentence.figures
        if (figure.quantity == "killed" or figure.number_start not in killed or figure.form == "none")
        and not _is_speaker(figure, sentence)
        and not _is_told_with_others(figure, sentence.figures)
    ]


def _is_told_with_others(figure: Figure, figures: Sequence[Figure]) -> bool:
    """True where the sentence tells the same of them again, beside another group that adds to them.

    Scraped text has its headline in the first sentence: "Raid kills 50 rebels AFP Air raids killed 50 rebels and eight
    civilians".
    """
    chains = Counter(other.chain for other in figures if other.quantity == figure.quantity)
    told = (figure.quantity, figure.low, figure.best, figure.high)
    return bool(figure.best and figure.best > 1 and chains[figure.chain] == 1) and any(
        (other.quantity, other.low, other.best, other.high) == told and chains[other.chain] > 1
        for other in figures
        if other.number_start > figure.number_start
    )


def _is_speaker(figure: Figure, sentence: Sentence) -> bool:
    """True where who is counted speaks: "killing 26 people, a hospital official said", "two who had fled said"."""
    return (figure.best == 1 or figure.quantity == "displaced") and sentence.names_speaker(figure.number_start)


def _in_scale(claim: Claim, claims: Sequence[Claim]) -> Claim:
    """A figure told later that dwarfs the account's own is of a war or a year, whatever its sentence looks like."""
    size = claim.best or claim.low or 0
    first = next((c for c in claims if c.quantity == claim.quantity and not c.is_cumulative and c.best), None)
    dwarfs = first is not None and claim.start > first.start and size >= MANY and size > DWARFS * (first.best or 0)
    return replace(claim, is_cumulative=True) if dwarfs and claim.scope != "update" else claim


def make_claim_id(mention_id: str, number: int) -> str:
    return "clm-" + hashlib.sha256(f"{mention_id}|{number}".encode()).hexdigest()[:16]


def _claim(figure: Figure, sentence: Sentence, parties: Parties, speaker: Speaker) -> Claim:
    victims, words = _victims(figure, sentence), figure.victims_raw or ""
    kind = _victims_type(figure, victims, sentence)
    return Claim(
        claim_id="",
        claimant=speaker.name,
        claimant_type=speaker.type,
        claimant_raw=speaker.raw,
        quantity=EITHER if figure.joint and figure.quantity == "killed" else figure.quantity,
        low=_lowest(figure),
        best=figure.conservative if figure.best is not None else None,
        high=figure.high,
        modifier_raw=figure.modifier_raw,
        victims=victims.name if victims and not victims.is_generic and victims.raw in words else figure.victims_raw,
        victims_type=kind,
        victims_raw=figure.victims_raw,
        side=_side(figure, None if _are_own_men(victims, kind) else victims, kind, parties),
        part_of=None,
        is_cumulative=figure.scope == "cumulative" or sentence.background is not None,
        sentence=sentence.text,
        start=sentence.start,
        end=sentence.end,
        scope=figure.scope,
        form=figure.form,
        chain=figure.chain,
        number=(figure.number_start, figure.number_end),
        is_joint=figure.joint,
        person=_person(figure, sentence),
    )


def _person(figure: Figure, sentence: Sentence) -> Person | None:
    if figure.form not in ONE_BY_ONE or figure.best != 1:
        return None
    first, last = figure.number_start - sentence.start, figure.number_end - sentence.start
    return read_person(sentence.text[first:last], sentence.text[last : last + AGE_REACH], figure.form)


def _lowest(figure: Figure) -> int | None:
    """Never above the conservative figure: "more than 40" is 40 or more in the claim's bounds."""
    if figure.low is None or figure.best is None or figure.conservative is None:
        return figure.low
    return min(figure.low, figure.conservative)


def _victims(figure: Figure, sentence: Sentence) -> ActorMention | None:
    """The actor that the victims' words name, a named one before a generic one; of a name, whose man it is."""
    office = office_before(sentence.text, figure.number_start - sentence.start) if figure.form == "name" else ""
    if office:
        first = figure.number_start - len(office) - 1
        own = (each for each in sentence.actors if first <= each.start < figure.number_start and not each.is_generic)
        return next(own, None)
    inside = [mention for mention in sentence.actors if figure.start <= mention.start < figure.end]
    words = figure.victims_raw or ""
    named = [mention for mention in inside if mention.raw in words]
    return min(named, key=lambda mention: (mention.is_generic, mention.start), default=None)


_VICTIMS_OF_ACTOR = {
    "state forces": "state forces",
    "police": "state forces",
    "external forces": "state forces",
    "armed group": "armed group",
    "political militia": "armed group",
    "communal militia": "armed group",
    "civilian": "civilian",
    "protesters": "civilian",
    "rioters": "civilian",
    "official": "official",
    "aid worker": "aid worker",
    "journalist": "journalist",
}


# Kinds of victims that say by themselves whose side they are of, where one side alone is of the kind.
_TOLD_KINDS = ARMED | {"civilian", "official", "journalist", "aid worker"}
# "Seven of their men", "lost six men": fighters of whoever has them.
_OWN_MEN = re.compile(r"\b(?:his|its|their|our|(?:and |but )?lost) (?:(?:own|\w+) )?m[ae]n\b")


def _victims_type(figure: Figure, victims: ActorMention | None, sentence: Sentence) -> str:
    """By the noun; where that leaves it open by the group named with it, or by whose men they are."""
    words = figure.victims_raw or ""
    if figure.form == "name":
        words = office_before(sentence.text, figure.number_start - sentence.start) or words
    if figure.quantity == "destroyed":
        return "unknown"
    if victims is not None and not victims.is_generic and is_loose(words):
        return _VICTIMS_OF_ACTOR.get(victims.type, figure.victims_type)
    if figure.victims_type != "unknown":
        return figure.victims_type
    if words.casefold() in {"men", "man"} and (own := _own_men(figure, sentence)):
        armed = [m for m in sentence.actors if _VICTIMS_OF_ACTOR.get(m.type) in ARMED and m.start < figure.number_start]
        # Who killed some "and lost one man" is told of before those killed.
        whose = armed[:1] if own.startswith(("and ", "but ")) else armed[-1:]
        return _VICTIMS_OF_ACTOR[whose[0].type] if whose else "unknown"
    if victims is None or _head(words) in PEOPLE:
        return "unknown"
    return _VICTIMS_OF_ACTOR.get(victims.type, "unknown")


def _own_men(figure: Figure, sentence: Sentence) -> str:
    """The words by which the figure counts somebody's own men, '' = it does not."""
    first, last = figure.start - sentence.start, figure.end - sentence.start
    return next((own[0] for own in _OWN_MEN.finditer(sentence.text) if own.start() < last and first < own.end()), "")


def _head(words: str) -> str:
    """The last word, in lower case: "people" is anybody, whatever kind of actor it stands for."""
    return words.casefold().split()[-1] if words else ""


def _are_own_men(victims: ActorMention | None, kind: str) -> bool:
    """True for the "man" that a force lost: one of its own, whatever the word stands for elsewhere."""
    return victims is not None and victims.is_generic and victims.type == "civilian" and kind in ARMED


def _side(figure: Figure, victims: ActorMention | None, kind: str, parties: Parties) -> str:
    """Whose dead they are: by name, else by kind; civilians are the target's unless the target is armed."""
    if is_attacker(figure.victims_raw or ""):
        return "actor"
    if victims is None:
        return _side_of_kind(kind, parties)
    if _is_somebody_else(victims, parties):
        return "target" if parties.target is not None and identity(parties.target) == identity(victims) else "bystander"
    for side, party in (("actor", parties.actor), ("target", parties.target)):
        if party is not None and identity(party) == identity(victims):
            return side
    alike = [
        side
        for side, party in (("actor", parties.actor), ("target", parties.target))
        if victims.is_generic and party is not None and _kind(party) == _kind(victims)
    ]
    if alike:
        return alike[0] if len(alike) == 1 else "unknown"
    return "bystander" if victims.type == "civilian" else "unknown"


def _is_somebody_else(victims: ActorMention, parties: Parties) -> bool:
    """True for people where other people did it: "a man" opened fire, "five people" died."""
    actor = parties.actor
    return (
        actor is not None
        and actor.type == victims.type == "civilian"
        and actor.is_generic
        and actor.raw.casefold() != victims.raw.casefold()
    )


def _side_of_kind(kind: str, parties: Parties) -> str:
    """The side of victims whom no name tells apart: of fighters, the one side that has such."""
    if kind in {"civilian", "child", "woman"}:
        if parties.target is None:
            return "target"
        kind = "civilian"
    sides = [
        side
        for side, party in (("actor", parties.actor), ("target", parties.target))
        if party is not None and kind in _TOLD_KINDS and _kind(party) == kind
    ]
    return sides[0] if len(sides) == 1 else "unknown"


def _kind(mention: ActorMention) -> str | None:
    return _VICTIMS_OF_ACTOR.get(mention.type)


def _same(claim: Claim, other: Claim) -> bool:
    """True if the claim repeats what the claimant, or the article in its own voice, has said already."""
    return (
        (claim.quantity, claim.low, claim.best, claim.high, claim.is_cumulative)
        == (other.quantity, other.low, other.best, other.high, other.is_cumulative)
        and (claim.claimant == other.claimant or claim.claimant_raw is None)
        and (claim.victims_type == other.victims_type or "unknown" in {claim.victims_type, other.victims_type})
        and (claim.person is None or other.person is None or claim.person.may_be(other.person))
        and not _are_coordinated(claim, other)
    )


def _are_coordinated(claim: Claim, other: Claim) -> bool:
    """True for two groups of one statement, who are as many by chance: "three policemen and three soldiers".

    Of somebody named only those of his are surely others: "Ann Cole and her son".
    """
    forms = {claim.form, other.form}
    is_another = claim.number != other.number and ("name" not in forms or "definite" in forms)
    return is_another and (claim.start, claim.chain) == (other.start, other.chain)
