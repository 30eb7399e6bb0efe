import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
from page_html import make_page

from spiders.archive import read_captures
from spiders.archive_writer import ArchiveWriter
from spiders.site import Site
from spiders.warc import Exchange
from transforms.articles import MadeArticles, make_articles
from transforms.schema import TABLES

FIRST, SECOND = date(2026, 11, 19), date(2026, 11, 20)
SITE = Site(name="kessa", source="Kessa Times", url="https://kessa.example/", timezone="Africa/Lagos")
DATED = '<meta property="article:published_time" content="2026-11-19T08:00:00+01:00">'
PAGE = make_page(head=DATED)


def write_night(raw: Path, night: date, pages: dict[str, str | None]) -> None:
    """Archive one night: pages by path, None = the fetch failed."""
    fetched_at = datetime(night.year, night.month, night.day, 22, tzinfo=UTC)
    with ArchiveWriter(raw, SITE.name, night) as archive:
        for path, html in pages.items():
            url = f"https://kessa.example{path}"
            if html is None:
                archive.append_failure(url, "article", "timeout", fetched_at)
                continue
            exchange = Exchange(
                url, (), 200, (("Content-Type", "text/html; charset=utf-8"),), html.encode(), fetched_at
            )
            archive.append_response(url, "article", "ok", exchange)


def make(raw: Path, night: date = FIRST, earlier: pd.DataFrame | None = None, *, workers: int = 1) -> MadeArticles:
    held = pd.DataFrame(columns=list(TABLES["articles"].columns)) if earlier is None else earlier
    made = make_articles(SITE, night, raw, held, workers=workers)
    counts = made.counts
    assert counts["captures"] == counts["articles"] + counts["refused"] + counts["unchanged"] + counts["repeated"]
    assert (len(made.articles), len(made.refused)) == (counts["articles"], counts["refused"])
    return made


def test_night_becomes_rows_of_the_table(tmp_path: Path) -> None:
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


def test_unchanged_page_makes_no_row_and_is_counted(tmp_path: Path) -> None:
    write_night(tmp_path, FIRST, {"/a": PAGE})
    write_night(tmp_path, SECOND, {"/a": PAGE.replace("Contact us", "Contact us at night")})

    made = make(tmp_path, SECOND, make(tmp_path).articles)

    assert made.counts == {"captures": 1, "articles": 0, "refused": 0, "unchanged": 1, "repeated": 0}
    assert list(made.articles.columns) == list(TABLES["articles"].columns)


def test_changed_page_is_the_next_version_and_keeps_its_first_date(tmp_path: Path) -> None:
    write_night(tmp_path, FIRST, {"/a": PAGE})
    write_night(tmp_path, SECOND, {"/a": make_page().replace("nine soldiers", "ten soldiers")})
    first = make(tmp_path).articles

    second = make(tmp_path, SECOND, first).articles

    assert list(second["version"]) == [2]
    assert list(second["article_id"]) == list(first["article_id"])
    assert list(second["published_at"]) == list(first["published_at"])


def test_row_says_what_the_page_says_of_its_story(tmp_path: Path) -> None:
    linked = '<script type="application/ld+json">{"@type": "NewsArticle", "articleSection": "Africa", '
    linked += '"keywords": ["Kessa", "army"], "isAccessibleForFree": false, "author": {"name": "Reuters"}}</script>'
    write_night(tmp_path, FIRST, {"/a": make_page(head=DATED + linked), "/live/b": PAGE.replace("Kessa", "Oru")})

    rows = make(tmp_path).articles.set_index("url")

    row, other = rows.loc["https://kessa.example/a"].to_dict(), rows.loc["https://kessa.example/live/b"].to_dict()
    assert (row["section"], list(row["tags"]), list(row["agencies"])) == ("Africa", ["Kessa", "army"], ["Reuters"])
    assert (row["is_paywalled"], row["is_live_blog"], row["is_round_up"]) == (True, False, False)
    assert (pd.isna(other["is_paywalled"]), other["is_live_blog"]) == (True, True)
    assert rows["changes"].isna().all()


