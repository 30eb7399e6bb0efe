from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.claims.count import Count
from transforms.incidents.reconcile import Account, Assertion, reconcile
from transforms.schema import CLAIMANT_TYPES, SIDES, VICTIM_TYPES

MORNING = datetime(2026, 11, 19, 6, tzinfo=UTC)
EVENING = MORNING + timedelta(hours=12)


def says(
    claimant: str,
    best: int,
    claimant_type: str = "media",
    *,
    at: datetime = MORNING,
    article: str = "",
    number: int = 0,
    low: int | None = None,
    high: int | None = None,
) -> Assertion:
    article = article or claimant
    return Assertion(
        claim_id=f"{article}-{number}",
        mention_id=f"mention of {article}",
        article_id=article,
        published_at=at,
        claimant=claimant,
        claimant_type=claimant_type,
        quantity="killed",
        count=Count(best if low is None else low, best, best if high is None else high),
        victims="soldiers",
        victims_type="state forces",
        side="target",
        part_of=None,
        start=0,
    )


def tells(source: str, counts: dict[str, Count], at: datetime = MORNING, **parties: str) -> Account:
    return Account(f"mention of {source}", source, at, parties.get("actor"), parties.get("target"), counts, {})


def killed(*assertions: Assertion, accounts: tuple[Account, ...] = ()) -> Count | None:
    return reconcile(assertions, accounts).killed


def test_nothing_reported_is_none_and_reported_none_is_zero() -> None:
    assert killed() is None
    assert killed(says("police", 0, "state")) == Count(0, 0, 0)


def test_figures_of_different_claimants_bound_and_never_add() -> None:
    assert killed(says("a", 9), says("b", 17), says("c", 14, "monitor")) == Count(9, 14, 17)


def test_newest_word_of_a_claimant_replaces_its_earlier_ones() -> None:
    assert killed(says("police", 21, article="old"), says("police", 25, article="new", at=EVENING)) == Count(25, 25, 25)


def test_disjoint_groups_of_one_sentence_add_up() -> None:
    soldiers = says("army", 3)
    civilians = replace(says("army", 2, number=1), victims="civilians", victims_type="civilian")
    found = reconcile([soldiers, civilians], [])
    assert found.killed == Count(5, 5, 5)
    assert found.civilians == 2


def test_sentences_that_repeat_a_total_do_not_add_up() -> None:
    assert killed(says("army", 12), replace(says("army", 12, number=1), start=90)) == Count(12, 12, 12)


def test_subset_only_lifts_the_whole_that_it_belongs_to() -> None:
    whole = says("monitor", 8, "monitor")
    part = replace(says("monitor", 11, "monitor", number=1), part_of=whole.claim_id, start=90)
    assert killed(whole, part) == Count(11, 11, 11)
    assert killed(replace(whole, count=Count(19, 19, 19)), part) == Count(19, 19, 19)


def test_subset_alone_is_no_total() -> None:
    part = replace(says("monitor", 11, "monitor"), part_of="elsewhere")
    assert killed(part) is None


def test_monitor_outranks_a_newer_publication() -> None:
    assert killed(says("monitor", 14, "monitor"), says("daily", 20, at=EVENING)) == Count(14, 14, 20)


def test_armed_group_on_its_enemys_dead_comes_last() -> None:
    assert killed(says("Islamic State", 40, "armed group", at=EVENING), says("daily", 9)) == Count(9, 9, 40)


def test_state_that_counts_its_enemys_dead_ranks_as_a_party() -> None:
    account = tells("daily", {}, actor="Military Forces of Syria")
    boast = says("Military Forces of Syria", 40, "state", at=EVENING)
    assert killed(boast, says("daily", 9), accounts=(account,)) == Count(9, 9, 40)


def test_equal_rank_goes_to_the_newest() -> None:
    assert killed(says("a", 9, at=EVENING), says("b", 17)) == Count(9, 9, 17)


def test_equal_rank_and_time_go_to_the_figure_that_most_give() -> None:
    assert killed(says("a", 9), says("b", 9), says("c", 17)) == Count(9, 9, 17)


def test_readers_sum_stands_where_a_mention_has_one_claimant() -> None:
    account = tells("army", {"killed": Count(5, 5, 6)})
    assert killed(says("army", 3), accounts=(account,)) == Count(5, 5, 6)


def test_sum_without_a_claim_is_the_publications_word() -> None:
    accounts = tells("daily", {"injured": Count(4, 4, 4)}), tells("post", {"injured": Count(7, 7, 7)}, EVENING)
    assert reconcile([], accounts).injured == Count(4, 7, 7)


def test_a_sum_that_no_claimant_gives_counts_as_the_outlets_own() -> None:
    claims = [
        says("governor", 4, "state", article="daily"),
        says("surgeon", 1, "medical", article="daily", number=1),
    ]
    assert killed(*claims, accounts=(tells("daily", {"killed": Count(8, 8, 8)}),)) == Count(8, 8, 8)


def test_deaths_of_a_side_stay_within_the_highest_total() -> None:
    account = replace(tells("daily", {"killed": Count(3, 3, 3)}), deaths={"target": 9})
    assert reconcile([], [account]).target == 3


@pytest.mark.parametrize(
    ("bounds", "count"),
    [
        ((None, None, None), None),
        ((24, None, None), Count(24, 24, 24)),
        ((None, 5, None), Count(5, 5, 5)),
        ((None, None, 7), Count(7, 7, 7)),
        ((6, 5, 4), Count(5, 5, 5)),
    ],
)
def test_open_bounds_close_on_what_is_given(
    bounds: tuple[int | None, int | None, int | None], count: Count | None
) -> None:
    low, best, high = bounds
    assert Count(low, best, high).closed() == count


@st.composite
def assertions(draw: st.DrawFn) -> list[Assertion]:
    made = []
    for number in range(draw(st.integers(0, 8))):
        low, best, high = (draw(st.none() | st.integers(0, 60)) for _ in range(3))
        count = Count(low, best, high)
        if not count.is_reported:
            continue
        base = says(draw(st.sampled_from("abc")), 0, draw(st.sampled_from(CLAIMANT_TYPES)), number=number)
        made.append(
            replace(
                base,
                claim_id=f"c{number}",
                article_id=draw(st.sampled_from("xyz")),
                mention_id=draw(st.sampled_from("xyz")),
                published_at=draw(st.sampled_from([MORNING, EVENING])),
                count=count,
                victims_type=draw(st.sampled_from(VICTIM_TYPES)),
                side=draw(st.sampled_from(SIDES)),
                part_of=draw(st.sampled_from([None, *(f"c{whole}" for whole in range(number))])),
                start=draw(st.integers(0, 2)),
            )
        )
    return made


@settings(derandomize=True, deadline=None)
@given(assertions(), st.integers(0, 99))
def test_low_best_high_are_in_order_whatever_is_claimed(claims: list[Assertion], seed: int) -> None:
    account = tells("x", {"killed": Count(2, 3, 5)})
    found = reconcile(claims, [account])
    assert found.killed is not None
    low, best, high = found.killed.low, found.killed.best, found.killed.high
    assert low is not None
    assert best is not None
    assert high is not None
    assert low <= best <= high
    groups = [number for number in (found.civilians, found.actor, found.target, found.unknown) if number is not None]
    assert all(0 <= number <= high for number in groups)
    mixed = random.Random(seed).sample(claims, len(claims))
    assert reconcile(mixed, [account]) == found
