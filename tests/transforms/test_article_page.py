from datetime import UTC, datetime
from typing import Any

import pytest
from page_html import PARAGRAPHS, make_page

from transforms.articles.page import Article, read_article
from transforms.articles.reading import Refused

FETCHED = datetime(2026, 11, 19, 22, tzinfo=UTC)
DATED = '<meta property="article:published_time" content="2026-11-19T08:00:00+01:00">'
PAGE = make_page(head=DATED)


def read(
    html: str, *, url: str = "https://kessa.example/story", content_type: str = "text/html", **given: Any
) -> Article:
    return read_article(
        html.encode(), url=url, content_type=content_type, site_zone="Africa/Lagos", fetched_at=FETCHED, **given
    )


def reason_for(html: str, **given: Any) -> str:
    with pytest.raises(Refused) as refused:
        read(html, **given)
    return refused.value.reason


def test_page_becomes_an_article() -> None:
    body = "".join(f"<p>{p}</p>" for p in (f"KESSA (AFP) – {PARAGRAPHS[0]}", *PARAGRAPHS[1:], "READ MORE: Raid in Oru"))
    head = DATED + '<meta name="author" content="Ada Obi"><meta property="og:title" content="Nine soldiers killed">'

    article = read(
        make_page(head=head, body=body, title="Nine soldiers killed"), url="https://kessa.example/s?utm_id=1"
    )

    assert article.text == "\n".join((f"KESSA (AFP) – {PARAGRAPHS[0]}", *PARAGRAPHS[1:]))
    assert (article.title, article.authors, article.language) == ("Nine soldiers killed", ("Ada Obi",), "en")
    assert (article.dateline_raw, article.agencies) == ("KESSA", ("AFP",))
    assert article.canonical_url == "https://kessa.example/s"
    assert article.published_at == datetime(2026, 11, 19, 7, tzinfo=UTC)
    assert article.published_raw == "2026-11-19T08:00:00+01:00"
    assert (article.modified_at, article.modified_raw) == (None, None)
    assert article.word_count == len(article.text.replace(" –", "").split())


def test_headline_and_byline_above_the_text_are_not_in_it() -> None:
    title = "Nine soldiers killed in attack on army post"
    body = "".join(f"<p>{line}</p>" for line in (title, "By Ada Obi", *PARAGRAPHS))

    article = read(make_page(head=DATED + '<meta name="author" content="Ada Obi">', body=body, title=title))

    assert article.text == "\n".join(PARAGRAPHS)


def test_digest_folds_white_space_only() -> None:
    spaced = PAGE.replace("gunmen attacked", "gunmen \n  attacked")
    changed = PAGE.replace("nine soldiers", "ten soldiers")

    assert read(spaced).text_digest == read(PAGE).text_digest
    assert read(changed).text_digest != read(PAGE).text_digest


@pytest.mark.parametrize(
    ("html", "given", "reason"),
    [
        ("%PDF-1.4", {}, "not_html"),
        (PAGE, {"content_type": "image/png"}, "not_html"),
        ("<p>" + "\x01\x02" * 500, {}, "undecodable"),
        (make_page(head=DATED, body=""), {}, "empty_text"),
        (make_page(head=DATED, body="<p>Nine soldiers were killed in Kessa.</p>"), {}, "too_short"),
        (make_page(), {}, "no_date"),
        (make_page(head=DATED.replace("2026", "2027")), {}, "no_date"),
        (PAGE, {"url": "https://kessa.example/"}, "not_an_article"),
        (PAGE.replace("Nine soldiers killed in attack on army post", ""), {}, "no_title"),
    ],
)
def test_page_that_is_no_article_is_refused_by_name(html: str, given: dict[str, str], reason: str) -> None:
    assert reason_for(html, **given) == reason


def test_list_of_linked_headlines_is_not_an_article() -> None:
    teasers = "".join(f"<h3><a href='/{n}'>Story number {n}</a></h3><p>{PARAGRAPHS[n % 3]}</p>" for n in range(12))
    stories = f"<html><head><title>Africa</title></head><body><div>{teasers}</div></body></html>"

    assert reason_for(stories, url="https://kessa.example/africa") == "not_an_article"


def test_story_above_a_list_of_linked_headlines_is_an_article() -> None:
    teasers = "".join(f"<h3><a href='/{n}'>Story number {n}</a></h3><p>Teaser number {n}.</p>" for n in range(12))

    assert read(make_page(after=f"<aside>{teasers}</aside>", head='<meta name="date" content="2026-11-19">')).word_count


def test_date_of_an_earlier_version_stands_in_for_a_missing_one() -> None:
    first = datetime(2026, 11, 18, 7, tzinfo=UTC)

    article = read(make_page(), known_published={"https://kessa.example/story": first})

    assert (article.published_at, article.published_raw) == (first, None)
