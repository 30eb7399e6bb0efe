import pytest

from spiders.page_keys import page_key


@pytest.mark.parametrize(
    "url",
    [
        "http://www.daily.example/news/a",
        "https://Daily.example:443/news/a/",
        "https://daily.example/news/a#comments",
        "https://daily.example/news/a?utm_source=feed&fbclid=1",
        "https://daily.example/news/a;jsessionid=0123456789ABCDEF",
        "https://daily.example/news/a?PHPSESSID=0123456789abcdef0123",
        "https://daily.example/news/%61",
    ],
)
def test_addresses_of_one_page_have_one_key(url: str) -> None:
    assert page_key(url) == "daily.example/news/a"


def test_the_order_of_a_query_does_not_tell_pages_apart() -> None:
    assert page_key("https://daily.example/?b=2&a=1") == page_key("http://www.daily.example/?a=1&b=2")


@pytest.mark.parametrize(
    "url",
    [
        "https://daily.example/news/A",
        "https://daily.example/news/a/b",
        "https://daily.example/news/a?sid=12",
        "https://daily.example/news/a?page=2",
        "https://daily.example:8443/news/a",
        "https://m.daily.example/news/a",
    ],
)
def test_other_pages_have_other_keys(url: str) -> None:
    assert page_key(url) != "daily.example/news/a"


def test_what_is_no_address_is_its_own_key() -> None:
    assert page_key("https://[daily.example/") == "https://[daily.example/"
