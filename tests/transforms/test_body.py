import pytest
import trafilatura
from lxml.html import tostring
from page_html import PARAGRAPHS, make_page

from transforms.articles.body import read_text
from transforms.articles.pages import Page, read_page


def page_of(html: str) -> Page:
    return read_page(html.encode(), url="https://a.example/story", content_type="text/html; charset=utf-8")


def text_of(html: str) -> str:
    return read_text(page_of(html), None, ())


STORY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def test_paragraphs_are_apart_by_one_newline() -> None:
    assert text_of(make_page()) == "\n".join(PARAGRAPHS)


def test_extractor_works_on_a_copy_of_its_own() -> None:
    tree = page_of(make_page(after="<aside><p>More news</p></aside>")).tree
    before = tostring(tree)

    assert trafilatura.bare_extraction(tree, favor_precision=True, fast=True) is not None
    assert tostring(tree) == before


def test_page_without_text_gives_nothing() -> None:
    assert text_of("<html><body></body></html>") == ""


@pytest.mark.parametrize(
    "surroundings",
    [
        "<figure><img src='a.jpg'><figcaption>Smoke over Lagos after another attack, in March.</figcaption></figure>",
        "<p class='wp-caption-text'>Smoke over Lagos after another attack, in a file photo from March.</p>",
        "<div class='related-stories'><p>Twelve killed in Lagos: what we know so far about the other attack.</p></div>",
        "<p><a href='/other'>Twelve killed in another attack in Lagos, say police</a></p>",
        "<div id='cookie-banner'><p>We use cookies to make Lagos and other pages better for all of you.</p></div>",
        "<section class='comments'><p>A reader from Lagos: seventy were killed, they are lying to us.</p></section>",
        "<aside class='newsletter-signup'><p>Sign up to hear about Lagos every morning in your inbox.</p></aside>",
        "<blockquote class='twitter-tweet'><p>Breaking: 70 dead in Lagos, says my cousin over there</p></blockquote>",
    ],
)
def test_what_is_not_the_story_is_left_out(surroundings: str) -> None:
    body = f"<p>{PARAGRAPHS[0]}</p>{surroundings}<p>{PARAGRAPHS[1]}</p><p>{PARAGRAPHS[2]}</p>"

    assert text_of(make_page(body=body)) == "\n".join(PARAGRAPHS)


def test_story_in_a_container_named_like_its_surroundings_is_kept() -> None:
    assert text_of(make_page(body=f"<div class='has-related comments'>{STORY}</div>")) == "\n".join(PARAGRAPHS)


@pytest.mark.parametrize("mark", ["\u200c", "\u200d", "\u200f", "\u2067"])
def test_joiners_and_direction_marks_survive(mark: str) -> None:
    sentence = f"سربازان می{mark}گویند که در حمله به پایگاه ارتش در نزدیکی شهر پنج نفر کشته و ده نفر زخمی شدند."
    body = f"<p>{sentence}</p>" + f"<p>روستاییان گفتند خانه{mark}ها سوخته است و مردم به کوه پناه برده و گریخته اند.</p>"

    text = text_of(make_page(body=body, lang="fa"))

    assert sentence in text
    assert text.count(mark) == 2


def test_table_that_lays_out_the_page_is_read_as_prose() -> None:
    html = (
        "<html><body><table><tr><td><a href='/'>Home</a><br><a href='/a'>News</a></td><td><font size=5><b>Nine killed"
        f"</b></font><p>{PARAGRAPHS[0]}<p>{PARAGRAPHS[1]}<p>{PARAGRAPHS[2]}</td></tr></table></body></html>"
    )

    text = text_of(html)

    assert [line for line in text.split("\n") if line in PARAGRAPHS] == list(PARAGRAPHS)
    assert "|" not in text


def test_single_line_breaks_wrap_a_sentence_and_end_a_paragraph() -> None:
    wrapped = "Gunmen attacked<br>an army post near the town of Kessa before dawn."
    body = f"<p>{wrapped}<br>{PARAGRAPHS[1]}</p><p>{PARAGRAPHS[2]}</p>"

    assert text_of(make_page(body=body)).split("\n") == [
        "Gunmen attacked an army post near the town of Kessa before dawn.",
        *PARAGRAPHS[1:],
    ]


def test_body_that_advertising_cuts_into_containers_is_read_whole() -> None:
    part = "<div class='grid'><div class='story-part'>{}</div></div><div class='ad-slot'>Advertisement</div>"
    paragraphs = [f"{paragraph} This was report number {number}." for number in range(4) for paragraph in PARAGRAPHS]
    parts = [paragraphs[at : at + 3] for at in range(0, 12, 3)]
    body = "".join(part.format("".join(f"<p>{paragraph}</p>" for paragraph in group)) for group in parts)

    assert text_of(make_page(body=body)) == "\n".join(paragraphs)


def test_characters_that_xml_forbids_are_dropped() -> None:
    body = f"<p>\x03{PARAGRAPHS[0]}&#3;</p><p>{PARAGRAPHS[1]}</p><p>{PARAGRAPHS[2]}</p>"

    assert text_of(make_page(body=body)) == "\n".join(PARAGRAPHS)


def test_reading_leaves_the_page_as_it_was() -> None:
    page = page_of(make_page())

    assert read_text(page, None, ()) == read_text(page, None, ())
