"""An incident's row as one English sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from transforms.claims.count import Count
from transforms.places.countries import countries


@dataclass(frozen=True)
class Happening:
    """The columns of an incident that its sentence tells; None = not reported or not resolved."""

    sub_event_type: str
    status: str
    event_date: date
    event_date_precision: int
    country: str | None
    admin1: str | None
    location: str | None
    actor: str | None
    target: str | None
    killed: Count | None
    injured: Count | None
    abducted: Count | None
    claimants: int
    sources: int


# What was done as "Actor ... Target", and what happened where a side is not known.
_PHRASES = {
    "Armed clash": ("clashed with", "an armed clash"),
    "Government regains territory": ("took territory from", "a capture of territory by the government"),
    "Non-state actor overtakes territory": ("took territory from", "a capture of territory by a non-state actor"),
    "Air/drone strike": ("struck from the air", "an air or drone strike"),
    "Chemical weapon": ("used a chemical weapon against", "a chemical attack"),
    "Grenade": ("threw a grenade at", "a grenade attack"),
    "Remote explosive/landmine/IED": ("bombed", "an explosion"),
    "Shelling/artillery/missile attack": ("shelled", "shelling"),
    "Suicide bomb": ("hit with a suicide bomb", "a suicide bombing"),
    "Abduction/forced disappearance": ("abducted", "an abduction"),
    "Attack": ("attacked", "an attack"),
    "Sexual violence": ("committed sexual violence against", "sexual violence"),
    "Excessive force against protesters": ("used excessive force against", "excessive force against protesters"),
    "Peaceful protest": ("protested against", "a peaceful protest"),
    "Protest with intervention": ("protested against", "a protest with intervention"),
    "Mob violence": ("set upon", "mob violence"),
    "Violent demonstration": ("demonstrated violently against", "a violent demonstration"),
    "Agreement": ("came to an agreement with", "an agreement"),
    "Arrests": ("arrested", "arrests"),
    "Change to group/activity": ("changed their relation to", "a change to a group"),
    "Disrupted weapons use": ("disrupted an attack by", "a disrupted use of weapons"),
    "Headquarters or base established": ("set up a base against", "a new base"),
    "Looting/property destruction": ("looted or destroyed property of", "looting or destruction of property"),
    "Non-violent transfer of territory": ("took territory without violence from", "a transfer of territory"),
    "Other": ("acted against", "an incident"),
}
_STATUS = {
    "accomplished": "",
    "attempted": " (attempted)",
    "foiled": " (foiled)",
    "threatened": " (threatened)",
    "denied": " (denied)",
}


def summarise(happening: Happening) -> str:
    """When, who, whom, where, how many, and on whose word."""
    tolls = _tolls(happening)
    parts = [f"{_when(happening)} {_what(happening)}{_STATUS[happening.status]}{_where(happening)}", *tolls]
    voices = f"{_number(happening.sources, 'source')}"
    if tolls and happening.claimants:
        voices = f"{_number(happening.claimants, 'claimant')} in {voices}"
    return f"{'; '.join(parts)}, according to {voices}."


def _when(happening: Happening) -> str:
    day = happening.event_date
    if happening.event_date_precision >= 4:
        return f"In {day:%B %Y}"
    on = "On" if happening.event_date_precision == 1 else "On or after"
    return f"{on} {day.day} {day:%B %Y}"


def _what(happening: Happening) -> str:
    verb, noun = _PHRASES[happening.sub_event_type]
    if happening.actor and happening.target:
        return f"{happening.actor} {verb} {happening.target}"
    if happening.actor:
        return f"{noun} by {happening.actor} was reported"
    if happening.target:
        return f"{noun} involving {happening.target} was reported"
    return f"{noun} was reported"


def _where(happening: Happening) -> str:
    known = countries().get(happening.country or "")
    country = known.name if known else happening.country
    names = [name for name in (happening.location, happening.admin1, country) if name]
    return f" in {', '.join(dict.fromkeys(names))}" if names else ""


def _tolls(happening: Happening) -> list[str]:
    counts = {"killed": happening.killed, "injured": happening.injured, "abducted": happening.abducted}
    return [_toll(count, what) for what, count in counts.items() if count is not None]


def _toll(count: Count, what: str) -> str:
    if count.high == 0:
        return f"none {what}"
    if count.low == count.high:
        return f"{count.best} {what}"
    return f"{count.low} to {count.high} {what} (best {count.best})"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("" if count == 1 else "s")
