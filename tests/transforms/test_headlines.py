"""How newsrooms, themes and old sites lay out a headline: each convention as the smallest page that has it."""

import json

import pytest

from transforms.articles.headlines import find_headline
from transforms.articles.pages import Page, read_page
from transforms.articles.titles import read_title

RAID = "Nine killed in raid near Oru"
LONG = f"{RAID}, officials and residents say"
KOREAN, JAPANESE = "오루 인근 습격으로 아홉 명 사망", "オル近郊で襲撃、9人死亡"


def page_of(body: str, *, title: str = "", og: str = "", site: str = "", headline: str = "", head: str = "") -> Page:
    metas = {"og:title": og, "og:site_name": site}
    head += "".join(f'<meta property="{name}" content="{words}">' for name, words in metas.items() if words)
    linked = json.dumps({"@type": "NewsArticle", "headline": headline}) if headline else ""
    head += f'<script type="application/ld+json">{linked}</script>' if linked else ""
    html = (
        f"<html><head><title>{title}</title>{head}</head><body>{body}<p>Nine people died on Monday.</p></body></html>"
    )
    url = "https://www.kessatimes.example/world/2021/02/story"
    return read_page(html.encode(), url=url, content_type="text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("body", "title"),
    [
        (f"<h1>Oru Diary</h1><h2>{RAID}</h2>", f"Oru Diary » Archive » {RAID}"),
        (f'<h1><a href="/world">Oru Diary</a></h1><h2>{RAID}</h2>', f"{RAID} – Oru Diary of news from home"),
        (f'<h1 class="site-title">Oru Diary</h1><h2>{RAID}</h2>', "Oru Diary"),
        (f'<h1 class="logo"><a href="/">Oru Diary</a></h1><h2>{RAID}</h2>', "Oru Diary"),
        (f'<h1>Oru Diary</h1><h3 class="post-title">{RAID}</h3>', f"Oru Diary: {RAID}"),
        (f'<h1>Oru Diary</h1><div class="entry-title">{RAID}</div>', "News from home"),
        (f'<h1 style="display:none">Oru Diary</h1><h1>{RAID}</h1>', ""),
        (f'<div class="cookies"><h1>We value your privacy</h1></div><div><h1>{RAID}</h1></div>', ""),
        (f"<aside><h1>Most read</h1></aside><main><h1>{RAID}</h1></main>", ""),
        (f"<h1>Africa</h1><table><td><b>{RAID}</b></td></table>", f"{RAID} - Oru Diary"),
        (f"<table><td><b>{RAID}</b></td></table>", f"Oru Diary | World | {RAID}"),
        (f'<article><meta itemprop="headline" content="{RAID}"></article>', f"{RAID} - World"),
    ],
)
def test_site_and_section_are_no_headline(body: str, title: str) -> None:
    assert read_title(page_of(body, title=title)) == RAID


@pytest.mark.parametrize(
    "heading",
    [
        "<h1>Nine killed<br>in raid near Oru</h1>",
        "<h1>Nine <em>killed</em> in raid near O<b>ru</b></h1>",
        "<h1><span>N</span>ine killed in raid near Oru</h1>",
        f'<h1><span class="kicker">War in Oru</span>{RAID}</h1>',
        f'<h1><span class="badge">Premium</span><span>{RAID}</span></h1>',
        f"<h1>{RAID}<small>Army denies any part in it</small></h1>",
        f'<h1>{RAID} <a class="permalink" href="#raid">#</a></h1>',
        f"<h1><style>.a {{ color: red }}</style><svg><title>Icon</title></svg>{RAID}</h1>",
    ],
)
def test_words_of_the_headline_are_taken_as_a_reader_sees_them(heading: str) -> None:
    assert read_title(page_of(heading)) == RAID


def test_line_above_the_headline_is_told_by_the_title() -> None:
    heading = f"<h1><div>War in Oru</div><div>{RAID}</div></h1>"

    assert read_title(page_of(heading, title=f"{RAID} | World | Kessa Times")) == RAID
    assert read_title(page_of(heading, title=f"War in Oru: {RAID}")) == f"War in Oru {RAID}"


def test_sign_after_a_span_stands_at_its_word() -> None:
    assert read_title(page_of("<h1><span>Oru</span>: <span>nine killed</span></h1>")) == "Oru: nine killed"


