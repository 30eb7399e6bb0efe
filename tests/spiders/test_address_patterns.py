import re

import pytest

from spiders.address_patterns import guess_patterns, looks_like_article

HOME = "https://daily.example"


def matched(patterns: list[str], path: str) -> bool:
    return any(re.search(pattern, HOME + path) for pattern in patterns)


def test_a_day_in_the_path_becomes_its_groups() -> None:
    urls = [f"{HOME}/{section}/2026/11/{day:02}/a-story" for section in ("iraq", "syria") for day in (1, 19)]
    (pattern,) = guess_patterns(urls)
    expected = r"^https://daily\.example/(?:iraq|syria)/(?P<year>\d{4})/(?P<month>\d{2})/(?P<day>\d{2})/[^/]+/?$"
    assert pattern == expected


@pytest.mark.parametrize(
    ("paths", "pattern"),
    [
        (["/news/1000", "/news/1001"], r"/news/\d{4}/?$"),
        (["/news/9", "/news/10"], r"/news/\d+/?$"),
        (["/a-long-slug/", "/another-slug"], r"/[^/]+/?$"),
        (["/news/one.html", "/news/two.html"], r"/news/[^/]+\.html$"),
        ([f"/{word}/x" for word in "abcdefg"], r"/[^/]+/[^/]+/?$"),
        (["/2026/11/a", "/2026/9/b"], r"/\d{4}/\d+/[^/]+/?$"),
    ],
)
def test_addresses_share_a_pattern(paths: list[str], pattern: str) -> None:
    assert guess_patterns(HOME + path for path in paths) == [r"^https://daily\.example" + pattern]


def test_a_shape_that_few_addresses_have_is_left_out() -> None:
    urls = [*(f"{HOME}/news/{number}" for number in range(100, 140)), f"{HOME}/live/a/b/c"]
    patterns = guess_patterns(urls)
    assert matched(patterns, "/news/150") and not matched(patterns, "/live/a/b/c")


def test_home_pages_have_no_pattern() -> None:
    assert guess_patterns([HOME, f"{HOME}/"]) == []


@pytest.mark.parametrize(
    ("path", "is_article"),
    [
        ("/news/191120261", True),
        ("/two-killed-by-mine-in-gara/", True),
        ("/story/blast-12345.html", True),
        ("/world/middle-east", False),
        ("/about-us", False),
        ("/", False),
    ],
)
def test_a_number_or_a_long_slug_looks_like_an_article(path: str, is_article: bool) -> None:
    assert looks_like_article(HOME + path) is is_article
