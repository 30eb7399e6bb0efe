"""Pages that the reader gets wrong by itself, read by the layout of their site."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from page_html import PARAGRAPHS, make_page

from spiders.archive_writer import ArchiveWriter
from spiders.site import Layout, Site
from spiders.warc import Exchange
from transforms.articles.laid_out import choose_layout
from transforms.articles.page import Article, read_article
from transforms.folders import Folders
from transforms.night.articles import make_night_articles
from transforms.outcomes import load_outcomes

NIGHT = date(2026, 11, 19)
BOX = "<div class='story-box'><p>The army has fought in the north for nine years and lost 300 soldiers.</p></div>"
PAGE = make_page(
    head='<meta property="og:title" content="A raid that shook the north"><meta name="author" content="Desk">',
    title="A raid that shook the north",
    body=f"<h2 class='head'>Nine soldiers killed near Kessa</h2><p class='who'>By <b>Ada Obi</b>, "
    f"<b>Ben Musa</b></p><p class='when'>19/11/2026, 08:00</p><div class='story'><p>{PARAGRAPHS[0]}</p>{BOX}"
    f"<p>{PARAGRAPHS[1]}</p></div> tail<div class='story'><p>{PARAGRAPHS[2]}</p></div>",
)
LAYOUT = Layout(body="div.story", title="h2.head", authors=".who b", published=".when", exclude=(".story-box",))


def read(html: str, *layouts: Layout, fetched_at: datetime = datetime(2026, 11, 19, 22, tzinfo=UTC)) -> Article:
    return read_article(
        html.encode(),
        url="https://kessa.example/story",
        content_type="text/html",
        site_zone="Africa/Lagos",
        fetched_at=fetched_at,
        layouts=layouts,
    )


def test_places_of_the_layout_are_read_and_what_it_excludes_is_not() -> None:
    article = read(PAGE, LAYOUT)

    assert article.text == "\n".join(PARAGRAPHS)
    assert (article.title, article.authors) == ("Nine soldiers killed near Kessa", ("Ada Obi", "Ben Musa"))
    assert article.published_at == datetime(2026, 11, 19, 7, tzinfo=UTC)
    assert article.missed == ()


def test_element_within_another_match_is_read_once() -> None:
    assert read(PAGE, Layout(body=".story, .story p", exclude=(".story-box",))).text == "\n".join(PARAGRAPHS)


def test_what_the_layout_does_not_name_is_found_by_the_reader() -> None:
    article = read(PAGE, Layout(title="h2.head"))

    assert (article.title, article.authors) == ("Nine soldiers killed near Kessa", ("Desk",))
    assert set(PARAGRAPHS) <= set(article.text.split("\n"))


def test_place_where_nothing_stands_is_told_and_the_reader_finds_its_own() -> None:
    article = read(PAGE, Layout(body="main.text", title="h2.headline", authors=".nobody", published="time.first"))

    assert article.missed == ("body 'main.text'", "title 'h2.headline'", "published 'time.first'")
    plain = read(PAGE)
    assert (article.title, article.text, article.published_at) == (plain.title, plain.text, plain.published_at)


@pytest.mark.parametrize(
    ("fetched", "selector"), [("2025-03-31", "a"), ("2025-04-01", "b"), ("2025-12-31", "b"), ("2026-01-01", None)]
)
def test_layout_is_the_one_of_the_day_of_the_fetch(fetched: str, selector: str | None) -> None:
    layouts = (Layout(until=date(2025, 3, 31), body="a"), Layout(until=date(2025, 12, 31), body="b"))

    layout = choose_layout(layouts, date.fromisoformat(fetched))

    assert (layout.body if layout else None) == selector


def test_pages_read_without_their_layout_are_counted_at_a_door_of_their_own(tmp_path: Path) -> None:
    site = Site("kessa", "Kessa Times", "https://kessa.example/", layouts=(Layout(title="h2.head"),))
    folders = Folders(tmp_path)
    with ArchiveWriter(folders.raw, site.name, NIGHT) as archive:
        for url, html in (
            ("https://kessa.example/a", PAGE),
            ("https://kessa.example/b", PAGE.replace("class='head'", "").replace("Kessa", "Oru")),
        ):
            fetched_at = datetime(2026, 11, 19, 22, tzinfo=UTC)
            exchange = Exchange(url, (), 200, (("Content-Type", "text/html"),), html.encode(), fetched_at)
            archive.append_response(url, "article", "ok", exchange)

    report = make_night_articles(folders, site, NIGHT, workers=1)

    assert (report.taken_on, report.others) == (1, {"layout_missed": 1})
    doors = load_outcomes(folders.runs, NIGHT).set_index("outcome")
    assert doors["records"].to_dict() == {"ok": 1, "layout_missed": 1}
    assert doors["example"].to_dict()["layout_missed"] == "https://kessa.example/b: title 'h2.head'"
    assert not doors["is_refusal"].any()
