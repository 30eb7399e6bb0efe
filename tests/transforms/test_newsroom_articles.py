"""The sample newsroom's pages, each dressed as another kind of site, against the stories that went into them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from spiders.outlets import Outlet, Story, read_outlets, render, render_site, stories_of
from spiders.site import load_site
from transforms.articles.page import FEWEST_WORDS, Article, read_article
from transforms.articles.reading import Refused, count_words

NEWSROOM = Path(__file__).resolve().parents[2] / "data" / "newsroom"
NIGHTS = (date(2026, 11, 19), date(2026, 11, 20))
ADDRESS = "http://127.0.0.1:8451"
OUTLETS = read_outlets(NEWSROOM)


def read_night(outlet: Outlet, night: date, folder: Path) -> list[tuple[Story, Article | str]]:
    """Every story with the article read from its page, or the reason for its refusal."""
    toml = folder / f"{outlet.name}.toml"
    toml.write_text(render_site(outlet, ADDRESS), encoding="utf-8")
    site = load_site(toml)
    pages = render(outlet, night, ADDRESS)
    readings: list[tuple[Story, Article | str]] = []
    for story in stories_of(outlet, night):
        page = pages[story.path]
        try:
            article: Article | str = read_article(
                page.body,
                url=f"{ADDRESS}{story.path}",
                content_type=page.content_type,
                site_zone=site.timezone,
                fetched_at=datetime(2026, 11, 22, tzinfo=UTC),
                canonical_hosts=site.canonical_hosts,
            )
        except Refused as refused:
            article = refused.reason
        readings.append((story, article))
    return readings


@pytest.mark.parametrize("night", NIGHTS, ids=str)
@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.name)
def test_story_comes_back_word_for_word(outlet: Outlet, night: date, tmp_path: Path) -> None:
    articles = [(story, read) for story, read in read_night(outlet, night, tmp_path) if isinstance(read, Article)]

    assert articles
    for story, article in articles:
        assert article.text.split("\n") == [" ".join(paragraph.split()) for paragraph in story.paragraphs]
        assert (article.title, article.authors) == (story.title, story.authors)
        assert article.published_at == story.published
        assert article.language == "en"


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.name)
def test_only_stories_without_a_date_or_a_text_are_refused(outlet: Outlet, tmp_path: Path) -> None:
    for story, read in read_night(outlet, NIGHTS[-1], tmp_path):
        if story.published is None:
            assert read == "no_date"
        elif count_words(" ".join(story.paragraphs)) < FEWEST_WORDS:
            assert read in ("empty_text", "too_short")
        else:
            assert isinstance(read, Article)
