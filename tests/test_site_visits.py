"""What `nightdesk sites check` says of a visit: what works, and what a person can do where something does not."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from nightdesk.site_visits import judge_visit, mark_verified
from spiders.archive import Capture, Payload
from spiders.links import Link
from spiders.site import Site
from spiders.visit import Answer, Visit

NOON = datetime(2026, 11, 19, 12, tzinfo=UTC)
URL = "https://kessa.example/news/1"
SITE = Site("kessa", "Kessa Times", "https://kessa.example/", article_url=(re.compile("/news/"),))
LINKS = (Link(URL, NOON), Link("https://kessa.example/about"))
FEED = Answer("https://kessa.example/rss", "feed", "ok", 200, LINKS, LINKS[:1])
TEXT = "Two guards were killed on Wednesday when gunmen attacked a well near the village of Oru, police said there."
PAGE = (
    '<meta property="article:published_time" content="2026-11-18T10:00:00+01:00"><h1>Two guards killed at well</h1>'
    f"<article><p>{TEXT}</p><p>The attackers fled on motorbikes towards the hills before help came from Kessa.</p>"
)


def fetched(body: str | None, outcome: str = "ok") -> tuple[Capture, Payload | None]:
    capture = Capture(
        "id", "kessa", date(2026, 11, 19), URL, URL, 200, NOON, None, None, None, None, None, None, "article", outcome
    )
    return capture, Payload(body.encode(), "text/html; charset=utf-8", {}) if body is not None else None


def test_a_site_that_works_shows_its_pages_and_its_first_article() -> None:
    judgement = judge_visit(Visit(SITE, (FEED,), (fetched(PAGE),)))
    assert judgement.fault is None
    assert judgement.lines[0] == "  feed     https://kessa.example/rss: 2 links, 1 dated, 1 articles"
    assert "“Two guards killed at well”" in judgement.lines[2]
    assert judgement.lines[3].startswith("           2026-11-18T10:00:00+01:00, ")


def test_an_article_that_cannot_be_read_is_named_and_the_next_one_tried() -> None:
    judgement = judge_visit(Visit(SITE, (FEED,), (fetched(None, "http_error"), fetched("<h1>x</h1>"), fetched(PAGE))))
    assert judgement.fault is None
    assert judgement.lines[1] == f"  article  {URL}: http_error"
    assert judgement.lines[2].startswith(f"  article  {URL}: empty_text") or "not_an_article" in judgement.lines[2]


@pytest.mark.parametrize(
    ("answers", "articles", "fault"),
    [
        ((replace(FEED, outcome="http_error", status=404, links=(), wanted=()),), (), "correct its addresses"),
        (
            (replace(FEED, wanted=()),),
            (),
            "none of 2 links is an article by article_url and skip_url; the first is ",
        ),
        ((FEED,), (fetched("<p>short"),), "none of the first articles could be read"),
        ((replace(FEED, links=(), wanted=()),), (), "it announces no article"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(
    answers: tuple[Answer, ...], articles: tuple[tuple[Capture, Payload | None], ...], fault: str
) -> None:
    assert fault in (judge_visit(Visit(SITE, answers, articles)).fault or "")


def test_a_page_of_links_that_did_not_answer_shows_its_outcome_and_status() -> None:
    gone = Answer("https://kessa.example/gone", "sitemap", "http_error", 404)
    assert judge_visit(Visit(SITE, (gone,), ())).lines == ("  sitemap  https://kessa.example/gone: http_error 404",)


def test_a_site_is_marked_as_verified_once(tmp_path: Path) -> None:
    toml = tmp_path / "kessa.toml"
    toml.write_text("# verified = false\nverified = false\n[expect]\n")
    assert mark_verified(toml) and not mark_verified(toml)
    assert toml.read_text() == "# verified = false\nverified = true\n[expect]\n"
