import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from page_html import PARAGRAPHS, make_page

from spiders.archive import ArchiveWriter, read_captures
from spiders.site import Site
from spiders.warc import Exchange
from transforms.articles import Article, MadeArticles, Refused, make_articles, read_article
from transforms.schema import TABLES

FIRST, SECOND = date(2026, 11, 19), date(2026, 11, 20)
SITE = Site(name="kessa", source="Kessa Times", url="https://kessa.example/", timezone="Africa/Lagos")
FETCHED = datetime(2026, 11, 19, 22, tzinfo=UTC)
DATED = '<meta property="article:published_time" content="2026-11-19T08:00:00+01:00">'
PAGE = make_page(head=DATED)


def read(html: str, *, url: str = "https://kessa.example/story", content_type: str = "text/html", **given) -> Article:
    return read_article(
        html.encode(), url=url, content_type=content_type, site_zone="Africa/Lagos", fetched_at=FETCHED, **given
    )


def reason_for(html: str, **given) -> str:
    with pytest.raises(Refused) as refused:
        read(html, **given)
    return refused.value.reason


def test_page_becomes_an_article():
    body = "".join(f"<p>{p}</p>" for p in (f"KESSA (AFP) – {PARAGRAPHS[0]}", *PARAGRAPHS[1:], "READ MORE: Raid in Oru"))
    head = DATED + '<meta name="author" content="Ada Obi"><meta property="og:title" content="Nine soldiers killed">'

    article = read(
        make_page(head=head, body=body, title="Nine soldiers killed"), url="https://kessa.example/s?utm_id=1"
    )

    assert article.text == "\n".join((f"KESSA (AFP) – {PARAGRAPHS[0]}", *PARAGRAPHS[1:]))
    assert (article.title, article.authors, article.language) == ("Nine soldiers killed", ("Ada Obi",), "en")
    assert (article.dateline_raw, article.agency) == ("KESSA", "AFP")
    assert article.canonical_url == "https://kessa.example/s"
    assert article.published_at == datetime(2026, 11, 19, 7, tzinfo=UTC)
    assert article.published_raw == "2026-11-19T08:00:00+01:00"
    assert (article.modified_at, article.modified_raw) == (None, None)
    assert article.word_count == len(article.text.replace(" –", "").split())


def test_headline_and_byline_above_the_text_are_not_in_it():
    title = "Nine soldiers killed in attack on army post"
    body = "".join(f"<p>{line}</p>" for line in (title, "By Ada Obi", *PARAGRAPHS))

    article = read(make_page(head=DATED + '<meta name="author" content="Ada Obi">', body=body, title=title))

    assert article.text == "\n".join(PARAGRAPHS)


def test_digest_folds_white_space_only():
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
def test_page_that_is_no_article_is_refused_by_name(html, given, reason):
    assert reason_for(html, **given) == reason


def test_list_of_linked_headlines_is_not_an_article():
    teasers = "".join(f"<h3><a href='/{n}'>Story number {n}</a></h3><p>{PARAGRAPHS[n % 3]}</p>" for n in range(12))
    stories = f"<html><head><title>Africa</title></head><body><div>{teasers}</div></body></html>"

    assert reason_for(stories, url="https://kessa.example/africa") == "not_an_article"


def test_story_above_a_list_of_linked_headlines_is_an_article():
    teasers = "".join(f"<h3><a href='/{n}'>Story number {n}</a></h3><p>Teaser number {n}.</p>" for n in range(12))

    assert read(make_page(after=f"<aside>{teasers}</aside>", head='<meta name="date" content="2026-11-19">')).word_count


def test_date_of_an_earlier_version_stands_in_for_a_missing_one():
    first = datetime(2026, 11, 18, 7, tzinfo=UTC)

    article = read(make_page(), known_published={"https://kessa.example/story": first})

    assert (article.published_at, article.published_raw) == (first, None)


def write_night(raw: Path, night: date, pages: dict[str, str | None]) -> None:
    """Archive one night: pages by path, None = the fetch failed."""
    fetched_at = datetime(night.year, night.month, night.day, 22, tzinfo=UTC)
    with ArchiveWriter(raw, SITE.name, night) as archive:
        for path, html in pages.items():
            url = f"https://kessa.example{path}"
            if html is None:
                archive.append_failure(url, "article", "timeout", fetched_at)
                continue
            exchange = Exchange(url, (), 200, (("Content-Type", "text/html; charset=utf-8"),), html.encode())
            archive.append_response(url, "article", "ok", fetched_at, exchange)


def make(raw: Path, night: date = FIRST, earlier: pd.DataFrame | None = None, *, workers: int = 1) -> MadeArticles:
    held = pd.DataFrame(columns=list(TABLES["articles"].columns)) if earlier is None else earlier
    made = make_articles(SITE, night, raw, held, workers=workers)
    counts = made.counts
    assert counts["captures"] == counts["articles"] + counts["refused"] + counts["unchanged"] + counts["repeated"]
    assert (len(made.articles), len(made.refused)) == (counts["articles"], counts["refused"])
    return made


