"""The key's templates over read reports → the adapter's weights, and its figures by cross-validation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from muc.apart import FOLDS, VERSION, Read, Sample, fit_incident, fit_over_encoder, fit_roles, read_apart
from muc.key import find_phrase, first_of, incident_types, names_of, setting_of, split_value
from muc.locations import country_choices, country_names, place_choices
from muc.reader import Judged, Learned
from muc.setting import day_choices
from muc.splitting import SAME, pair_features
from muc.templates import NOTHING, RIGHT, Weights, fill_features, incident_features
from transforms.linear_model import LinearModel
from transforms.role_model.phrases import Phrase
from transforms.training.fitting import Recipe, Row, fit
from transforms.training.muc4 import ROLES, SLOT, Template, compared, quoted, strings_of

# A value that fewer fillers have is not learned.
FREQUENT = 4
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


def learn(samples: Sequence[Sample]) -> tuple[Learned, list[Read]]:
    """All weights from these samples, and the samples as models see them that were fitted without them."""
    read = read_apart(samples)
    weights = dict(learn_facts(read))
    weights["incident"] = fit_incident(samples)
    return Learned({**weights, **fit_roles(read)}, fit_over_encoder(read)), read


def judge_apart(read: Sequence[Read]) -> Iterator[tuple[Judged, Weights]]:
    """Each sample with weights that were learned without it: what cross-validation scores."""
    for fold in range(FOLDS):
        weights = learn_facts([one for one in read if one.sample.fold != fold])
        for one in read:
            if one.sample.fold == fold:
                yield Judged(one.sample.report, one.about, tuple(one.phrases), one.first), weights


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