@pytest.mark.parametrize(
    "end",
    [" ⋆ Oru Diary", " / Oru Diary", " › Oru Diary", " -- Oru Diary", "- Oru Diary", " [Oru Diary]", " | Oru Diary |"],
)
def test_site_is_cut_behind_any_mark(end: str) -> None:
    assert read_title(page_of("", title=RAID + end, og=RAID + end, site="Oru Diary")) == RAID


def test_site_is_cut_before_a_colon_only_where_the_page_calls_itself_so() -> None:
    assert read_title(page_of("", title=f"Oru Diary: {RAID}", site="Oru Diary")) == RAID
    assert read_title(page_of("", title=f"Story: {RAID}")) == f"Story: {RAID}"


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        (f"{KOREAN} < 정치 < 기사본문 - 케사타임스", KOREAN),
        (f"{JAPANESE}：ケサ新聞デジタル", JAPANESE),
        (f"{JAPANESE}｜ケサ新聞", JAPANESE),
        ("奥鲁附近袭击造成九人死亡_国际新闻_凯萨网", "奥鲁附近袭击造成九人死亡"),
        ("奥鲁附近袭击造成九人死亡--国际--凯萨网", "奥鲁附近袭击造成九人死亡"),
    ],
)
def test_marks_of_eastern_asia_part_headline_and_site(title: str, headline: str) -> None:
    assert read_title(page_of(f"<h1>뉴스</h1><h1>{headline}</h1>", title=title, og=title)) == headline


def test_section_of_the_address_is_cut() -> None:
    assert read_title(page_of("", title=f"{RAID} - World", og=f"{RAID} - World")) == RAID


def test_bar_that_the_headline_on_the_page_has_stays() -> None:
    told = f"{RAID} | What we know"

    assert read_title(page_of(f"<h1>{told}</h1>", title=told, og=told, headline=told)) == told


def test_topic_above_the_headline_does_not_cut_it() -> None:
    told = f"War in Oru: {RAID}"

    assert read_title(page_of("<h1>War in Oru</h1>", title=f"{told} | Kessa Times", og=told)) == told


def test_twin_of_the_title_for_social_networks_has_no_vote_of_its_own() -> None:
    twin = '<meta name="twitter:title" content="News from Oru and the world">'
    page = page_of(f"<h1>{RAID}</h1>", title=f"{RAID} | Kessa Times", og="News from Oru and the world", head=twin)

    assert read_title(page) == RAID


def test_quotes_that_differ_do_not_keep_a_title_from_being_cut_or_completed() -> None:
    shown = "Army says ‘nine soldiers were killed’ in a raid near Oru"
    straight = shown.replace("‘", "'").replace("’", "'")

    assert read_title(page_of(f"<h1>{shown}</h1>", og=f"{straight} * Oru Diary * by Ada", title="Oru")) == shown
    assert read_title(page_of(f"<h1>{shown}</h1>", og=f"{straight[:40]}…", title="Oru")) == shown


def test_quote_that_ends_the_headline_stays() -> None:
    quote = "„Neun Tote nahe Oru“"

    assert read_title(page_of(f"<h1>{quote}</h1>", og=f"{quote} - Neues aus Oru", title=f"{quote} – Neues")) == quote


@pytest.mark.parametrize("written", ["Nine <em>killed</em> in raid near Oru", "Nine killed in raid near Oru\\u0021"])
def test_what_scripts_forgot_to_take_out_is_taken_out(written: str) -> None:
    assert (read_title(page_of("", headline=written)) or "").rstrip("!") == RAID


def test_space_that_one_place_lost_comes_from_the_others() -> None:
    lost = RAID.replace("killed in", "killedin")

    assert read_title(page_of(f"<h1>{RAID}</h1>", headline=lost, og=RAID)) == RAID


def test_longer_headline_on_the_page_outranks_the_title_for_searches() -> None:
    page = page_of(f"<span>Raid near Oru: nine dead</span><h1>{LONG}</h1>", title="Raid near Oru: nine dead - Kessa")

    assert read_title(page) == LONG


def test_wrapper_around_the_story_is_no_headline() -> None:
    assert find_headline(page_of(f"<h1>{'<div>Nine people died. </div>' * 400}</h1>")) is None
