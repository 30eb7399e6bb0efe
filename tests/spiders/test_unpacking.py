import gzip

import pytest
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response, TextResponse
from scrapy.statscollectors import StatsCollector

from spiders.news import NewsSpider
from spiders.unpacking import UnpackingMiddleware

PAGE = "<p>Ten were killed in Aleppo.</p>" * 1_000
PACKED = gzip.compress(PAGE.encode())


def unpack(body: bytes, max_size: int = 1_000_000) -> Response:
    """What the middleware makes of an answer packed as gzip."""
    crawler = Crawler(NewsSpider, {"DOWNLOAD_MAXSIZE": max_size})
    crawler.stats = StatsCollector(crawler)
    headers = {"Content-Encoding": "gzip", "Content-Type": "text/html; charset=utf-8"}
    answer = Response("http://news.example/1", headers=headers, body=body)
    unpacked = UnpackingMiddleware.from_crawler(crawler).process_response(Request(answer.url), answer)
    assert isinstance(unpacked, Response)
    return unpacked


def test_a_whole_body_is_unpacked_without_scrapys_slow_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HttpCompressionMiddleware, "_decode", None)
    page = unpack(PACKED)
    assert isinstance(page, TextResponse)
    assert page.text == PAGE
    assert "Content-Encoding" not in page.headers


@pytest.mark.parametrize("body", [PACKED[:-9], PACKED[:-8] + bytes(8), PACKED + b"tail"])
def test_of_a_damaged_body_what_can_be_saved_is_kept(body: bytes) -> None:
    saved = unpack(body).body
    assert saved
    assert PAGE.encode().startswith(saved)


def test_members_one_after_another_are_one_body() -> None:
    assert unpack(PACKED + PACKED).body == (PAGE + PAGE).encode()


def test_what_is_not_packed_at_all_is_an_error() -> None:
    with pytest.raises(gzip.BadGzipFile):
        unpack(b"<p>plain</p>")


@pytest.mark.parametrize("body", [PACKED, PACKED + PACKED])
def test_a_body_that_grows_beyond_the_limit_is_refused(body: bytes) -> None:
    with pytest.raises(IgnoreRequest, match="DOWNLOAD_MAXSIZE"):
        unpack(body, max_size=len(PAGE) - 1)
