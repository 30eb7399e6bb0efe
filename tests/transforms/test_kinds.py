"""What kind of piece a page is, its tags, and which of its authors are agencies."""

import pytest
from page_html import make_page

from transforms.articles.agencies import find_agencies
from transforms.articles.kinds import is_live_blog, is_paywalled, is_round_up, read_tags
from transforms.articles.pages import Page, read_page


def page_of(head: str = "", url: str = "https://a.example/story") -> Page:
    return read_page(make_page(head=head).encode(), url=url, content_type="text/html; charset=utf-8")


def linked(inside: str, kind: str = "NewsArticle") -> str:
    return f'<script type="application/ld+json">{{"@type": "{kind}", {inside}}}</script>'


def test_agencies_stand_apart_from_people() -> None:
    assert find_agencies(("Ada Obi", "AP", "AFP/Reuters", "with dpa", "Ana Pérez")) == ("AP", "AFP", "Reuters", "dpa")


@pytest.mark.parametrize(
    ("head", "tags"),
    [
        (linked('"keywords": ["Kessa", "Army", "kessa"]'), ("Kessa", "Army")),
        (linked('"keywords": "Kessa, Army post"'), ("Kessa", "Army post")),
        (
            '<meta property="article:tag" content="Kessa"><meta property="article:tag" content="Army">',
            ("Kessa", "Army"),
        ),
        ('<meta name="news_keywords" content="Kessa; Army"><meta name="keywords" content="news">', ("Kessa", "Army")),
        ("", ()),
    ],
)
def test_tags_of_the_first_place_that_has_any(head: str, tags: tuple[str, ...]) -> None:
    assert read_tags(page_of(head)) == tags


@pytest.mark.parametrize(
    ("head", "paywalled"),
    [
        (linked('"isAccessibleForFree": false'), True),
        (linked('"isAccessibleForFree": "True"'), False),
        ('<meta property="article:content_tier" content="metered">', True),
        ('<meta property="article:content_tier" content="gold">', None),
        ("", None),
    ],
)
def test_paywall_is_what_the_page_says(head: str, paywalled: bool | None) -> None:
    assert is_paywalled(page_of(head)) is paywalled


def test_live_blog_by_its_type_path_or_title() -> None:
    assert is_live_blog(page_of(linked('"headline": "x"', "LiveBlogPosting")), None)
    assert is_live_blog(page_of(url="https://a.example/world/live/2026/kessa"), None)
    assert is_live_blog(page_of(), "Live: army post attacked")
    assert not is_live_blog(page_of(url="https://a.example/livestock/prices"), "They live: ten rescued")


@pytest.mark.parametrize("title", ["Morning briefing: nine killed", "Crime roundup for May 3", "World news in brief"])
def test_round_up_by_its_title(title: str) -> None:
    assert is_round_up(title)


@pytest.mark.parametrize(
    "title", ["Troops round up suspects", "Nine killed", "Briefing the press, minister denies raid"]
)
def test_single_story_is_no_round_up(title: str) -> None:
    assert not is_round_up(title)
