from datetime import UTC, datetime

import pytest
from scrapy.http import Response

from spiders.pace import SLOWEST_SECONDS, next_delay, pause_asked

NOW = datetime(2026, 11, 19, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("delay", "floor", "latency", "status", "then"),
    [
        (1.0, 1.0, 0.1, 200, 1.0),  # a quick host is not asked faster than it may be
        (1.0, 1.0, 5.0, 200, 5.0),  # a slow one is given time at once
        (5.0, 1.0, 1.0, 200, 3.0),  # and is trusted again by and by
        (5.0, 1.0, 0.1, 404, 5.0),  # an error page is quick and tells nothing
        (1.0, 1.0, 5.0, 404, 5.0),
        (1.0, 1.0, 500.0, 200, SLOWEST_SECONDS),
        (120.0, 120.0, 1.0, 200, 120.0),  # a longer Crawl-delay stands
    ],
)
def test_the_delay_follows_how_long_a_host_takes_but_never_below_its_floor(
    delay: float, floor: float, latency: float, status: int, then: float
) -> None:
    assert next_delay(delay, floor, latency, status) == then


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("Thu, 19 Nov 2026 12:05:00 GMT", 300.0),
        ("Thu, 19 Nov 2026 11:00:00 GMT", 0.0),
        ("Thu, 19 Nov 2026 12:01:00 -0000", 60.0),
        ("soon", 0.0),
        ("-5", 0.0),
        ("", 0.0),
    ],
)
def test_retry_after_is_seconds_or_an_instant(value: str, seconds: float) -> None:
    assert pause_asked(Response("https://daily.example/", headers={"Retry-After": value}), NOW) == seconds
