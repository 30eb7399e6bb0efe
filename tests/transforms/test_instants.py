from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from page_html import PARAGRAPHS, make_page

from transforms.articles.instants import PageInstants, read_instants
from transforms.articles.pages import read_page
from transforms.articles.printed_instants import Clock, Instant, parse_instant

BAGHDAD = ZoneInfo("Asia/Baghdad")  # UTC+3 all year
FETCHED = datetime(2021, 2, 10, tzinfo=UTC)
TEXT = "\n".join(PARAGRAPHS)


def read(
    html: str, *, text: str = TEXT, fetched_at: datetime = FETCHED, zone: ZoneInfo = BAGHDAD, path: str = "/story"
) -> PageInstants:
    page = read_page(html.encode(), url=f"https://a.example{path}", content_type="text/html")
    return read_instants(page, text, zone=zone, fetched_at=fetched_at, language=page.tree.get("lang"))


def at(instant: Instant | None) -> str | None:
    return instant.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S") if instant else None


def linked(**properties: str) -> str:
    inside = "".join(f', "{name}": "{value}"' for name, value in properties.items())
    return f'<script type="application/ld+json">{{"@type": "NewsArticle"{inside}}}</script>'


@pytest.mark.parametrize(
    ("raw", "utc"),
    [
        ("2021-02-04T10:54:00+03:00", "2021-02-04 07:54:00"),
        ("2021-02-04T10:54:00.000Z", "2021-02-04 10:54:00"),
        ("2021-02-04T10:54Z", "2021-02-04 10:54:00"),
        ("2021-02-04T10:54:00", "2021-02-04 07:54:00"),
        ("Mon, 18 Nov 2019 16:07:38 -0600", "2019-11-18 22:07:38"),
        ("20 Nov 2019 08:02 GMT", "2019-11-20 08:02:00"),
        ("November 20, 2019 - 11:28 AMT", "2019-11-20 07:28:00"),
        ("Thu,28 Jul 2022 4:35:5 GMT+9", "2022-07-27 19:35:05"),
        ("28 Jul 2022 04:35 UTC-3:30", "2022-07-28 08:05:00"),
        ("Feb. 4, 2021, 9:05 a.m. ET", "2021-02-04 14:05:00"),
        ("July 4, 2020, 9:05 a.m. ET", "2020-07-04 13:05:00"),
        ("7/4/2020 9:05 AM PDT", "2020-07-04 16:05:00"),
        ("Thu Feb 04 2021 10:54:00 GMT+0300 (Arabian Standard Time)", "2021-02-04 07:54:00"),
        ("Updated at 10:54 am on February 4, 2021", "2021-02-04 07:54:00"),
        ("Published: Thursday, 4 February 2021 | 10:54", "2021-02-04 07:54:00"),
        ("04/02/2021 10:54", "2021-02-04 07:54:00"),
        ("1612425600", "2021-02-04 08:00:00"),
        ("1612425600123", "2021-02-04 08:00:00"),
    ],
)
def test_printed_instant_is_read_with_its_zone_or_the_sites(raw: str, utc: str) -> None:
    instant = parse_instant(raw, BAGHDAD)

    assert instant is not None
    assert (at(instant), instant.raw, instant.is_day) == (utc, raw, False)


@pytest.mark.parametrize(
    "raw", ["2021-02-04", "20210204", "04.02.2021", "04/02/2021", "04.02.21", "4/2/21", "4 February 2021"]
)
def test_day_alone_is_its_start_on_the_sites_clock(raw: str) -> None:
    instant = parse_instant(raw, BAGHDAD)

    assert instant is not None
    assert instant.is_day
    assert instant.at.isoformat() == "2021-02-04T00:00:00+03:00"


