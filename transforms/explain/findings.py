"""A sentence → each thing that the grammars read in it, what it was taken to mean and why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from transforms.accounts.sentences import Sentence
from transforms.actors import ActorMention
from transforms.casualties.figure import Figure
from transforms.dates import DateMention
from transforms.explain.explanation import Finding
from transforms.explain.reasons import BACKGROUND, DAYS, PLACES, SCOPES, word_for
from transforms.places import PlaceMention
from transforms.places.gazetteer import Place

PRECISIONS = {1: "a day", 2: "two to six days", 3: "a week", 4: "a month", 5: "longer"}
# Namesakes that are shown of those that were weighed.
MOST_NAMESAKES = 4


def read_findings(sentence: Sentence) -> tuple[Finding, ...]:
    """Everything found in the sentence, in order of the text."""
    return tuple(sorted(_findings(sentence), key=lambda finding: (finding.start, -finding.end, finding.kind)))


def why_no_event(sentence: Sentence) -> str:
    """Why no account was looked for, for a sentence that tells no event and goes on with none."""
    if sentence.background is not None:
        return word_for(BACKGROUND, sentence.background)
    return "tells no event: no trigger, and no figure of people hurt"


def _findings(sentence: Sentence) -> Iterator[Finding]:
    for trigger in sentence.triggers:
        weapon = f", {trigger.weapon_type}" if trigger.weapon_type else ""
        why = f"trigger “{trigger.lemma}”, weight {trigger.weight:g}"
        yield Finding("trigger", trigger.start, trigger.end, trigger.sub_event_type + weapon, why)
    for figure in sentence.figures:
        yield Finding("figure", figure.start, figure.end, _figure(figure), _why_figure(figure))
    for mention in sentence.dates:
        yield Finding("date", mention.start, mention.end, _day(mention), _why_day(mention))
    local = sentence.scenes
    for named in sentence.places:
        is_scene = any(scene is named for scene in local)
        yield Finding("place", named.start, named.end, _place(named), _why_place(named, is_scene=is_scene))
    for actor in sentence.actors:
        yield Finding("actor", actor.start, actor.end, f"{actor.name} ({actor.type})", _why_actor(actor, sentence))
    for weapon_mention in sentence.weapons:
        yield Finding("weapon", weapon_mention.start, weapon_mention.end, weapon_mention.weapon_type, "weapon lexicon")
    yield from _speaker(sentence)


def _speaker(sentence: Sentence) -> Iterator[Finding]:
    said_by = sentence.attribution
    if said_by is None:
        return
    start, end = sentence.start + said_by.start, sentence.start + said_by.end
    meaning = f"{said_by.claimant or said_by.claimant_raw} ({said_by.claimant_type})"
    why = f"speaks: “{said_by.verb}”" if said_by.verb else "speaks, by what surrounds it"
    if start == end:
        why = "goes on from the sentence before"
    yield Finding("speaker", start, end, meaning, why)


def _figure(figure: Figure) -> str:
    return f"{figure.quantity} {bounds_text((figure.low, figure.best, figure.high))}"


def bounds_text(bounds: tuple[int | None, int | None, int | None]) -> str:
    """Low / best / high with – for what nobody gives; one number where all three are it."""
    low, best, high = ("–" if bound is None else f"{bound}" for bound in bounds)
    return best if low == best == high and best != "–" else f"{low}/{best}/{high}"


def _why_figure(figure: Figure) -> str:
    said = [word_for(SCOPES, figure.scope)]
    if figure.modifier_raw:
        said.append(f"“{figure.modifier_raw}”")
    if figure.victims_raw:
        said.append(f"of “{figure.victims_raw}” ({figure.victims_type})")
    said += [word for word, holds in (("denied", figure.is_denied), ("hedged", figure.is_hedged)) if holds]
    said += ["dead and wounded together"] * figure.joint
    return ", ".join(said)


def _day(mention: DateMention) -> str:
    return days_text(mention.low, mention.high)


def days_text(low: date, high: date) -> str:
    """One day with its weekday, or the first and last of several."""
    return f"{low:%a} {low}" if low == high else f"{low} to {high}"


def _why_day(mention: DateMention) -> str:
    kind = f"{mention.kind}, precision {mention.precision} ({PRECISIONS[mention.precision]})"
    return f"{kind}, {word_for(DAYS, mention.role)}"


def place_text(place: Place) -> str:
    """Name, units and country, each once."""
    parts = dict.fromkeys(part for part in (place.name, place.admin2, place.admin1, place.country) if part)
    return f"{', '.join(parts)} ({place.kind})"


def _place(mention: PlaceMention) -> str:
    if mention.place is not None:
        return place_text(mention.place)
    return mention.country if mention.is_adjective else "unresolved"


def _why_place(mention: PlaceMention, *, is_scene: bool) -> str:
    said = [word_for(PLACES, mention.reason)]
    others = [place for place in mention.considered if place != mention.place]
    if others:
        shown = "; ".join(place_text(place) for place in others[:MOST_NAMESAKES])
        more = len(others) - MOST_NAMESAKES
        said.append(f"weighed against {shown}" + (f" and {more} more" if more > 0 else ""))
    if mention.is_metonym:
        said.append("a government or body called by its place, no scene")
    elif mention.cue == "dateline":
        said.append("the dateline, no scene by itself")
    elif mention.cue:
        said.append(f"“{mention.cue}” before it")
    elif is_scene:
        said.append("can be a scene")
    return ", ".join(said)


def _why_actor(mention: ActorMention, sentence: Sentence) -> str:
    said = []
    if mention.actor is not None:
        said.append(f"actor lexicon: {mention.actor.actor_id}")
    else:
        said.append("names a kind of actor" if mention.is_generic else "as printed")
    if sentence.names_speaker(mention.start):
        said.append("in the words that name who speaks")
    return ", ".join(said)
