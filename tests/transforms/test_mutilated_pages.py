"""Pages of broken markup are read or refused by name, in bounded time and memory."""

import resource
import time
from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from page_html import make_page

from transforms.articles.reading import UNREAD, Refused, read_any_page

# CPU seconds and megabytes that no page may take; the memory is this whole process's, libraries included.
SECONDS, MEGABYTES = 2.0, 500
NOW = datetime(2026, 11, 20, tzinfo=UTC)
LINKED = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Raid", "datePublished": "2026"}</script>'
)
PAGE = make_page(head=f'<meta property="og:title" content="Raid">{LINKED}').encode()
SCRAPS = (
    b"<p>", b"</p>", b"<div class='", b"<table><tr><td>", b"</html>", b"<!--", b"-->", b"<![CDATA[", b"&#0;",
    b"&#xD800;",    b"&#x1F;", b"\x00", b"\xff\xfe", b"\xc3\x28", b"<script>", b"</script>", b"<svg><math>", b"<a href='http://[::1'>",
    b'<meta property="article:published_time" content="9999-99-99T99:99:99+99:99">', b"<base href='::'>", b"<h1>",
    b'<link rel="canonical" href="http://[bad">',
    b'<script type="application/ld+json">[[[{"@type": [1, null, {}]}]]]</script>',
    b'<script type="application/ld+json">{"@type": "Article", "author": [[{"name": {}}]], "keywords": 7}</script>',
    b"<br>" * 50, "می‌گویند\u202e".encode(), b"<time datetime='0001-01-01'>", b"<html lang='\xff'>", b"<p " * 40,
)  # fmt: skip


def read_bounded(body: bytes) -> None:
    start = time.process_time()
    try:
        reading = read_any_page(
            body, url="https://a.example/story", content_type=None, site_zone="UTC", fetched_at=NOW, is_article=True
        )
    except Refused as refused:
        assert refused.reason in UNREAD
    else:
        assert reading.text
    assert time.process_time() - start < SECONDS


@settings(max_examples=150, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, len(PAGE)), st.integers(0, 80), st.sampled_from(SCRAPS)), max_size=8))
def test_mutilated_page_is_read_or_refused_by_name(wounds: list[tuple[int, int, bytes]]) -> None:
    body = PAGE
    for at, cut, scrap in wounds:
        body = body[:at] + scrap + body[at + cut :]

    read_bounded(body)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_by_name(noise: bytes) -> None:
    read_bounded(
        b"<html><body><article>" + noise + b"<p>Nine soldiers were killed near Kessa on Monday, officials said."
    )


def test_huge_pages_are_read_in_bounds() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    paragraph = b"<p>Nine soldiers were killed near Kessa on Monday, and ten fled, officials said.</p>"
    for body in (
        b"<div>" * 20_000 + paragraph * 20,
        b"<table><tr><td>" * 300 + paragraph * 20,
        PAGE + b"<span>" * 20_000,
        PAGE + b"<ul><li><a href='/x'>More stories of today</a></ul>" * 3_000,
        paragraph * 3_000,
        b"<p>" + b"a " * 200_000,
        b"<p>" + b"=" * 300_000,
        PAGE.replace(b"<h1>", b"<h1>" + b"Kessa | " * 3_000),
        PAGE.replace(b"<article>", b"<article>" + b"January " * 5_000),
    ):
        read_bounded(body)

    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < MEGABYTES