@pytest.mark.parametrize(
    ("raw", "language", "utc"),
    [
        ("Publié le 4 févr. 2021 à 10h54, modifié le 5 février 2021 à 11h00", "fr", "2021-02-04 07:54:00"),
        ("Veröffentlicht am 4. Februar 2021 um 10:54 Uhr", "de", "2021-02-04 07:54:00"),
        ("Por Ana Sosa | 04/02/2021 10:54", "es", "2021-02-04 07:54:00"),
        ("Sat 4 Feb 2021 10.54 CET", "en", "2021-02-04 09:54:00"),
        ("10:54, 4 лютого 2021", "uk", "2021-02-04 07:54:00"),
        ("٤ شباط ٢٠٢١ - ١٠:٥٤", "ar", "2021-02-04 07:54:00"),
        ("2021年2月4日 10時54分", "ja", "2021-02-04 07:54:00"),
        ("Thứ Năm, 4 tháng 2, 2021, 10:54 (GMT+7)", "vi", "2021-02-04 03:54:00"),
        ("Thứ Năm, ngày 4 tháng 2 năm 2021, 10:54", "vi", "2021-02-04 07:54:00"),
        ("2021 m. vasario 4 d. 10:54", "lt", "2021-02-04 07:54:00"),
        ("4 בפברואר 2021, 10:54", "he", "2021-02-04 07:54:00"),
        ("4 Μαΐου 2020, 9:05 μ.μ.", "el", "2020-05-04 18:05:00"),
        ("04 شباط/فبراير 2021، آخر تحديث 10:54", "ar", "2021-02-04 07:54:00"),
        ("4 اغسطس (آب) 2020 - 09:05 م", "ar", "2020-08-04 18:05:00"),
        ("2021.02.04 오후 9:05", "ko", "2021-02-04 18:05:00"),
        ("发布时间：21-02-04 10:54", "zh", "2021-02-04 07:54:00"),
        ("입력 21.02.04 10:54", "ko", "2021-02-04 07:54:00"),
        ("Thu, 4 Feb 2021 10:54:00 +0900", "ja", "2021-02-04 01:54:00"),
        ("4 ก.พ. 2564 10:54 น.", "th", "2021-02-04 07:54:00"),
        ("29/02/2563 10:54", "th", "2020-02-29 07:54:00"),
        ("04.02.21, 10:54 Uhr", "de", "2021-02-04 07:54:00"),
        ("By Ana Sosa 02/ 4/21 09:05 AM ET", "en", "2021-02-04 14:05:00"),
        ("Feb. 4, 2021, 10:54 | updated", "hr", "2021-02-04 07:54:00"),
    ],
)
def test_line_in_any_language_is_read(raw: str, language: str, utc: str) -> None:
    instant = parse_instant(raw, BAGHDAD, language)

    assert instant is not None
    assert (at(instant), instant.is_day) == (utc, False)


@pytest.mark.parametrize("raw", ["4. veljače 2021.", "četvrtak, 4. 2. 2021.", "04/02/2021, Oru"])
def test_day_in_a_line_of_another_language(raw: str) -> None:
    instant = parse_instant(raw, BAGHDAD, "hr")

    assert instant is not None
    assert (at(instant), instant.is_day) == ("2021-02-03 21:00:00", True)


@pytest.mark.parametrize("raw", ["31.02.2021 10:54, Oru", "29/02/2568, Oru", "listopad 2020", "18:99, 2 of 3 in 2021"])
def test_line_without_a_day_that_can_be_is_no_instant(raw: str) -> None:
    assert parse_instant(raw, BAGHDAD, "hr") is None


def test_american_sites_print_the_month_first() -> None:
    instant = parse_instant("02/04/2021", ZoneInfo("America/New_York"))

    assert instant is not None
    assert instant.at.isoformat() == "2021-02-04T00:00:00-05:00"


def test_ambiguous_abbreviation_is_the_sites_own() -> None:
    in_israel = parse_instant("4 Feb 2021 10:54 IST", ZoneInfo("Asia/Jerusalem"))
    in_india = parse_instant("4 Feb 2021 10:54 IST", BAGHDAD)

    assert at(in_israel) == "2021-02-04 08:54:00"
    assert at(in_india) == "2021-02-04 05:24:00"


@pytest.mark.parametrize(
    "raw", ["0001-01-01 00:00:00Z", "2 hours ago", "10:30", "February 2021", "yesterday", "", "n/a"]
)
def test_what_names_no_complete_day_is_no_instant(raw: str) -> None:
    assert parse_instant(raw, BAGHDAD) is None


