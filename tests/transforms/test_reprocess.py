"""The archive read anew beside what the nights' own steps made of it."""

from __future__ import annotations

import fcntl
import shutil
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from archived_nights import GAO, KESSA, MARKET, NIGHTS, OLDER, ORU, Desk, archive, make_desk, mosul

from transforms.folders import Folders
from transforms.night import StepError
from transforms.night.incidents import link_night
from transforms.schema import TABLES
from transforms.tables import read_table


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data root whose nights were read by today's reader."""
    root = tmp_path_factory.mktemp("published")
    make_desk(root).run()
    return root


def older(mentions: pd.DataFrame) -> pd.DataFrame:
    """As a reader would have it that took every toll for three, and knew nothing of Mali, but of France."""
    told = mentions[mentions["country"] != "MLI"]
    abroad = mentions[mentions["country"] == "MLI"].assign(
        mention_id="men-invented",
        rank=2,
        event_date=date(2026, 10, 1),
        event_type="Protests",
        sub_event_type="Peaceful protest",
        country="FRA",
        geo_precision=4,
    )
    nowhere = dict.fromkeys(("admin1", "location", "latitude", "longitude", "geonames_id", "target", "target_id"))
    told = pd.concat([told, abroad.assign(**nowhere)], ignore_index=True)
    tolls = dict.fromkeys(("fatalities_low", "fatalities_best", "fatalities_high"), 3)
    return told.assign(**tolls, fatalities_target=None, fatalities_civilians=None, extractor_version=OLDER)


