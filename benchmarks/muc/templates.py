"""A report, its fills and the learned weights → templates in the key's form."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from muc.filling import Fill, Fills
from muc.key import TYPES
from muc.locations import country_choices, country_names, place_choices
from muc.reading import Report, report_features
from muc.setting import Choice, day_choices
from muc.splitting import split_fills
from transforms.casualties.numbers import read_count
from transforms.linear_model import LinearModel
from transforms.places import PlaceMention
from transforms.role_model.phrases import Phrase, Placed

SLOTS = (
    "inc_date inc_loc inc_type inc_stage inc_instr_id inc_instr_type perp_inc_cat perp_ind_id perp_org_id "
    "perp_org_conf phys_tgt_id phys_tgt_type phys_tgt_num phys_tgt_nation phys_tgt_effect phys_tgt_total_num "
    "hum_tgt_name hum_tgt_desc hum_tgt_type hum_tgt_num hum_tgt_nation hum_tgt_effect hum_tgt_total_num"
).split()
# A template that names none of these matches no template of the key.
MAPPED = ("perpetrator", "organization", "target", "victim_name", "victim")
RELEVANT, RIGHT, NOTHING = "RELEVANT", "RIGHT", "NONE"
# Characters between a name and what it is said to be: "Ana Mora, mayor of …".
APPOSITION = 8
# Characters from an adjective of a country to the noun that it is said of: "Spanish Jesuit priest".
REACH = 24
_WORDS = re.compile(r"[\w' -]*")
_COUNT_BEFORE = re.compile(r"([\w-]+)\s+$")

Weights = Mapping[str, LinearModel]
Filled = dict[str, list[str]]


@dataclass(frozen=True)
class Thresholds:
    """The operating point: from which probability on a report, a type, a filler's type is taken."""

    relevant: float = 0.15
    type: float = 0.4
    incident_of: float = 0.55
    apart: float = 0.55
    roles: Mapping[str, float] | None = None


@dataclass(frozen=True)
class Place:
    """Country (alpha-3, '' = unknown) and the location slot's value."""

    country: str
    value: str


def about_features(probabilities: Mapping[str, float]) -> list[str]:
    """What the report is about, in steps: "RELEVANT 3"."""
    return [
        f"{name} {sum(value > cut for cut in (0.1, 0.25, 0.45, 0.65, 0.85))}" for name, value in probabilities.items()
    ]


def incident_types(probabilities: Mapping[str, float], thresholds: Thresholds) -> list[str]:
    """Types of incident to write a template of; none where the report is taken to tell of no incident."""
    if probabilities[RELEVANT] < thresholds.relevant:
        return []
    taken = [name for name in TYPES if probabilities[name] >= thresholds.type]
    return taken or [max(TYPES, key=lambda name: probabilities[name])]


def write_templates(
    report: Report, fills: Fills, types: Sequence[str], weights: Weights, at: Thresholds
) -> list[Filled]:
    """One template for each type, with the fills that are of it; one without anybody or anything is left out."""
    templates: list[Filled] = []
    for name in types:
        own = _fills_of(fills, name, types, weights["incident_of"], at) if len(types) > 1 else fills
        incidents = split_fills(report, own, weights["same_incident"], at.apart)
        named = [incident for incident in incidents if any(incident[role] for role in MAPPED)]
        templates += [_write_template(report, incident, name, weights) for incident in named]
    return templates


def _write_template(report: Report, fills: Fills, name: str, weights: Weights) -> Filled:
    near = {placed.sentence for fill in _all(fills) for placed in fill.phrase.places}
    day = _best(day_choices(report, near), weights["day"])
    place = _place(report, near, weights)
    filled: Filled = {slot: [] for slot in SLOTS}
    filled["inc_type"] = [name]
    filled["inc_date"] = [day.value] if day else []
    filled["inc_loc"] = [place.value] if place.value else []
    _write_incident(filled, report, fills, name, weights)
    _write_targets(filled, report, fills, name, weights, place.country)
    _write_victims(filled, report, fills, name, weights, place.country)
    return filled


def _all(fills: Fills) -> list[Fill]:
    return [fill for chosen in fills.values() for fill in chosen]


def _best(choices: Sequence[Choice], model: LinearModel) -> Choice | None:
    return max(choices, key=lambda choice: model.probabilities(choice.features)[RIGHT], default=None)


def _place(report: Report, near: Collection[int], weights: Weights) -> Place:
    country = _best(country_choices(report, near), weights["country"])
    if country is None:
        return Place("", "")
    name = country_names().get(country.value, "")
    place = _best(place_choices(report, near, country.value), weights["place"])
    return Place(country.value, f"{name}: {place.value}" if place and place.value else name)


def _fills_of(fills: Fills, name: str, types: Sequence[str], model: LinearModel, at: Thresholds) -> Fills:
    def is_of(fill: Fill) -> bool:
        found = model.probabilities(fill.phrase.features)
        return found[name] >= at.incident_of or name == max(types, key=lambda other: found[other])

    return {role: [fill for fill in chosen if is_of(fill)] for role, chosen in fills.items()}


def incident_features(report: Report, name: str, perpetrators: Sequence[str]) -> list[str]:
    """Features of a whole incident: the report's, its type, the words for who did it."""
    words = {word.lower() for text in perpetrators for word in text.split()}
    return [*report_features(report), f"type {name}", *(f"perpetrator {word}" for word in sorted(words))]