def test_linked_data_outranks_meta() -> None:
    meta = '<meta property="article:published_time" content="2021-02-05T00:00:00Z">'

    instants = read(make_page(head=linked(datePublished="2021-02-04T10:00:00Z") + meta))

    assert at(instants.published) == "2021-02-04 10:00:00"


def test_instant_after_the_fetch_is_refused_and_the_next_source_tried() -> None:
    meta = '<meta property="article:published_time" content="2021-02-05T00:00:00Z">'

    instants = read(make_page(head=linked(datePublished="2021-05-02T10:00:00Z") + meta))

    assert at(instants.published) == "2021-02-05 00:00:00"


def test_time_ahead_of_the_fetch_tells_the_day_where_nobody_told_the_sites_zone() -> None:
    told, untold = Clock(BAGHDAD, FETCHED, "en"), Clock(ZoneInfo("UTC"), FETCHED, "en")

    instant = untold.read("2021-02-10T08:30:00")

    assert instant is not None
    assert (at(instant), instant.is_day) == ("2021-02-10 00:00:00", True)
    assert [told.read("2021-02-10T08:30:00"), untold.read("2021-02-10T08:30:00Z")] == [None, None]


def test_line_of_an_update_gives_way_to_one_of_publication() -> None:
    lines = "<p>Mis à jour le 6 février 2021 à 09h00</p><p>Publié le 4 février 2021 à 10h54</p>"

    instants = read(make_page(body=lines + "".join(f"<p>{p}</p>" for p in PARAGRAPHS), lang="fr"))

    assert at(instants.published) == "2021-02-04 07:54:00"


def test_day_in_the_address_is_taken_where_the_page_shows_none() -> None:
    assert at(read(make_page(), path="/world/2021/02/04/raid").published) == "2021-02-03 21:00:00"


@pytest.mark.parametrize(
    "times",
    [
        "<div>Updated {}6 Feb</time></div><div>Published {}4 Feb</time></div>",
        "<p>{}Updated 6 Feb</time> {}4 Feb</time></p>",
        "<p><b>Updated</b> {}6 Feb</time> {}4 Feb</time></p>",
    ],
)
def test_time_of_an_update_gives_way_to_that_of_publication(times: str) -> None:
    times = times.format("<time datetime='2021-02-06T10:00Z'>", "<time datetime='2021-02-04T10:00Z'>")

    assert at(read(make_page(body=times)).published) == "2021-02-04 10:00:00"


def test_day_in_the_address_outranks_the_line_of_an_update() -> None:
    page = make_page(body="<p>Updated February 6, 2021 -- 0203 GMT</p>")

    assert at(read(page, path="/2021/02/04/raid").published) == "2021-02-03 21:00:00"


@pytest.mark.parametrize(
    "path", ["/2021/feb/04/raid", "/2021/WORLD/02/04/raid.html", "/2021/africa/2/4/raid/index.html"]
)
def test_day_in_the_folders_of_an_address(path: str) -> None:
    assert at(read(make_page(), path=path).published) == "2021-02-03 21:00:00"


@pytest.mark.parametrize(
    "line", ["<span>04.02.21 09:56</span>", "<p class='date'><b>4</b> <em>February</em> <span>2021</span> 09:56</p>"]
)
def test_line_with_a_short_year_or_in_pieces_is_read(line: str) -> None:
    assert at(read(make_page(body=line)).published) == "2021-02-04 06:56:00"


def test_label_above_the_headlines_box_is_read() -> None:
    page = "<div><p>4 February 2021</p><div><h2>Nine soldiers killed in attack on army post</h2></div></div>"

    assert (
        at(read(f"<title>Nine soldiers killed in attack on army post</title>{page}").published) == "2021-02-03 21:00:00"
    )


def test_styles_are_no_date_lines() -> None:
    assert read(make_page(body="<style>.a{margin:2021-02-04}</style>")).published is None


def test_instant_on_the_same_day_replaces_a_day_alone() -> None:
    meta = '<meta property="article:published_time" content="2021-02-04T12:30:00+03:00">'

    instants = read(make_page(head=linked(datePublished="2021-02-04") + meta))

    assert at(instants.published) == "2021-02-04 09:30:00"


