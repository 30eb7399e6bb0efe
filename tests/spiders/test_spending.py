from datetime import UTC, date, datetime, timedelta

from spiders.archive import Capture, Entry
from spiders.spending import Spent, spent_in

NIGHT = date(2026, 11, 19)


def entry(second: int, file: str | None, end: int) -> Entry:
    at = datetime(2026, 11, 20, tzinfo=UTC) + timedelta(seconds=second)
    url = "https://daily.example/1"
    capture = Capture(
        "id", "daily", NIGHT, url, None, None, at, None, None, None, None, None, None, "article", "timeout"
    )
    return Entry(capture, file, end)


def test_a_night_costs_its_lines_its_files_and_the_time_that_it_was_busy() -> None:
    first_run = [entry(0, "a", 500_000), entry(60, "a", 2_000_000), entry(90, None, 0)]
    second_run = [entry(90_000, "b", 1_000_000), entry(90_030, "b", 1_500_000)]
    assert spent_in([*first_run, *second_run]) == Spent(requests=5, megabytes=3.5, minutes=2.0)


def test_a_night_that_was_not_begun_costs_nothing() -> None:
    assert spent_in([]) == Spent()
