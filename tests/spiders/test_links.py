from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from spiders.links import clean_url, parse_instant

URL = "https://daily.example/feed"


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("//Daily.example/a?fbclid=1", "https://daily.example/a"),
        ("https://daily.example", "https://daily.example/"),
        ("https://daily.example/?q=a+b&id=", "https://daily.example/?q=a+b&id="),
        (" /caf\xe9 ", "https://daily.example/caf%C3%A9"),
        ("http://[bad", ""),
    ],
)
def test_clean_url(url: str, clean: str) -> None:
    assert clean_url(url, URL) == clean


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-19T23:30:00-05:00", datetime(2026, 11, 20, 4, 30, tzinfo=UTC)),
        ("2026-11-19T10:00Z", datetime(2026, 11, 19, 10, tzinfo=UTC)),
        ("2026-11-19", datetime(2026, 11, 19, tzinfo=UTC)),
        ("0001-01-01T00:00:00+05:00", None),
        ("soon", None),
        (None, None),
    ],
)
def test_parse_instant(text: str | None, instant: datetime | None) -> None:
    assert parse_instant(text) == instant


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("Fri,20 Nov 2026 3:5:7 GMT+9", datetime(2026, 11, 19, 18, 5, 7, tzinfo=UTC)),
        ("Thu, 19 Nov 2026 10:00:00 UTC-3:30", datetime(2026, 11, 19, 13, 30, tzinfo=UTC)),
        ("Thu, 19 Nov 2026 10:00:00 +0300", datetime(2026, 11, 19, 7, tzinfo=UTC)),
        ("Thu, 19 November 2026 10:00 GMT", datetime(2026, 11, 19, 10, tzinfo=UTC)),
        ("19 Nov 2026 10:00:00 EST", datetime(2026, 11, 19, 15, tzinfo=UTC)),
        ("Wed, 18 Nov 2026 24:00:00 GMT", datetime(2026, 11, 19, tzinfo=UTC)),
        ("2026-11-19T10:00:00+0300", datetime(2026, 11, 19, 7, tzinfo=UTC)),
        ("\n  2026-11-19 10:00:00.5Z\t", datetime(2026, 11, 19, 10, 0, 0, 500_000, tzinfo=UTC)),
        ("19/11/2026 10:00 PM", datetime(2026, 11, 19, 22, tzinfo=UTC)),
    ],
)
def test_instants_as_feeds_print_them(text: str, instant: datetime) -> None:
    assert parse_instant(text) == instant


@pytest.mark.parametrize("text", ["Thu, 19 Nov 2026 10:00:00", "Thu, 19 Nov 2026 10:00 IST", "2026-11-19 10:00"])
def test_a_time_without_an_offset_is_the_site_s_own(text: str) -> None:
    # IST is India's, Israel's and Ireland's: only the site knows.
    assert parse_instant(text, ZoneInfo("Asia/Kolkata")) == datetime(2026, 11, 19, 4, 30, tzinfo=UTC)
    assert parse_instant(text, ZoneInfo("Asia/Jerusalem")) == datetime(2026, 11, 19, 8, tzinfo=UTC)


@pytest.mark.parametrize("text", ["04/05/2026 10:00", "10:00", "Thursday", "1763546400", "2026-13-45", "0000-00-00"])
def test_what_is_no_day_or_two_days_is_null(text: str) -> None:
    assert parse_instant(text) is None
