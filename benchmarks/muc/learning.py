"""The key's templates over read reports → the adapter's weights, and its figures by cross-validation."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from muc.about import about_report
from muc.filling import Table
from muc.key import TYPES, find_phrase, first_of, incident_types, names_of, setting_of, split_value
from muc.locations import country_choices, country_names, place_choices
from muc.reader import Judged
from muc.reading import Report
from muc.roles import PLACED, STRING, Features, judge_phrases, placed_features
from muc.setting import day_choices
from muc.splitting import SAME, pair_features
from muc.templates import NOTHING, RELEVANT, RIGHT, Weights, about_features, fill_features, incident_features
from transforms.linear_model import LinearModel
from transforms.role_model.phrases import Phrase, read_phrases
from transforms.training.fitting import Recipe, Row, fit
from transforms.training.muc4 import ROLES, SLOT, Template, compared, quoted, strings_by_role, strings_of

FOLDS = 3
VERSION = "1"
# A value that fewer fillers have is not learned.
FREQUENT = 4
INCIDENT = Recipe(strength=20.0, min_rows=3, unit_length=True, negligible=0.05)
ROLE = Recipe(strength=12.0, min_rows=4, unit_length=True, negligible=0.08)
ROLE_PLACED = Recipe(strength=8.0, min_rows=4, unit_length=True, negligible=0.08)
VALUE = Recipe(strength=0.2, negligible=0.03)
CHOICE = Recipe(strength=0.3)
PAIR = Recipe(strength=0.1)
VALUES = {
    "hum_tgt_type": "victim_type",
    "phys_tgt_type": "target_type",
    "inc_instr_type": "weapon_type",
    "perp_org_conf": "confidence",
}
EFFECTS = {
    "victim_effect": ("hum_tgt_effect", ("victim_name", "victim")),
    "target_effect": ("phys_tgt_effect", ("target",)),
}


@dataclass(frozen=True, eq=False)
class Sample:
    """A report with its key."""

    report: Report
    templates: Sequence[Template]

    @property
    def fold(self) -> int:
        return hashlib.sha256(self.report.message.id.encode()).digest()[0] % FOLDS


@dataclass(frozen=True, eq=False)
class Read:
    """A sample with its phrases and their probabilities from models that have not seen it.

    `placed`: for each phrase the features of each of its places.
    """

    sample: Sample
    about: dict[str, float]
    phrases: Sequence[Phrase]
    placed: Sequence[Sequence[Features]]
    first: Table


def learn(samples: Sequence[Sample]) -> tuple[Weights, list[Read]]:
    """All weights from these samples, and the samples as models see them that were fitted without them."""
    read = read_apart(samples)
    weights = dict(learn_facts(read))
    weights["incident"] = fit_incident(samples)
    return {**weights, **fit_roles(read)}, read


def judge_apart(read: Sequence[Read]) -> Iterator[tuple[Judged, Weights]]:
    """Each sample with weights that were learned without it: what cross-validation scores."""
    for fold in range(FOLDS):
        weights = learn_facts([one for one in read if one.sample.fold != fold])
        for one in read:
            if one.sample.fold == fold:
                yield Judged(one.sample.report, one.about, tuple(one.phrases), one.first), weights


def read_apart(samples: Sequence[Sample]) -> list[Read]:
    """Phrases and their first probabilities, each sample's by models of the other folds."""
    about: dict[str, dict[str, float]] = {}
    for fold in range(FOLDS):
        incident = fit_incident([sample for sample in samples if sample.fold != fold])
        for sample in samples:
            if sample.fold == fold:
                about[sample.report.message.id] = incident.probabilities(about_report(sample.report))
    read = [_read(sample, about[sample.report.message.id]) for sample in samples]
    for fold in range(FOLDS):
        roles = fit_roles([one for one in read if one.sample.fold != fold])
        read = [_judge_first(one, roles) if one.sample.fold == fold else one for one in read]
    return read


def _read(sample: Sample, about: dict[str, float]) -> Read:
    facts = about_features(about)
    phrases = read_phrases(sample.report.scenes, words=True, about=facts)
    placed = [placed_features(phrase, facts) for phrase in phrases]
    return Read(sample, about, phrases, placed, np.zeros((len(phrases), len(ROLES))))


def _judge_first(one: Read, weights: Weights) -> Read:
    return replace(one, first=judge_phrases(one.phrases, one.placed, weights))


def fit_incident(samples: Sequence[Sample]) -> LinearModel:
    rows = [
        Row(
            about_report(sample.report),
            {RELEVANT if sample.templates else "", *(first_of(v) for t in sample.templates for v in t["inc_type"])},
        )
        for sample in samples
    ]
    return fit("incident", VERSION, rows, (RELEVANT, *TYPES), INCIDENT)


def fit_roles(read: Sequence[Read]) -> Weights:
    """The model of strings and that of their places; the places of a string count as much as its root together."""
    strings, places = [], []
    for one in read:
        key = strings_by_role(one.sample.templates)
        for phrase, placed in zip(one.phrases, one.placed, strict=True):
            roles = _roles_of(phrase, key)
            strings.append(Row(phrase.features, roles))
            places += [Row(features, roles, len(placed) ** -0.5) for features in placed]
    return {
        STRING: fit(STRING, VERSION, strings, ROLES, ROLE),
        PLACED: fit(PLACED, VERSION, places, ROLES, ROLE_PLACED),
    }


