"""The tables [[article]] of a site's file."""

from datetime import date
from pathlib import Path

import pytest

from spiders.site import Layout, SiteError, load_site

LEAST = "source = 'Daily'\nurl = 'https://daily.example'\nfeeds = ['https://daily.example/rss']\n"
TWO = """
[[article]]
until = 2025-03-31
body = "td.story"

[[article]]
title = "h2.head"
authors = ".byline a"
published = "time.first"
exclude = [".box", "aside > ul"]
"""


def load(folder: Path, tables: str) -> tuple[Layout, ...]:
    path = folder / "daily.toml"
    path.write_text(LEAST + tables)
    return load_site(path).layouts


def test_layouts_are_read_in_their_order(tmp_path: Path) -> None:
    assert load(tmp_path, "") == ()
    assert load(tmp_path, TWO) == (
        Layout(until=date(2025, 3, 31), body="td.story"),
        Layout(title="h2.head", authors=".byline a", published="time.first", exclude=(".box", "aside > ul")),
    )


def test_day_may_be_written_as_words(tmp_path: Path) -> None:
    (layout,) = load(tmp_path, "[[article]]\nuntil = '2025-03-31'\nbody = 'main'\n")
    assert layout.until == date(2025, 3, 31)


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ("article = 'main'", r"daily\.toml: article: expected tables \[\[article\]\], got 'main'"),
        ("[[article]]\nuntil = 2025-03-31", r"article\[1\]: names no place: give at least one of body, title"),
        ("[[article]]\nbody = 'div['", r"article\[1\]\.body: expected a CSS selector .*, got 'div\['"),
        ("[[article]]\nbody = ['main']", r"article\[1\]\.body: expected a CSS selector .*, got \['main'\]"),
        ("[[article]]\nexclude = 'aside'", r"article\[1\]\.exclude: expected a list of CSS selectors, got 'aside'"),
        ("[[article]]\nbody = 'main'\ndate = 'time'", r"unknown key 'article\[1\]\.date'; known: until, body, title"),
        ("[[article]]\nbody = 'main'\nuntil = 'spring'", r"article\[1\]\.until: expected a day such as 2026-05-31"),
        ("[[article]]\nbody = 'main'\nuntil = 2025-03-31T10:00:00", r"article\[1\]\.until: expected a day such as"),
        ("[[article]]\nbody = 'p'\n[[article]]\nbody = 'q'", r"article\[2\]\.until: expected a day after None"),
        (
            "[[article]]\nbody = 'p'\nuntil = 2025-03-31\n[[article]]\nbody = 'q'\nuntil = 2025-03-31",
            r"article\[2\]\.until: expected a day after 2025-03-31, got 2025-03-31: the oldest layout comes first",
        ),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, tables: str, message: str) -> None:
    with pytest.raises(SiteError, match=message):
        load(tmp_path, tables)