def test_dates_of_other_stories_are_not_taken() -> None:
    others = '<script type="application/ld+json">{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", '
    others += '"datePublished": "2021-02-09T01:00:00Z"}]}</script>'
    teaser = "<div><h3>Other</h3><time datetime='2021-02-08T01:00:00Z'>8 Feb</time></div>"
    own = "<time datetime='2021-02-04T10:00:00Z'>4 Feb</time>"

    instants = read(make_page(head=others, body=own + "".join(f"<p>{p}</p>" for p in PARAGRAPHS), after=teaser))

    assert at(instants.published) == "2021-02-04 10:00:00"


def test_property_among_others_is_found() -> None:
    meta = '<meta itemprop="datePublished dateCreated" content="2021-02-04T10:00:00Z">'

    assert at(read(make_page(head=meta)).published) == "2021-02-04 10:00:00"


def test_own_node_is_chosen_among_several_in_linked_data() -> None:
    other = linked(url="https://a.example/other", datePublished="2021-02-01T00:00:00Z")
    own = linked(url="https://a.example/story", datePublished="2021-02-04T10:00:00Z")

    assert at(read(make_page(head=other + own)).published) == "2021-02-04 10:00:00"


def test_node_with_the_pages_title_is_chosen_where_none_names_its_address() -> None:
    other = linked(headline="Other news of the day", datePublished="2021-02-01T00:00:00Z")
    own = linked(headline="Nine soldiers killed in attack on army post", datePublished="2021-02-04T10:00:00Z")

    assert at(read(make_page(head=other + own)).published) == "2021-02-04 10:00:00"


def test_date_line_below_the_headline_is_read_with_its_zone() -> None:
    body = "<span>November 20, 2019 - 11:28 AMT</span>" + "".join(f"<p>{p}</p>" for p in PARAGRAPHS)

    instants = read(make_page(body=body))

    assert at(instants.published) == "2019-11-20 07:28:00"
    assert instants.published is not None
    assert instants.published.raw == "November 20, 2019 - 11:28 AMT"


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("February 3, 2021 9:05 pm", "2021-02-03T21:05:40-05:00"),
        ("Updated February 3, 2021 9:05 pm", "2021-02-04T02:05:40+00:00"),
        ("February 3, 2021 9:17 pm", "2021-02-04T02:05:40+00:00"),
        ("February 3, 2021", "2021-02-04T02:05:40+00:00"),
        ("4 Feb 2021 - 7.50", "2021-02-04T07:50:40+05:45"),
        ("February 3, 2021 9:05 pm PDT", "2021-02-04T02:05:40+00:00"),
    ],
)
def test_instant_is_told_in_the_offset_that_the_page_prints_it_in(line: str, printed: str) -> None:
    instant = read(make_page(head=linked(datePublished="2021-02-04T02:05:40Z"), body=f"<p>{line}</p>")).published

    assert instant is not None
    assert instant.at.isoformat() == printed


def test_update_line_in_the_text_is_when_it_was_modified() -> None:
    instants = read(
        make_page(head=linked(datePublished="2021-02-04T06:00:00Z")),
        text=f"{TEXT}\nUpdated at 10:54 am on February 4, 2021",
    )

    assert at(instants.modified) == "2021-02-04 07:54:00"


def test_modification_before_publication_is_none() -> None:
    head = linked(datePublished="2021-02-04T06:00:00Z", dateModified="2021-02-03T06:00:00Z")

    assert read(make_page(head=head)).modified is None


def test_copyright_year_is_no_date() -> None:
    assert read(make_page(after="<p>Copyright 2021 Kessa Times</p>")).published is None


def test_page_without_a_date_has_none() -> None:
    assert read(make_page()) == PageInstants(None, None)


def test_linked_data_with_line_breaks_and_trailing_commas_is_read() -> None:
    script = (
        '<script type="application/ld+json"><!-- {"@graph": [{"@type": ["NewsArticle"], "description": "one\ntwo",'
        ' "datePublished": "2021-02-04T10:00:00Z",},]} --></script>'
    )

    assert at(read(make_page(head=script)).published) == "2021-02-04 10:00:00"
