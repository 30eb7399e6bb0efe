"""A page that is gone is told as a removal: as a version, in the incident that it told of, and never silently."""

from __future__ import annotations

import shutil
from collections.abc import Hashable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from archived_nights import GAO as GAO_PAGE
from archived_nights import KESSA, MARKET, NIGHTS, ORU, Desk, archive, make_desk

from spiders.archive import Erasure
from spiders.erasure import erase_page, note_erasure, page_digest
from transforms.folders import Folders
from transforms.lake import open_lake
from transforms.night.articles import make_night_articles
from transforms.night.erase import Subject, erase_published, erase_runs, find_articles, find_nights

FOURTH, FIFTH = (NIGHTS[2] + timedelta(days=number) for number in (1, 2))
GAO, IRAQ = "https://kessa.example/gao", "https://oru.example/iraq"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three nights, and a fourth in which the only account of one incident and one of two of another are gone."""
    root = tmp_path_factory.mktemp("removed")
    desk = make_desk(root)
    desk.run()
    archive(desk.folders.raw, KESSA, FOURTH, {"/market": MARKET}, gone={"/gao": 410})
    archive(desk.folders.raw, ORU, FOURTH, {}, gone={"/iraq": 404})
    desk.run([FOURTH])
    return root


@pytest.fixture
def desk(published: Path, tmp_path: Path) -> Desk:
    shutil.copytree(published, tmp_path / "data", symlinks=True)
    return Desk(Folders(tmp_path / "data"))


def rows(desk: Desk, table: str, **values: object) -> list[dict[Hashable, Any]]:
    """Rows of the release with these values, in the order of the table."""
    frame = desk.read(table)
    for name, value in values.items():
        frame = frame[(frame[name] == value).astype(bool)]
    found: list[dict[Hashable, Any]] = frame.to_dict("records")
    return found


def test_page_that_is_gone_is_a_version_without_a_word(desk: Desk) -> None:
    before, after = rows(desk, "articles", url=GAO)

    assert (before["version"], before["outcome"]) == (1, "ok")
    assert (after["version"], after["outcome"]) == (2, "removed")
    assert (after["text"], list(after["changes"])) == ("", ["text", "removal"])
    assert (after["title"], after["published_at"]) == (before["title"], before["published_at"])
    [door] = rows(desk, "outcomes", night=FOURTH, site="kessa", outcome="removed")
    assert (door["records"], door["is_refusal"], door["example"]) == (1, False, f"{GAO}: HTTP 410")
    doors = rows(desk, "outcomes", night=FOURTH, step="extract")
    assert [(door["outcome"], door["records"]) for door in doors] == [("removed", 2)]


def test_incident_that_only_the_page_told_of_is_retracted_and_says_by_which(desk: Desk) -> None:
    [incident] = rows(desk, "incidents", country="MLI")
    [revision] = rows(desk, "revisions", incident_id=incident["incident_id"])
    [change] = rows(desk, "changes", night=FOURTH, incident_id=incident["incident_id"])

    assert (incident["is_current"], incident["merge_reason"]) == (False, "no current mention")
    assert revision["change"].endswith(f"; by {GAO}")
    assert (revision["valid_to"], change["change_type"]) == (FOURTH, "retracted")
    claims = rows(desk, "claims", incident_id=incident["incident_id"])
    assert {claim["is_current"] for claim in claims} == {False}


def test_incident_that_others_tell_of_too_loses_one_source(desk: Desk) -> None:
    [incident] = rows(desk, "incidents", country="IRQ")

    assert (incident["is_current"], incident["source_count"], incident["fatalities_best"]) == (True, 1, 7)
    revision = rows(desk, "revisions", incident_id=incident["incident_id"])[-1]
    assert revision["change"] == f"fatalities_low 5 -> 7; source_count 2 -> 1; by {IRAQ}"


def test_page_that_comes_back_is_told_again_under_its_incident_s_id(desk: Desk) -> None:
    [before] = rows(desk, "incidents", country="MLI")
    archive(desk.folders.raw, KESSA, FIFTH, {"/gao": GAO_PAGE})
    desk.run([FIFTH])

    [after] = rows(desk, "incidents", country="MLI")
    assert after["incident_id"] == before["incident_id"]
    assert (after["is_current"], after["fatalities_best"]) == (True, 11)
    assert [row["version"] for row in rows(desk, "articles", url=GAO)] == [1, 2, 3]


def test_page_that_stays_gone_is_unchanged(desk: Desk) -> None:
    archive(desk.folders.raw, KESSA, FIFTH, {"/market": MARKET}, gone={"/gao": 410})

    report = make_night_articles(desk.folders, KESSA, FIFTH, 1)

    assert (report.taken_on, report.others) == (0, {"unchanged": 2})


def test_archive_read_anew_tells_the_same_removals(desk: Desk) -> None:
    assert not desk.reprocess().is_new


def test_removed_article_can_be_erased(desk: Desk) -> None:
    raw, lake = desk.folders.raw, open_lake(desk.folders)
    articles = find_articles(lake.latest(), desk.folders, "kessa", GAO)
    note_erasure(raw, "kessa", Erasure(page_digest(GAO), tuple(articles), datetime(2026, 11, 25, tzinfo=UTC)))
    subject = Subject("kessa", GAO, frozenset(articles))
    release = lake.latest()
    assert release is not None
    nights = {*erase_page(raw, "kessa", GAO), *find_nights(release, desk.folders, subject)}
    erase_runs(desk.folders, subject, nights)

    erase_published(lake, desk.folders, subject, nights)

    assert nights == {NIGHTS[1], FOURTH}
    assert rows(desk, "articles", url=GAO) == []
    doors = rows(desk, "outcomes", night=FOURTH, outcome="removed")
    assert {door["site"]: door["records"] for door in doors} == {"oru": 1, "*": 1}


def many_pages(folders: Folders, night: date, there: int, gone: int) -> list[tuple[str, int]]:
    """What becomes of so many pages in the night after the one that archived them, by door."""
    pages = {f"/{number}": MARKET.replace("tomatoes", f"tomatoes of kind {number}") for number in range(there + gone)}
    archive(folders.raw, KESSA, NIGHTS[0], pages)
    make_night_articles(folders, KESSA, NIGHTS[0], 1)
    missing = dict.fromkeys(list(pages)[there:], 404)
    archive(folders.raw, KESSA, night, {path: html for path, html in pages.items() if path not in missing}, missing)
    report = make_night_articles(folders, KESSA, night, 1)
    return sorted(report.others.items())


@pytest.mark.parametrize(
    ("there", "gone", "doors"),
    [
        (0, 4, [("removed", 4)]),
        (5, 5, [("removed", 5), ("unchanged", 5)]),
        (4, 5, [("gone_with_most", 5), ("unchanged", 4)]),
    ],
)
def test_site_of_which_most_is_gone_is_not_believed(
    tmp_path: Path, there: int, gone: int, doors: list[tuple[str, int]]
) -> None:
    assert many_pages(Folders(tmp_path), NIGHTS[1], there, gone) == doors


def test_page_that_was_no_article_is_gone_by_a_door_of_its_own(desk: Desk) -> None:
    archive(desk.folders.raw, KESSA, FIFTH, {}, gone={"/empty": 410})

    assert make_night_articles(desk.folders, KESSA, FIFTH, 1).others == {"gone_unread": 1}


def test_story_that_another_of_its_addresses_still_shows_was_not_removed(tmp_path: Path) -> None:
    folders = Folders(tmp_path)
    story = MARKET.replace("</head>", '<link rel="canonical" href="/market"></head>')
    archive(folders.raw, KESSA, NIGHTS[0], {"/market": story, "/market-amp": story})
    make_night_articles(folders, KESSA, NIGHTS[0], 1)
    archive(folders.raw, KESSA, NIGHTS[1], {"/market-amp": story}, gone={"/market": 410})

    assert make_night_articles(folders, KESSA, NIGHTS[1], 1).others == {"repeated": 1, "unchanged": 1}