def _roles_of(phrase: Phrase, key: Mapping[str, set[str]]) -> set[str]:
    text = compared(phrase.text)
    return {role for role in ROLES if text in key[role]}


def learn_facts(read: Sequence[Read]) -> Weights:
    """Every model that comes after the first look at the phrases."""
    rows: dict[str, list[Row]] = {}
    for one in read:
        for name, row in _fact_rows(one):
            rows.setdefault(name, []).append(row)
    weights: dict[str, LinearModel] = {}
    for name, found in rows.items():
        counts = Counter(value for row in found for value in row.classes)
        if name in ("day", "country", "place"):
            weights[name] = fit(name, VERSION, found, (RIGHT,), CHOICE)
        elif name == "same_incident":
            weights[name] = fit(name, VERSION, found, (SAME,), PAIR)
        else:
            values = sorted(value for value, count in counts.items() if count >= FREQUENT)
            weights[name] = fit(name, VERSION, found, values, VALUE)
    return weights


def _fact_rows(one: Read) -> Iterator[tuple[str, Row]]:
    if one.sample.templates:
        yield from _setting_rows(one)
        yield from _pair_rows(one)
    for template in one.sample.templates:
        if template["inc_type"]:
            name = first_of(template["inc_type"][0])
            yield from _incident_rows(one, template, name)
            yield from _fill_rows(one, template, name)


def _setting_rows(one: Read) -> Iterator[tuple[str, Row]]:
    report, truth = one.sample.report, setting_of(one.sample.templates)
    near = near_sentences(one)
    for choice in day_choices(report, near):
        yield "day", Row(choice.features, {RIGHT} if choice.value in truth.days else set())
    for choice in country_choices(report, near):
        is_right = country_names().get(choice.value) in truth.countries
        yield "country", Row(choice.features, {RIGHT} if is_right else set())
        if is_right:
            for place in place_choices(report, near, choice.value):
                is_named = tuple(names_of(place.value) if place.value else ()) in truth.places
                yield "place", Row(place.features, {RIGHT} if is_named else set())


def _pair_rows(one: Read) -> Iterator[tuple[str, Row]]:
    """Pairs of fillers of incidents of one type: whether any template has both."""
    for name in incident_types(one.sample.templates):
        owners: dict[str, tuple[Phrase, set[int]]] = {}
        for number, template in enumerate(one.sample.templates):
            if template["inc_type"] and first_of(template["inc_type"][0]) == name:
                for phrase in _phrases_of(one, template):
                    owners.setdefault(phrase.text, (phrase, set()))[1].add(number)
        for (left, of_left), (right, of_right) in combinations(owners.values(), 2):
            features = pair_features(one.sample.report, left, right)
            yield "same_incident", Row(features, {SAME} if of_left & of_right else set())


def _phrases_of(one: Read, template: Template) -> Iterator[Phrase]:
    for role in ROLES:
        for filler in template[SLOT[role]]:
            phrase = find_phrase(one.phrases, strings_of(role, filler))
            if phrase:
                yield phrase


def near_sentences(one: Read) -> set[int]:
    """Sentences with a phrase that the first look finds likely for some role."""
    return {
        placed.sentence
        for phrase, first in zip(one.phrases, one.first, strict=True)
        if first.max() > 0.3
        for placed in phrase.places
    }


def _incident_rows(one: Read, template: Template, name: str) -> Iterator[tuple[str, Row]]:
    who = [text for slot in ("perp_ind_id", "perp_org_id") for filler in template[slot] for text in quoted(filler)]
    features = incident_features(one.sample.report, name, who)
    yield "stage", Row(features, {first_of((template["inc_stage"] or ["ACCOMPLISHED"])[0])})
    yield "category", Row(features, {first_of((template["perp_inc_cat"] or [NOTHING])[0])})
    if not template["inc_instr_id"]:
        values = [split_value(filler)[0] for filler in template["inc_instr_type"]]
        yield "unnamed_weapon", Row(features, {values[0] if values else NOTHING})


def _fill_rows(one: Read, template: Template, name: str) -> Iterator[tuple[str, Row]]:
    for slot, model in VALUES.items():
        for filler in template[slot]:
            value, ways = split_value(filler)
            phrase = find_phrase(one.phrases, ways)
            if phrase:
                yield model, Row(fill_features(phrase, name), {value})
    for model, (slot, roles) in EFFECTS.items():
        effects = {compared(way): value for value, ways in map(split_value, template[slot]) for way in ways}
        for role in roles:
            for filler in template[SLOT[role]]:
                phrase = find_phrase(one.phrases, strings_of(role, filler))
                if phrase:
                    told = [effects[compared(way)] for way in quoted(filler) if compared(way) in effects]
                    yield model, Row(fill_features(phrase, name), {told[0] if told else NOTHING})
    for phrase in _phrases_of(one, template):
        yield "incident_of", Row(phrase.features, {name})