def test_later_version_says_what_changed_in_the_story(tmp_path: Path) -> None:
    noted = PAGE.replace("</article>", "<p>Correction: the post lies north of Kessa.</p></article>")
    write_night(tmp_path, FIRST, {"/a": PAGE, "/b": PAGE.replace("near the", "by the")})
    write_night(tmp_path, SECOND, {"/a": noted, "/b": PAGE.replace("near the", "by the,")})

    changes = make(tmp_path, SECOND, make(tmp_path).articles).articles.set_index("url")["changes"].to_dict()

    assert list(changes["https://kessa.example/a"]) == ["text", "correction"]
    assert list(changes["https://kessa.example/b"]) == []


def test_known_page_that_says_that_it_was_taken_down_is_a_version_without_its_story(tmp_path: Path) -> None:
    notice = make_page(head=DATED, body="<p>This story has been removed at the request of the army.</p>")
    write_night(tmp_path, FIRST, {"/a": PAGE})
    write_night(tmp_path, SECOND, {"/a": notice, "/b": notice})

    made = make(tmp_path, SECOND, make(tmp_path).articles)

    assert [(r.url, r.reason) for r in made.refused] == [("https://kessa.example/b", "too_short")]
    [row] = made.articles.to_dict("records")
    assert (row["url"], row["version"], row["outcome"]) == ("https://kessa.example/a", 2, "removed")
    assert (row["text"], "removal" in row["changes"]) == (
        "This story has been removed at the request of the army.",
        True,
    )


def test_page_that_returns_to_an_earlier_text_is_a_new_version(tmp_path: Path) -> None:
    write_night(tmp_path, FIRST, {"/a": PAGE})
    write_night(tmp_path, SECOND, {"/a": PAGE.replace("nine soldiers", "ten soldiers")})
    third = SECOND + timedelta(days=1)
    write_night(tmp_path, third, {"/a": PAGE})
    first = make(tmp_path).articles
    second = make(tmp_path, SECOND, first).articles

    made = make(tmp_path, third, pd.concat([second, first]))

    assert list(made.articles["version"]) == [3]


def test_second_address_of_a_page_is_counted_once(tmp_path: Path) -> None:
    canonical = PAGE.replace("</head>", '<link rel="canonical" href="/story"></head>')
    write_night(tmp_path, FIRST, {"/story-amp": canonical, "/story": canonical})

    made = make(tmp_path)

    assert list(made.articles["url"]) == ["https://kessa.example/story"]
    assert made.counts["repeated"] == 1


def test_damaged_record_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    write_night(tmp_path, FIRST, {"/a": PAGE, "/b": PAGE.replace("Kessa", "Oru")})
    index = next(tmp_path.rglob("captures.jsonl"))
    lines = [json.loads(line) for line in index.read_text().splitlines()]
    lines[0]["payload_digest"] = "0" * 64
    index.write_text("".join(json.dumps(line) + "\n" for line in lines))

    made = make(tmp_path)

    assert [(r.url, r.reason) for r in made.refused] == [("https://kessa.example/a", "archive_damaged")]
    assert list(made.articles["url"]) == ["https://kessa.example/b"]


def test_page_nested_beyond_all_reason_does_not_stop_the_others(tmp_path: Path) -> None:
    write_night(tmp_path, FIRST, {"/a": make_page(head=DATED, body="<ul><li>" * 3_000 + "Nine killed"), "/b": PAGE})

    made = make(tmp_path)

    assert list(made.articles["url"]) == ["https://kessa.example/b"]
    assert [(r.url, r.reason) for r in made.refused] == [("https://kessa.example/a", "tangled")]


def test_worker_processes_change_nothing(tmp_path: Path) -> None:
    write_night(tmp_path, FIRST, {f"/{n}": PAGE.replace("Kessa", f"Kessa{n}") for n in range(5)})

    pd.testing.assert_frame_equal(make(tmp_path, workers=2).articles, make(tmp_path).articles)


def test_night_never_crawled_has_no_articles(tmp_path: Path) -> None:
    assert read_captures(tmp_path, SITE.name, FIRST) == []
    assert make(tmp_path).counts["captures"] == 0
