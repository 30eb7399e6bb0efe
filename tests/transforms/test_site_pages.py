"""Every site has a saved page of our own making in that site's shape, and the article that a person reads on it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from spiders.links import Link
from spiders.newsroom import SAMPLE_MARK
from spiders.plan import plan_articles
from spiders.site import load_site
from transforms.articles.page import read_article

CHECKOUT = Path(__file__).resolve().parents[2]
SITES = sorted((CHECKOUT / "spiders" / "sites").glob("*.toml"))
PAGES = CHECKOUT / "tests" / "sites"
NIGHT = date(2026, 11, 18)
FETCHED_AT = datetime(2026, 11, 19, tzinfo=UTC)


@dataclass(frozen=True)
class Expected:
    """What article.json says; `text` is its paragraphs, `published_at` ISO 8601."""

    url: str
    title: str
    published_at: str
    authors: list[str]
    text: list[str]


def test_every_site_has_a_saved_page_and_every_page_a_site() -> None:
    saved = {article.parent.name for article in PAGES.glob("*/article.json") if article.with_name("page.html").exists()}
    assert saved == {toml.stem for toml in SITES}


@pytest.mark.parametrize("toml", SITES, ids=lambda toml: toml.stem)
def test_a_site_s_page_is_read_as_a_person_reads_it(toml: Path) -> None:
    site, folder = load_site(toml), PAGES / toml.stem
    expected = Expected(**json.loads((folder / "article.json").read_text(encoding="utf-8")))
    body, published_at = (folder / "page.html").read_bytes(), datetime.fromisoformat(expected.published_at)
    assert SAMPLE_MARK.encode() in body
    assert [link.url for link in plan_articles([Link(expected.url)], site, NIGHT, {}, {}).fetch] == [expected.url]
    assert site.day_in(expected.url) in (None, published_at.astimezone(site.zone).date())
    article = read_article(
        body,
        url=expected.url,
        content_type="text/html; charset=utf-8",
        site_zone=site.timezone,
        fetched_at=FETCHED_AT,
        canonical_hosts=site.canonical_hosts,
        layouts=site.layouts,
    )
    assert article.missed == ()
    assert article.canonical_url == expected.url
    assert article.title == expected.title
    assert article.published_at == published_at
    assert list(article.authors) == expected.authors
    assert [paragraph for paragraph in article.text.splitlines() if paragraph] == expected.text
