import pytest
from page_html import make_page

from transforms.articles.pages import Page, read_page
from transforms.articles.titles import read_title


def page_of(html: str) -> Page:
    url = "https://www.kessatimes.example/2021/02/story"
    return read_page(html.encode(), url=url, content_type="text/html; charset=utf-8")


def linked(inside: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", {inside}}}</script>'


@pytest.mark.parametrize(
    "title",
    [
        "Nine killed in raid | Kessa Times",
        "Nine killed in raid - Kessa Times",
        "Nine killed in raid – kessatimes.example",
        "Kessa Times » Nine killed in raid",
        "Nine killed in raid",
    ],
)
def test_site_name_is_cut_from_the_title(title: str) -> None:
    html = f'<head><title>{title}</title><meta property="og:site_name" content="Kessa Times"></head><body></body>'

    assert read_title(page_of(html)) == "Nine killed in raid"


def test_what_follows_the_sites_name_goes_with_it() -> None:
    title = "Nine soldiers killed in a raid on a post – Kessa Times – 4 May 2024, 10:54"

    assert read_title(page_of(f"<title>{title}</title>")) == "Nine soldiers killed in a raid on a post"


def test_sites_name_with_its_slogan_is_cut() -> None:
    name = "The Kessa Times - Independent daily paper of the Kessa district"
    shared = f'<meta property="og:title" content="Nine killed in raid - {name}">'
    html = f'<head>{shared}<meta property="og:site_name" content="{name}"></head><h1>Nine killed in raid</h1>'

    assert read_title(page_of(html)) == "Nine killed in raid"


def test_headline_in_the_place_of_the_sites_name_stays() -> None:
    headline = "Nine soldiers killed in an attack on an army post near Kessa"
    html = f'<head><title>Raids - {headline}</title><meta property="og:site_name" content="{headline}"></head>'

    assert read_title(page_of(f"{html}<h1>{headline}</h1>")) == headline


def test_headline_that_the_page_shows_is_not_taken_for_cut_short() -> None:
    headline = "Nine soldiers killed and two vehicles burned in an attack on an army post near the town of Kessa"
    title = f"{headline} | nine soldiers were killed near the town of Kessa when gunmen attacked a post"

    html = f"<title>{title}</title>" + linked(f'"headline": "{headline}"') + f"<h1>{headline}</h1>"

    assert read_title(page_of(html)) == headline


def test_quotation_marks_do_not_set_the_site_apart() -> None:
    title = "Le maire de Kessa dénonce la « gravité de la situation » dans le pays"

    assert read_title(page_of(f'<meta property="og:title" content="{title}">')) == title


def test_full_width_mark_before_the_site() -> None:
    assert (
        read_title(page_of("<title>卡萨附近发生袭击，九名士兵死亡！_卡萨时报</title>"))
        == "卡萨附近发生袭击，九名士兵死亡！"
    )


def test_line_with_the_sites_name_is_no_headline() -> None:
    title = "<title>Nine killed in raid on Kessa | World | Adam Oru Reports</title>"
    lines = "<p><b>Nine</b> killed in raid on Kessa</p><p>Adam Oru Reports</p>"

    assert read_title(page_of(title + lines)) == "Nine killed in raid on Kessa"


def test_dash_that_belongs_to_the_title_stays() -> None:
    assert (
        read_title(page_of("<head><title>Raid in Kessa - nine killed</title></head>")) == "Raid in Kessa - nine killed"
    )


def test_title_that_two_sources_share_wins() -> None:
    head = linked('"headline": "Raid"') + '<meta property="og:title" content="Nine killed in raid">'

    assert read_title(page_of(make_page(head=head, title="Nine killed in raid"))) == "Nine killed in raid"


def test_headline_cut_short_in_linked_data_is_completed() -> None:
    whole = "Nine soldiers killed and two vehicles burned in an attack on an army post near the town of Kessa"
    head = linked(f'"headline": "{whole[:70]}..."')

    assert read_title(page_of(f"<head>{head}</head><h1>{whole}</h1>")) == whole


def test_headline_that_is_the_sites_name_is_passed_over() -> None:
    html = "<head><title>Nine killed</title></head><h1>Kessa Times</h1><h1>Nine killed in raid</h1>"

    assert read_title(page_of(f'<meta property="og:site_name" content="Kessa Times">{html}')) == "Nine killed in raid"


def test_page_without_a_title() -> None:
    assert read_title(page_of("<p>Nine killed</p>")) is None


def test_site_name_in_the_title_does_not_complete_the_headline() -> None:
    headline = "Nine soldiers killed in attack on an army post near the town of Kessa"

    assert read_title(page_of(f"<head><title>{headline} :: Radio Oru</title></head><h1>{headline}</h1>")) == headline


def test_old_page_shows_its_headline_without_an_h1() -> None:
    html = "<title>Nine killed in raid - The Gazette, Oru</title><table><td><b>Nine killed in raid</b></td></table>"

    assert read_title(page_of(html)) == "Nine killed in raid"


def test_addition_that_the_headline_lacks_is_cut() -> None:
    head = '<meta property="og:title" content="Nine killed in raid * By Ada Obi">'

    assert read_title(page_of(make_page(head=head, title="Nine killed in raid"))) == "Nine killed in raid"


def test_site_is_known_by_its_host() -> None:
    html = "<title>Nine killed in raid near Oru · KessaTimes Online</title>"

    assert read_title(page_of(html)) == "Nine killed in raid near Oru"


def test_of_several_headlines_the_one_of_the_title_is_taken() -> None:
    html = "<title>Nine killed in raid | World</title><h1>Africa desk</h1><h1>Nine killed in raid</h1>"

    assert read_title(page_of(html)) == "Nine killed in raid"


def test_section_behind_a_bar_is_cut_where_nothing_else_names_the_story() -> None:
    assert read_title(page_of("<title>Nine killed in raid | World | Africa</title>")) == "Nine killed in raid"


def test_name_that_the_title_sets_before_the_headline_is_the_sites() -> None:
    head = '<meta property="og:title" content="Nine killed in raid near Oru">'
    html = f"<head><title>Notes from home: Nine killed in raid near Oru</title>{head}</head><h1>Notes from home</h1>"

    assert read_title(page_of(html)) == "Nine killed in raid near Oru"


def test_heading_that_the_title_begins_with_is_the_headline() -> None:
    html = "<title>Nine killed in raid – A diary</title><h1>Nine killed in raid – A diary</h1><h2>More</h2>"

    assert read_title(page_of(html + "<h3>Nine killed in raid</h3>")) == "Nine killed in raid"


def test_headline_that_ends_in_dots_votes_for_the_whole_one() -> None:
    head = '<meta property="og:title" content="Nine killed in raid near…">' + linked('"headline": "Raid near Oru"')

    assert read_title(page_of(make_page(head=head, title="Nine killed in raid near Oru"))) == (
        "Nine killed in raid near Oru"
    )


def test_entities_escaped_twice_and_soft_hyphens_are_read_as_a_reader_sees_them() -> None:
    head = '<meta property="og:title" content="Oru&amp;#039;s mayor: &amp;quot;Ceasefire&amp;quot;">'

    assert read_title(page_of(f"<head>{head}</head>")) == 'Oru\'s mayor: "Ceasefire"'
    assert read_title(page_of("<h1>Cease\u00adfire in Oru</h1>")) == "Ceasefire in Oru"