def test_night_becomes_rows_of_the_table(tmp_path):
    write_night(tmp_path, FIRST, {"/b": PAGE, "/a": PAGE.replace("Kessa", "Oru"), "/c": None, "/d": make_page()})

    made = make(tmp_path)

    assert list(made.articles.columns) == list(TABLES["articles"].columns)
    assert sorted(made.articles["url"]) == ["https://kessa.example/a", "https://kessa.example/b"]
    assert set(made.articles["version"]) == {1}
    assert list(made.articles["article_id"]) == sorted(made.articles["article_id"])
    assert [(r.url, r.reason) for r in made.refused] == [("https://kessa.example/d", "no_date")]
    row = made.articles.iloc[0]
    assert (row["site"], row["source"], row["night"], row["outcome"]) == ("kessa", "Kessa Times", FIRST, "ok")
    assert row["published_at"] == pd.Timestamp("2026-11-19T07:00Z")


def test_unchanged_page_makes_no_row_and_is_counted(tmp_path):
    write_night(tmp_path, FIRST, {"/a": PAGE})
    write_night(tmp_path, SECOND, {"/a": PAGE.replace("Contact us", "Contact us at night")})

    made = make(tmp_path, SECOND, make(tmp_path).articles)

    assert made.counts == {"captures": 1, "articles": 0, "refused": 0, "unchanged": 1, "repeated": 0}
    assert list(made.articles.columns) == list(TABLES["articles"].columns)


def test_changed_page_is_the_next_version_and_keeps_its_first_date(tmp_path):
    write_night(tmp_path, FIRST, {"/a": PAGE})
    write_night(tmp_path, SECOND, {"/a": make_page().replace("nine soldiers", "ten soldiers")})
    first = make(tmp_path).articles

    second = make(tmp_path, SECOND, first).articles

    assert list(second["version"]) == [2]
    assert list(second["article_id"]) == list(first["article_id"])
    assert list(second["published_at"]) == list(first["published_at"])


def test_page_that_returns_to_an_earlier_text_is_a_new_version(tmp_path):
    write_night(tmp_path, FIRST, {"/a": PAGE})
    write_night(tmp_path, SECOND, {"/a": PAGE.replace("nine soldiers", "ten soldiers")})
    third = SECOND + timedelta(days=1)
    write_night(tmp_path, third, {"/a": PAGE})
    first = make(tmp_path).articles
    second = make(tmp_path, SECOND, first).articles

    made = make(tmp_path, third, pd.concat([second, first]))

    assert list(made.articles["version"]) == [3]


def test_second_address_of_a_page_is_counted_once(tmp_path):
    canonical = PAGE.replace("</head>", '<link rel="canonical" href="/story"></head>')
    write_night(tmp_path, FIRST, {"/story-amp": canonical, "/story": canonical})

    made = make(tmp_path)

    assert list(made.articles["url"]) == ["https://kessa.example/story"]
    assert made.counts["repeated"] == 1


def test_damaged_record_is_refused_and_the_others_are_read(tmp_path):
    write_night(tmp_path, FIRST, {"/a": PAGE, "/b": PAGE.replace("Kessa", "Oru")})
    index = next(tmp_path.rglob("captures.jsonl"))
    lines = [json.loads(line) for line in index.read_text().splitlines()]
    lines[0]["payload_digest"] = "0" * 64
    index.write_text("".join(json.dumps(line) + "\n" for line in lines))

    made = make(tmp_path)

    assert [(r.url, r.reason) for r in made.refused] == [("https://kessa.example/a", "archive_damaged")]
    assert list(made.articles["url"]) == ["https://kessa.example/b"]


def test_page_nested_beyond_all_reason_does_not_stop_the_others(tmp_path):
    write_night(tmp_path, FIRST, {"/a": make_page(head=DATED, body="<ul><li>" * 3_000 + "Nine killed"), "/b": PAGE})

    made = make(tmp_path)

    assert list(made.articles["url"]) == ["https://kessa.example/b"]
    assert [(r.url, r.reason) for r in made.refused] == [("https://kessa.example/a", "unreadable")]


def test_worker_processes_change_nothing(tmp_path):
    write_night(tmp_path, FIRST, {f"/{n}": PAGE.replace("Kessa", f"Kessa{n}") for n in range(5)})

    pd.testing.assert_frame_equal(make(tmp_path, workers=2).articles, make(tmp_path).articles)


def test_night_never_crawled_has_no_articles(tmp_path):
    assert read_captures(tmp_path, SITE.name, FIRST) == []
    assert make(tmp_path).counts["captures"] == 0
