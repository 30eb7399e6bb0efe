"""Three nights with a changed, a merged and a retracted incident: the last release tells each of them again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from builders import BOMB, CLASH, MOSUL, NIGHT, SHOT, SUKHNAH, Newsroom, account, publish, run, toll

from transforms.incidents.identity import make_incident_id
from transforms.incidents.record import Published
from transforms.incidents.revisions import COUNTED
from transforms.lake import Lake, Release, split_months
from transforms.schema import TABLES
from transforms.tables import with_geometry
from transforms.views import open_dataset

ERBIL = MOSUL | {"admin1": "Erbil", "location": "Erbil", "latitude": 36.19, "longitude": 44.01}
NIGHTS = tuple(NIGHT + timedelta(days=number) for number in range(3))


def first_night() -> Newsroom:
    room = Newsroom().publish("plain", account(CLASH, SUKHNAH, toll(12)), hour=6)
    room.publish("rivers", account(CLASH, MOSUL, toll(12)), hour=7)
    room.publish("market", account(BOMB, MOSUL, toll(5)))
    return room.publish("mayor", account(SHOT, ERBIL, toll(1)))


def second_night() -> Newsroom:
    """The clash at Mosul was that of Sukhnah; the shooting killed three; a bomb is new."""
    room = Newsroom().publish("rivers", account(CLASH, SUKHNAH, toll(12)), version=2, night=NIGHTS[1])
    room.publish("mayor", account(SHOT, ERBIL, toll(3)), version=2, night=NIGHTS[1])
    return room.publish("harbour", account(BOMB, ERBIL, toll(9), day=NIGHT), night=NIGHTS[1])


def third_night() -> Newsroom:
    """The bomb at the market is taken back; the shooting killed four."""
    room = Newsroom().publish("market", version=2, night=NIGHTS[2])
    return room.publish("mayor", account(SHOT, ERBIL, toll(4)), version=3, night=NIGHTS[2])


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> dict[date, Release]:
    lake = Lake(tmp_path_factory.mktemp("root") / "lake")
    known: Published | None = None
    made = {}
    for night, room in zip(NIGHTS, (first_night(), second_night(), third_night()), strict=True):
        result = run(room, night, known)
        known = publish(result, room, lake=known)
        made[night] = _release(lake, known, night)
    return made


def _release(lake: Lake, known: Published, night: date) -> Release:
    frames = {name: getattr(known, name) for name in ("incidents", "revisions", "mentions", "claims", "articles")}
    frames |= {name: with_geometry(frames[name]) for name in ("incidents", "revisions")}
    months = {name: split_months(frame, TABLES[name]) for name, frame in frames.items()}
    return lake.publish(months, night=night, base=lake.latest(), check=lambda _: [])


Ask = Callable[..., list[tuple[object, ...]]]
BEFORE = NIGHT - timedelta(days=1)


@pytest.fixture(scope="module")
def ask(releases: dict[date, Release]) -> Iterator[Ask]:
    """Rows of the release of a night, or of the last release as of a night."""
    with ExitStack() as stack:
        published = {night: stack.enter_context(open_dataset(release)) for night, release in releases.items()}
        last = releases[NIGHTS[2]]
        known = {night: stack.enter_context(open_dataset(last, as_of=night)) for night in (BEFORE, *NIGHTS)}

        def ask(sql: str, *, published_on: date | None = None, as_of: date | None = None) -> list[tuple[object, ...]]:
            session = published[published_on] if published_on else known[as_of or NIGHTS[2]]
            found: list[tuple[object, ...]] = session.execute(sql).fetchall()
            return found

        yield ask


def test_the_nights_add_change_merge_and_retract(ask: Ask) -> None:
    sql = "SELECT night, change_type, count(*) FROM changes GROUP BY ALL ORDER BY ALL"
    assert ask(sql, published_on=NIGHTS[2]) == [
        (NIGHTS[0], "added", 4),
        (NIGHTS[1], "added", 1),
        (NIGHTS[1], "changed", 2),
        (NIGHTS[1], "merged", 1),
        (NIGHTS[2], "changed", 1),
        (NIGHTS[2], "retracted", 1),
    ]


@pytest.mark.parametrize("night", NIGHTS)
def test_as_of_a_night_is_what_was_published_that_night(ask: Ask, night: date) -> None:
    columns = ", ".join(("incident_id", "is_current", "revision", "valid_from", *COUNTED))
    sql = f"SELECT {columns} FROM incidents ORDER BY incident_id"  # noqa: S608 - our own names
    then = ask(sql, published_on=night)
    assert len(then) == (4 if night == NIGHT else 5)
    assert ask(sql, as_of=night) == then


@pytest.mark.parametrize("night", NIGHTS)
def test_what_was_read_is_that_of_the_night_too(ask: Ask, night: date) -> None:
    for sql in (
        "SELECT mention_id, is_current, fatalities_best FROM mentions ORDER BY mention_id",
        "SELECT article_id, version FROM articles ORDER BY ALL",
        "SELECT incident_id, revision, valid_to FROM revisions ORDER BY ALL",
        "SELECT event_id_cnty, fatalities FROM acled ORDER BY ALL",
    ):
        assert ask(sql, as_of=night) == ask(sql, published_on=night)


@pytest.mark.parametrize("table", TABLES)
def test_before_the_first_night_there_was_nothing(ask: Ask, table: str) -> None:
    assert ask(f"SELECT count(*) FROM {table}", as_of=BEFORE) == [(0,)]  # noqa: S608 - our own names


def test_a_shooting_of_three_nights_has_three_tolls(ask: Ask) -> None:
    shooting = make_incident_id("mayor", 1)
    sql = f"SELECT fatalities_best FROM incidents WHERE incident_id = '{shooting}'"  # noqa: S608 - our own id
    assert [ask(sql, as_of=night) for night in NIGHTS] == [[(1,)], [(3,)], [(4,)]]


def test_a_file_of_views_answers_as_the_session_does(releases: dict[date, Release], ask: Ask, tmp_path: Path) -> None:
    open_dataset(releases[NIGHTS[2]], as_of=NIGHTS[1], database=tmp_path / "night.duckdb").close()
    with duckdb.connect(tmp_path / "night.duckdb", read_only=True) as connection:
        found = connection.execute("SELECT count(*) FROM incidents WHERE is_current").fetchall()
    assert found == ask("SELECT count(*) FROM incidents WHERE is_current", as_of=NIGHTS[1])
