import pytest
from page_html import PARAGRAPHS, make_page

from transforms.articles.metadata import canonical_url, normalise_url, read_authors, read_language, read_section
from transforms.articles.pages import Page, read_page

URL = "https://www.kessatimes.example/2021/02/story"


def page_of(html: str, url: str = URL) -> Page:
    return read_page(html.encode(), url=url, content_type="text/html; charset=utf-8")


def linked(inside: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", {inside}}}</script>'


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        (linked('"author": [{"@type": "Person", "name": "Ada Obi"}, {"name": "AFP"}]'), ("Ada Obi", "AFP")),
        (linked('"author": "By Ada Obi and Musa Bello"'), ("Ada Obi", "Musa Bello")),
        (linked('"author": {"name": "Ada Obi"}') + '<meta name="author" content="Musa Bello">', ("Ada Obi",)),
        ('<meta name="author" content="Ada Obi, Musa Bello">', ("Ada Obi", "Musa Bello")),
        (
            '<meta property="article:author" content="https://x.example/a"><meta name="author" content="Ada">',
            ("Ada",),
        ),
        ('<meta name="author" content="admin">', ()),
        ("", ()),
    ],
)
def test_authors_are_people_and_agencies_in_order(head: str, authors: tuple[str, ...]) -> None:
    assert read_authors(page_of(make_page(head=head))) == authors


def test_byline_below_the_headline_is_read_where_nothing_is_marked() -> None:
    body = "<font><i>By Ada Obi and Musa Bello</i></font>" + "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)

    assert read_authors(page_of(make_page(body=body))) == ("Ada Obi", "Musa Bello")


def test_microdata_names_the_author() -> None:
    body = '<span itemprop="author"><b itemprop="name">Ada Obi</b>, Kessa</span>'

    assert read_authors(page_of(make_page(body=body))) == ("Ada Obi",)


def test_long_text_outvotes_a_template_that_says_another_language() -> None:
    page = page_of(make_page(lang="de-DE"))

    assert read_language(page, "\n".join(PARAGRAPHS)) == "en"
    assert read_language(page, "Nine killed") == "de"


def test_language_that_the_classifier_does_not_know_is_believed() -> None:
    assert read_language(page_of(make_page(lang="ckb")), "سوپا " * 100) == "ckb"


@pytest.mark.parametrize(
    ("link", "canonical"),
    [
        ("/2021/02/story-1", "https://www.kessatimes.example/2021/02/story-1"),
        ("https://kessatimes.example/2021/02/story-1", "https://kessatimes.example/2021/02/story-1"),
        ("https://amp.kessa.example/2021/02/story-1", "https://amp.kessa.example/2021/02/story-1"),
        ("https://stranger.example/2021/02/story-1", URL),
        ("https://www.kessatimes.example/", URL),
        ("javascript:void(0)", URL),
        ("", URL),
    ],
)
def test_canonical_link_is_trusted_for_the_sites_own_hosts(link: str, canonical: str) -> None:
    page = page_of(f'<head><link rel="canonical" href="{link}"></head>')

    assert canonical_url(page, ("amp.kessa.example",)) == canonical


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("https://a.example/s?utm_source=x&id=3&fbclid=1#top", "https://a.example/s?id=3"),
        ("http://A.example:80/s?b=2&a=1", "http://a.example/s?a=1&b=2"),
        ("https://a.example/s/?amp=1&source=rss", "https://a.example/s/"),
        ("http://127.0.0.1:8080/s", "http://127.0.0.1:8080/s"),
    ],
)
def test_one_address_has_one_spelling(url: str, normal: str) -> None:
    assert normalise_url(url) == normal


def test_section_is_the_publications_own_word() -> None:
    assert read_section(page_of(make_page(head='<meta property="article:section" content="Africa">'))) == "Africa"
    assert read_section(page_of(make_page())) is None


def test_person_by_parts_of_the_name_and_person_named_elsewhere_in_linked_data() -> None:
    parts = '{"@type": "NewsArticle", "author": {"@type": "Person", "familyName": "Obi", "givenName": "Ada"}}'
    graph = (
        '{"@graph": [{"@type": "NewsArticle", "author": [{"@id": "#ada"}, {"@id": "#nobody"}]}, '
        '{"@type": "Person", "@id": "#ada", "name": "Ada Obi"}]}'
    )

    for script in (parts, graph):
        page = page_of(make_page(head=f'<script type="application/ld+json">{script}</script>'))
        assert read_authors(page) == ("Ada Obi",)
