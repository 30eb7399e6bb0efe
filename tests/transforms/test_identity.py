"""Ids over any course of nights: found again, merged, split, withdrawn, in any order and any number of times."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pandas as pd
from builders import BOMB, CLASH, MOSUL, NIGHT, SHOT, SUKHNAH, Newsroom, account, current, publish, run, toll
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from transforms.incidents import Made
from transforms.incidents.record import Published

HAPPENINGS: list[tuple[dict[str, Any], ...]] = [(CLASH, SUKHNAH), (BOMB, MOSUL), (SHOT, MOSUL)]
NIGHTS = [NIGHT + timedelta(days=number) for number in range(3)]
# Each example is some runs of a night of 50 ms: few examples, and what fails is shown as it was found.
few = settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@dataclass(frozen=True)
class Told:
    """One article version: None as its happening = it was withdrawn."""

    article: int
    night: int
    happening: int | None
    killed: int


def newsrooms(told: list[Told]) -> dict[date, Newsroom]:
    """A newsroom a night; a further report of an article is its next version, in a later night."""
    rooms = {night: Newsroom() for night in NIGHTS}
    versions: dict[int, list[Told]] = defaultdict(list)
    for report in told:
        if all(report.night > earlier.night for earlier in versions[report.article]):
            versions[report.article].append(report)
            parts = [] if report.happening is None else [*HAPPENINGS[report.happening], toll(report.killed)]
            accounts = [account(*parts, day=NIGHT - timedelta(1))] if parts else []
            number = len(versions[report.article])
            rooms[NIGHTS[report.night]].publish(
                f"a{report.article}", *accounts, night=NIGHTS[report.night], version=number
            )
    return rooms


reports = st.lists(
    st.builds(
        Told, st.integers(0, 3), st.integers(0, 2), st.sampled_from([0, 1, 2, None]), st.sampled_from([1, 2, 12])
    ),
    min_size=2,
    max_size=7,
)


def run_nights(rooms: dict[date, Newsroom], order: list[date]) -> tuple[Made, Published, list[set[str]]]:
    """The last result, the lake after it, and the ids that each run left."""
    lake, given_ids = Published(), []
    for night in order:
        made = run(rooms[night], night=night, lake=lake)
        lake = publish(made, rooms[night], lake=lake)
        lake = Published(lake.incidents, lake.revisions, lake.mentions, lake.claims, _once(lake.articles))
        given_ids.append(set(made.incidents["incident_id"]))
    return made, lake, given_ids


def _once(articles: pd.DataFrame) -> pd.DataFrame:
    return articles.drop_duplicates(["article_id", "version"], keep="first", ignore_index=True)


def happenings(made: Made) -> set[tuple[Any, ...]]:
    """The current incidents by what they are and who tells of them, without their names."""
    mentions = made.mentions[made.mentions["is_current"] & made.mentions["incident_id"].notna()]
    told: dict[str, list[str]] = defaultdict(list)
    for mention, incident in zip(mentions["mention_id"], mentions["incident_id"], strict=True):
        told[incident].append(mention)
    columns = ["sub_event_type", "location", "fatalities_low", "fatalities_best", "fatalities_high", "source_count"]
    return {
        (*sorted(told[row["incident_id"]]), *(None if pd.isna(row[name]) else row[name] for name in columns))
        for row in current(made).to_dict("records")
    }


@few
@given(reports)
def test_an_id_once_given_is_there_for_ever_and_leads_to_an_incident_or_says_why_not(told: list[Told]) -> None:
    made, _, given_ids = run_nights(newsrooms(told), NIGHTS)
    for earlier, later in pairwise(given_ids):
        assert earlier <= later
    rows = made.incidents.set_index("incident_id")
    assert rows.index.is_unique
    gone = rows[~rows["is_current"].astype(bool)]
    assert gone["merge_reason"].notna().all()
    assert set(gone["superseded_by"].dropna()) <= set(rows.index)
    held = made.mentions[made.mentions["is_current"]]["incident_id"].dropna()
    assert set(held) == set(current(made)["incident_id"])


@few
@given(reports, st.permutations(NIGHTS))
def test_nights_in_any_order_find_the_same_happenings(told: list[Told], order: list[date]) -> None:
    rooms = newsrooms(told)
    assert happenings(run_nights(rooms, order)[0]) == happenings(run_nights(rooms, NIGHTS)[0])


@few
@given(reports, st.sampled_from(NIGHTS))
def test_a_night_run_again_leaves_every_row_as_it_was(told: list[Told], again: date) -> None:
    rooms = newsrooms(told)
    made, lake, _ = run_nights(rooms, NIGHTS)
    repeated = run(rooms[again], night=again, lake=lake)
    for name in ("incidents", "revisions", "mentions", "claims"):
        pd.testing.assert_frame_equal(getattr(repeated, name), getattr(made, name))


def test_a_split_says_in_the_old_incident_what_went_off() -> None:
    first = Newsroom()
    first.publish("plain", account(CLASH, SUKHNAH, toll(14)))
    first.publish("rivers", account(CLASH, SUKHNAH, toll(14)), hour=9)
    lake = publish(run(first), first)
    [old] = lake.incidents["incident_id"]
    later = Newsroom().publish("rivers", account(BOMB, SUKHNAH, toll(2), day=NIGHT), night=NIGHTS[1], version=2)
    made = run(later, night=NIGHTS[1], lake=lake)
    [new] = set(current(made)["incident_id"]) - {old}
    [revision] = made.revisions[made.revisions["incident_id"] == old].to_dict("records")
    assert f"{new} split off it" in revision["change"]
    assert "https://rivers.example/" in revision["change"]


def test_a_withdrawal_names_the_article_that_took_its_word_back() -> None:
    first = Newsroom().publish("plain", account(CLASH, SUKHNAH, toll(14)))
    lake = publish(run(first), first)
    made = run(Newsroom().publish("plain", night=NIGHTS[1], version=2), night=NIGHTS[1], lake=lake)
    assert current(made).empty
    [revision] = made.revisions["change"]
    assert revision.endswith("by https://plain.example/")


def test_a_better_reader_keeps_the_id_and_is_named_in_the_revision() -> None:
    first = Newsroom().publish("plain", account(CLASH, SUKHNAH, toll(14)))
    lake = publish(run(first), first)
    better = account(CLASH, SUKHNAH, toll(17), extractor_version="2", mention_id="men-of-the-new-reader")
    made = run(Newsroom().publish("plain", better), night=NIGHTS[1], lake=lake)
    assert current(made)["incident_id"].tolist() == lake.incidents["incident_id"].tolist()
    [change] = made.revisions["change"]
    assert "fatalities_best 14 -> 17" in change
    assert change.endswith("read again with extractor 2")
