import pytest

from spiders.links import FeedError, Link
from spiders.sections import read_section

URL = "https://daily.example/news/"


def test_a_section_page_gives_the_links_that_are_wanted() -> None:
    body = (
        "<head><base href='/n/'></head><a href='1'>Caf\xe9 <b>blast</b></a><a href='1#c'>comments</a>"
        "<a href='/about'>About</a><a href='javascript:x()'>x</a><a href='http://[bad'>x</a>"
    ).encode("latin-1")
    section = read_section(body, URL, "text/html; charset=latin-1", lambda url: "/n/" in url)
    assert section.links == [Link("https://daily.example/n/1", None, "Caf\xe9 blast")]


@pytest.mark.parametrize(
    "mark",
    [
        '<link rel="next" href="/news/page/2/">',
        '<a rel="next nofollow" href="page/2/#list">Older</a>',
        '<base href="/news/page/"><a rel="next" href="2/">Older</a>',
    ],
)
def test_a_section_page_names_its_next_page(mark: str) -> None:
    section = read_section(mark.encode(), URL, None, lambda _: False)
    assert (section.links, section.next_url) == ([], "https://daily.example/news/page/2/")


def test_a_last_page_names_no_next_one() -> None:
    body = b"<a rel='prev' href='/news/'>Newer</a><a href='/news/page/3/'>3</a>"
    assert read_section(body, URL, None, lambda _: False).next_url is None


@pytest.mark.parametrize("body", [b"", b"\x00"])
def test_an_empty_section_page_is_refused(body: bytes) -> None:
    with pytest.raises(FeedError, match="not a page"):
        read_section(body, URL, None, lambda _: True)
