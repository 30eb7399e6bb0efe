"""The sample newsroom's coded truth: it covers every page, agrees with the prose and with itself."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from spiders.outlets import read_outlets, render, stories_of
from transforms.schema import EVENT_TYPE_OF, QUANTITIES, STATUSES

FOLDER = Path(__file__).parents[2] / "data" / "newsroom"
SECOND = date(2026, 11, 20)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

OUTLETS = {outlet.name: outlet for outlet in read_outlets(FOLDER)}
STORIES = {(name, story.path): story for name, outlet in OUTLETS.items() for story in stories_of(outlet, SECOND)}
TRUTH = tomllib.loads((FOLDER / "truth.toml").read_text(encoding="utf-8"))
REPORTS = [
    pytest.param(incident["event_date"], *article.split(" ", 1), id=f"{incident['key']}: {article}")
    for incident in TRUTH["incidents"]
    for article in sorted({article for state in incident["states"] for article in state["articles"]})
]


def test_truth_covers_every_article_page_once() -> None:
    told = {param.values[1:] for param in REPORTS}
    silent = [tuple(entry["article"].split(" ", 1)) for entry in TRUTH["nothing"]]
    assert len(silent) == len(set(silent))
    assert not told & set(silent)
    assert told | set(silent) == set(STORIES)


def test_truth_uses_the_vocabularies_of_the_tables() -> None:
    for incident in TRUTH["incidents"]:
        assert EVENT_TYPE_OF[incident["sub_event_type"]] == incident["event_type"], incident["key"]
        assert incident["status"] in STATUSES
        claims = [claim for state in incident["states"] for claim in state["claims"]]
        assert {claim["quantity"] for claim in claims} <= set(QUANTITIES), incident["key"]
    assert {entry["kind"] for entry in TRUTH["nothing"]} == {"no_incident", "no_violence", "refused", "disallowed"}


def test_truth_figures_are_in_order_and_claimed() -> None:
    for incident in TRUTH["incidents"]:
        for state in incident["states"]:
            low, best, high = (state.get(f"fatalities_{bound}") for bound in ("low", "best", "high"))
            assert (low is None) == (best is None) == (high is None), incident["key"]
            if low is not None:
                assert low <= best <= high, incident["key"]


def test_truth_counts_sources_without_wire_copies() -> None:
    for incident in TRUTH["incidents"]:
        for state in incident["states"]:
            own = set(state["articles"]) - set(state.get("copies", []))
            assert state["source_count"] == len({article.split(" ")[0] for article in own}), incident["key"]


def test_truth_names_no_article_before_its_night() -> None:
    for incident in TRUTH["incidents"]:
        for state in incident["states"]:
            for article in state["articles"]:
                name, path = article.split(" ", 1)
                assert path in {story.path for story in stories_of(OUTLETS[name], state["night"])}, article


@pytest.mark.parametrize(("event_date", "name", "path"), REPORTS)
def test_report_names_the_weekday_of_the_event_and_follows_it(event_date: date, name: str, path: str) -> None:
    for story in (story for story in OUTLETS[name].stories if story.path == path):
        assert story.published is not None
        days = (story.published.date() - event_date).days
        assert 0 <= days <= 2
        assert WEEKDAYS[event_date.weekday()] in " ".join(story.paragraphs) or "two days earlier" in story.paragraphs[0]


def test_full_dates_in_prose_fall_on_the_weekday_they_name() -> None:
    printed = re.compile(rf"({'|'.join(WEEKDAYS)}),? (?:(\d+) November|November (\d+)),? 2026")
    found = 0
    for outlet in OUTLETS.values():
        pages = render(outlet, SECOND, "http://127.0.0.1:8451")
        for story in stories_of(outlet, SECOND):
            text = pages[story.path].body.decode(outlet.encoding)
            for weekday, early, late in printed.findall(text):
                assert WEEKDAYS[date(2026, 11, int(early or late)).weekday()] == weekday, story.path
                found += 1
    assert found >= 10


def test_stories_are_as_long_as_news_is() -> None:
    for story in STORIES.values():
        words = len(" ".join(story.paragraphs).split())
        assert not words or 90 <= words <= 450, (story.path, words)
