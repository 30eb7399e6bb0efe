import re
from datetime import date

import pytest

from spiders.dated_urls import Span, addresses_of, day_in, is_dated, month_in

NIGHT = date(2026, 11, 19)


@pytest.mark.parametrize(
    ("pattern", "url"),
    [
        (r"/(?P<year>\d{4})/(?P<month>\d{1,2})/(?P<day>\d{1,2})/", "https://daily.example/2026/11/19/blast"),
        (r"/(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4})\d*$", "https://daily.example/iraq/191120262"),
        (r"/(?P<year>\d{4})/(?P<month>\w+)/(?P<day>\d+)$", "https://daily.example/2026/November/19"),
        (r"/(?P<year>\d{4})-(?P<month>\w{3})-(?P<day>\d+)$", "https://daily.example/2026-nov-19"),
    ],
)
def test_the_day_of_an_article_is_in_its_address(pattern: str, url: str) -> None:
    assert day_in(url, [re.compile("/nowhere/"), re.compile(pattern)]) == NIGHT


@pytest.mark.parametrize("url", ["https://daily.example/2026/13/19/", "https://daily.example/2026/xyz/19/", "/"])
def test_an_address_without_a_possible_day_has_none(url: str) -> None:
    assert day_in(url, [re.compile(r"/(?P<year>\d{4})/(?P<month>\w+)/(?P<day>\d+)/"), re.compile("/2026/")]) is None


@pytest.mark.parametrize(
    ("url", "month"),
    [
        ("https://daily.example/sitemap-2026-05.xml", (2026, 5)),
        ("https://daily.example/post-202605.xml.gz", (2026, 5)),
        ("https://daily.example/sitemap.xml?yyyy=2026&mm=5&dd=3", (2026, 5)),
        ("https://2026-05.example/sitemap.xml", None),
        ("https://daily.example/post-sitemap12.xml", None),
        ("https://daily.example/sitemap-2026.xml", None),
        ("https://daily.example/sitemap-120265511.xml", None),
    ],
)
def test_the_month_of_a_sitemap_file_is_in_its_address(url: str, month: tuple[int, int] | None) -> None:
    assert month_in(url) == month


def test_a_listing_for_each_day_is_addressed_latest_first() -> None:
    span = Span(date(2026, 10, 31), date(2026, 11, 1))
    assert addresses_of("https://daily.example/{date:%Y/%m/%d}/", span) == {
        "https://daily.example/2026/11/01/": date(2026, 11, 1),
        "https://daily.example/2026/10/31/": date(2026, 10, 31),
    }
    assert addresses_of("https://daily.example/s-{date:%Y-%m}.xml", span) == {
        "https://daily.example/s-2026-11.xml": None,
        "https://daily.example/s-2026-10.xml": None,
    }


@pytest.mark.parametrize(
    "template", ["/{date:%m/%d}/", "/{date:%Y}/{page}", "/{date.year}", "/{date:%Y}{date:%Y}", "/2026"]
)
def test_what_is_no_template_of_dates(template: str) -> None:
    assert not is_dated(template)