def fill_features(phrase: Phrase, name: str) -> list[str]:
    return [*phrase.features, f"type {name}"]


def _quote(text: str) -> str:
    return '"' + text.replace('"', "") + '"'


def _say(model: LinearModel, fill: Fill, name: str) -> list[str]:
    """A value of the fill, "VALUE: STRING"; nothing where the likeliest is none."""
    value = model.likeliest(fill_features(fill.phrase, name))
    return [] if value == NOTHING else [f"{value}: {_quote(fill.text)}"]


def _write_incident(filled: Filled, report: Report, fills: Fills, name: str, weights: Weights) -> None:
    who = [fill.text for role in ("perpetrator", "organization") for fill in fills[role]]
    features = incident_features(report, name, who)
    filled["inc_stage"] = [weights["stage"].likeliest(features)]
    category = weights["category"].likeliest(features)
    filled["perp_inc_cat"] = [] if category == NOTHING else [category]
    filled["perp_ind_id"] = [_quote(fill.text) for fill in fills["perpetrator"]]
    for fill in fills["organization"]:
        filled["perp_org_id"].append(_quote(fill.text))
        filled["perp_org_conf"] += _say(weights["confidence"], fill, name)
    for fill in fills["weapon"]:
        filled["inc_instr_id"].append(_quote(fill.text))
        filled["inc_instr_type"] += _say(weights["weapon_type"], fill, name)
    unnamed = weights["unnamed_weapon"].likeliest(features)
    if not fills["weapon"] and unnamed != NOTHING:
        filled["inc_instr_type"] = [f'{unnamed}: "-"']


def _write_targets(filled: Filled, report: Report, fills: Fills, name: str, weights: Weights, country: str) -> None:
    for fill in fills["target"]:
        filled["phys_tgt_id"].append(_quote(fill.text))
        filled["phys_tgt_type"] += _say(weights["target_type"], fill, name)
        filled["phys_tgt_num"].append(f"{count_of(report, fill.phrase)}: {_quote(fill.text)}")
        filled["phys_tgt_nation"] += _nation(report, fill, country)
        filled["phys_tgt_effect"] += _say(weights["target_effect"], fill, name)


def _write_victims(filled: Filled, report: Report, fills: Fills, name: str, weights: Weights, country: str) -> None:
    """Names, and what people are: of a name that stands beside it, else people of their own."""
    filled["hum_tgt_name"] = [_quote(fill.text) for fill in fills["victim_name"]]
    people = [(fill, "1") for fill in fills["victim_name"]]
    for fill in fills["victim"]:
        named = next((other for other in fills["victim_name"] if describes(report, fill.phrase, other.phrase)), None)
        filled["hum_tgt_desc"].append(f"{_quote(fill.text)}: {_quote(named.text)}" if named else _quote(fill.text))
        if named is None:
            people.append((fill, count_of(report, fill.phrase)))
    for fill, count in people:
        filled["hum_tgt_type"] += _say(weights["victim_type"], fill, name)
        filled["hum_tgt_num"].append(f"{count}: {_quote(fill.text)}")
        filled["hum_tgt_nation"] += _nation(report, fill, country)
        filled["hum_tgt_effect"] += _say(weights["victim_effect"], fill, name)


def describes(report: Report, description: Phrase, name: Phrase) -> bool:
    """Whether the description stands before the name, or behind it after a comma."""
    return any(_is_beside(report, one, other) for one in description.places for other in name.places)


def _is_beside(report: Report, description: Placed, name: Placed) -> bool:
    if description.part != name.part:
        return False
    if 0 <= name.found.start - description.found.end <= 2:
        return True
    between = report.scenes[name.part].doc.text[name.found.end : description.found.start]
    return 0 <= description.found.start - name.found.end <= APPOSITION and "," in between


def count_of(report: Report, phrase: Phrase) -> str:
    """How many: the number in or before the words, else 1 or PLURAL by the noun."""
    is_plural = False
    for placed in phrase.places:
        first = phrase.text.split()[0].lower()
        before = _COUNT_BEFORE.search(report.scenes[placed.part].doc.text[: placed.found.start])
        count = read_count(first) or (read_count(before[1].lower()) if before else None)
        if count:
            return str(count)
        is_plural = is_plural or placed.found.head.tag_ in ("NNS", "NNPS")
    return "PLURAL" if is_plural else "1"


def _nation(report: Report, fill: Fill, country: str) -> list[str]:
    """The foreign country that the words themselves name, or an adjective before them: "U.S. Embassy"."""
    for placed in fill.phrase.places:
        offset = report.message.paragraphs[placed.part].start
        start, end = offset + placed.found.start, offset + placed.found.end
        for mention in report.places:
            is_inside = start <= mention.start and mention.end <= end
            is_country = mention.place is None or mention.place.kind == "country"
            is_foreign = bool(mention.country) and mention.country != country
            if is_foreign and is_country and (is_inside or _is_adjective_of(report, mention, start)):
                return [f"{country_names()[mention.country]}: {_quote(fill.text)}"]
    return []


def _is_adjective_of(report: Report, mention: PlaceMention, start: int) -> bool:
    """Whether the mention is an adjective that stands before `start` with nothing but words between."""
    between = report.text[mention.end : start]
    return (
        mention.is_adjective and mention.end <= start <= mention.end + REACH and _WORDS.fullmatch(between) is not None
    )
