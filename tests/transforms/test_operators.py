"""Who is known to use what in a conflict, and the lexicon that says so."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.actors import load_actors
from transforms.actors.operators import find_operator, foreign_force
from transforms.actors.validity import read_validity
from transforms.phrases import read_lexicon


@pytest.mark.parametrize(
    ("country", "lemma", "kind", "day", "actor"),
    [
        ("SYR", "barrel bomb", "Air/drone strike", date(2015, 5, 1), "syr-military"),
        ("SYR", "barrel bomb", "Air/drone strike", date(2025, 5, 1), None),
        ("YEM", "air strike", "Air/drone strike", date(2016, 5, 1), "saudi-led-coalition"),
        ("YEM", "air strike", "Air/drone strike", date(2024, 5, 1), None),
        ("PSE", "air strike", "Air/drone strike", None, "isr-military"),
        ("FRA", "air strike", "Air/drone strike", date(2016, 5, 1), None),
    ],
)
def test_operator_goes_by_country_weapon_and_day(
    country: str, lemma: str, kind: str, day: date | None, actor: str | None
) -> None:
    known = find_operator(country, lemma, kind, day)
    assert (known[0].actor_id if known else None) == actor


def test_soldiers_in_the_west_bank_are_israeli() -> None:
    force = foreign_force("PSE", date(2024, 3, 15))
    assert force is not None
    assert force.actor_id == "isr-military"
    assert foreign_force("IRQ", date(2024, 3, 15)) is None


def test_operators_name_known_actors_at_low_weight_with_their_source() -> None:
    rows = read_lexicon("operators")
    assert {row["actor_id"] for row in rows if not row["actor_id"].endswith("-military")} <= set(load_actors())
    assert [row for row in rows if not (row["source"] and 0 < float(row["weight"]) < 1)] == []


@pytest.mark.parametrize(
    ("first", "last", "holds"),
    [
        ("2015", "2015", {date(2015, 1, 1): True, date(2015, 12, 31): True, date(2016, 1, 1): False}),
        ("2015-02", "2015-02", {date(2015, 2, 28): True, date(2015, 3, 1): False}),
        ("2015-02-03", "", {date(2015, 2, 2): False, date(2020, 1, 1): True}),
        ("", "", {date(1900, 1, 1): True}),
    ],
)
def test_a_row_holds_from_the_first_day_to_the_last(first: str, last: str, holds: dict[date, bool]) -> None:
    validity = read_validity({"valid_from": first, "valid_to": last})
    assert {day: validity.holds(day) for day in holds} == holds
    assert validity.holds(None)


def test_dates_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValueError, match="valid_to 2014 lies before valid_from 2015"):
        read_validity({"valid_from": "2015", "valid_to": "2014"})