@pytest.fixture(scope="module")
def published_by_older(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("older")
    make_desk(root).run(read=older)
    return root


@pytest.fixture
def older_desk(published_by_older: Path, tmp_path: Path) -> Desk:
    shutil.copytree(published_by_older, tmp_path / "older", symlinks=True)
    return Desk(Folders(tmp_path / "older"))


@pytest.fixture
def desk(published: Path, tmp_path: Path) -> Desk:
    shutil.copytree(published, tmp_path / "data", symlinks=True)
    return Desk(Folders(tmp_path / "data"))


def files(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*.parquet"))}


def test_same_reader_over_what_the_nights_published_changes_nothing(desk: Desk) -> None:
    before = files(desk.folders.runs)

    done = desk.reprocess()

    assert (done.is_new, done.changes, done.nights) == (False, {}, NIGHTS)
    assert (sum(done.pages.values()), sum(done.texts.values())) == (8, 6)
    assert done.pages["too_short"] == 1
    after = files(desk.folders.runs)
    made = {name for name in before if not name.startswith("incidents/")}
    assert {name: after[name] for name in made} == {name: before[name] for name in made}


def test_archive_alone_gives_the_tables_that_the_nights_gave(desk: Desk, tmp_path: Path) -> None:
    fresh = Desk(Folders(tmp_path / "fresh"))
    shutil.copytree(desk.folders.raw, fresh.folders.raw)

    done = fresh.reprocess()

    assert done.is_new
    for table in set(TABLES) - {"changes", "outcomes"}:
        pd.testing.assert_frame_equal(fresh.read(table), desk.read(table))


def test_better_reader_keeps_ids_and_says_what_changed(older_desk: Desk) -> None:
    before = older_desk.read("incidents").set_index("country")

    done = older_desk.reprocess()

    after = older_desk.read("incidents").set_index("country")
    assert (done.is_new, done.changes) == (True, {"added": 1, "changed": 2, "retracted": 1})
    assert after.loc[["IRQ", "PAK"], "incident_id"].to_dict() == before.loc[["IRQ", "PAK"], "incident_id"].to_dict()
    assert after["fatalities_best"].to_dict() == {"IRQ": 7, "MLI": 11, "PAK": 3, "FRA": 3}
    assert (after["is_current"]["FRA"], after["merge_reason"]["FRA"]) == (False, "no current mention")
    changes = older_desk.read("changes")
    told = changes[changes["release"] == done.release.id].set_index("incident_id")["change_type"]
    assert told[after["incident_id"]].tolist() == [_CHANGE[country] for country in after.index]
    assert not older_desk.reprocess().is_new


_CHANGE = {"IRQ": "changed", "PAK": "changed", "MLI": "added", "FRA": "retracted"}


def test_revision_names_the_reader_and_what_was_published_before_stays(older_desk: Desk) -> None:
    incidents = older_desk.read("incidents")
    [iraq] = incidents.loc[incidents["country"] == "IRQ", "incident_id"]

    older_desk.reprocess()

    revisions = older_desk.read("revisions").set_index("incident_id").loc[[iraq]]
    assert "fatalities_best 3 -> 7" in revisions["change"].iloc[-1]
    assert "read again with extractor" in revisions["change"].iloc[-1]
    assert revisions["fatalities_best"].iloc[-1] == 3


def test_range_and_site_bound_what_is_read(desk: Desk) -> None:
    done = desk.reprocess(NIGHTS[1], NIGHTS[1], KESSA)

    assert (done.nights, done.sites, sum(done.pages.values())) == ((NIGHTS[1],), 1, 3)
    assert not done.is_new
    with pytest.raises(StepError, match="no archived night of oru from 2026-11-19 to 2026-11-19"):
        desk.reprocess(NIGHTS[1], NIGHTS[1], ORU)


def test_other_sites_of_a_night_stay_in_it(desk: Desk) -> None:
    before = desk.read("mentions")

    done = desk.reprocess(NIGHTS[0], NIGHTS[0], KESSA)

    assert not done.is_new
    pd.testing.assert_frame_equal(desk.read("mentions"), before)


def test_unreadable_index_costs_one_row_of_outcomes(desk: Desk) -> None:
    index = desk.folders.raw / "site=oru" / f"night={NIGHTS[0]}" / "captures.jsonl"
    index.write_text("{}\n" + index.read_text(encoding="utf-8"), encoding="utf-8")
    before = desk.read("incidents")

    done = desk.reprocess()

    assert [(unit.site, unit.night) for unit in done.lost] == [("oru", NIGHTS[0])]
    rows = desk.read("outcomes").query("step == 'reprocess'")
    [(site, door, records)] = rows[["site", "outcome", "records"]].itertuples(index=False, name=None)
    assert (site, door, records) == ("oru", "archive_unreadable", 1)
    pd.testing.assert_frame_equal(desk.read("incidents"), before)


def test_damaged_page_costs_one_row_of_outcomes(desk: Desk) -> None:
    [warc] = (desk.folders.raw / "site=oru" / f"night={NIGHTS[2]}").glob("*.warc.gz")
    warc.write_bytes(warc.read_bytes()[:-200])

    done = desk.reprocess()

    assert done.pages["archive_damaged"] == 1
    rows = desk.read("outcomes").query("outcome == 'archive_damaged'")
    assert rows[["step", "site", "night"]].to_dict("list") == {
        "step": ["articles"],
        "site": ["oru"],
        "night": [NIGHTS[2]],
    }


def test_later_night_is_read_as_well_where_versions_would_clash(desk: Desk) -> None:
    # What an older reader had taken for one version is two: the market page of the second night has other words now.
    archive(desk.folders.raw, KESSA, NIGHTS[2], {"/market": MARKET.replace("tomatoes", "onions")})
    desk.run([NIGHTS[2]])
    shutil.rmtree(desk.folders.raw / "site=kessa" / f"night={NIGHTS[1]}")
    pages = {"/mosul": mosul("seven", day=None), "/market": MARKET.replace("tomatoes", "leeks"), "/gao": GAO}
    archive(desk.folders.raw, KESSA, NIGHTS[1], pages)

    done = desk.reprocess(NIGHTS[1], NIGHTS[1])

    assert (done.nights, done.overtaken) == (NIGHTS[1:], (NIGHTS[2],))
    markets = desk.read("articles").query("url == 'https://kessa.example/market'")
    versions = markets.set_index("night")["version"].to_dict()
    assert versions == dict(zip(NIGHTS, (1, 2, 3), strict=True))


def test_nights_linked_before_are_to_be_linked_again(older_desk: Desk) -> None:
    desk = older_desk
    desk.reprocess()

    assert not any(desk.folders.touched(night).exists() for night in NIGHTS)
    for night in NIGHTS:
        link_night(desk.folders, night)
    mentions = [
        read_table(desk.folders.night_table("extract", "mentions", night), TABLES["mentions"]) for night in NIGHTS
    ]
    assert OLDER not in set(pd.concat(mentions)["extractor_version"])


def test_progress_counts_every_record_once(desk: Desk) -> None:
    desk.reprocess()

    for step, total in (("pages", 8), ("texts", 6)):
        assert sum(more for shown, more, _ in desk.shown if shown == step) == total
        assert {of for shown, _, of in desk.shown if shown == step} == {total}


def test_two_at_once_are_refused(desk: Desk) -> None:
    room = desk.folders.runs / "reprocess"
    room.mkdir()
    with (room / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(StepError, match="another reprocess is under way"):
            desk.reprocess()
