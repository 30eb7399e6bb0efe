"""robots.txt under forty requests at once, whatever it answers; each crawl in its child process."""

from collections import Counter
from collections.abc import Iterator

import pytest
from web_server import Answer, CrawledSite, WebServer, crawl_with_settings

RULES = b"User-agent: *\nDisallow: /private"
PAGE = b"<!doctype html><h1>Not here</h1><p>Disallow nothing, please</p>"
AT_ONCE = 40
ROBOTS = {
    "rules": Answer(RULES, content_type="text/plain", wait_seconds=0.3),
    "none": Answer(b"no such file", status=404, wait_seconds=0.3),
    "page": Answer(PAGE, wait_seconds=0.3),
    "down": Answer(PAGE, status=503, wait_seconds=0.3),
    "hangs": Answer(RULES, wait_seconds=30),
}


@pytest.fixture
def hosts() -> Iterator[dict[str, WebServer]]:
    servers = {name: WebServer() for name in ROBOTS}
    for name, server in servers.items():
        server.answers["/robots.txt"] = ROBOTS[name]
    yield servers
    for server in servers.values():
        server.stop()


def test_of_forty_requests_at_once_none_is_let_through_that_robots_txt_forbids(
    web: WebServer, hosts: dict[str, WebServer], daily: CrawledSite
) -> None:
    paths = [f"/{'private' if number % 2 else 'open'}/{number}" for number in range(AT_ONCE)]
    links = [server.article(path) for path in paths for server in hosts.values()]
    daily.write_site(web.url, feeds=[web.feed("/feed", links)], canonical_hosts=[host.host for host in hosts.values()])
    crawl_with_settings(daily, CONCURRENT_REQUESTS=len(links), CONCURRENT_REQUESTS_PER_DOMAIN=len(links))
    asked = {name: Counter(path.split("/")[1] for path in server.paths()) for name, server in hosts.items()}
    half = AT_ONCE // 2
    assert asked["rules"] == {"robots.txt": 1, "open": half}
    assert asked["none"] == {"robots.txt": 1, "open": half, "private": half}
    assert asked["page"] == {"robots.txt": 1, "open": half, "private": half}, "a page has no rules in it"
    assert set(asked["down"]) == {"robots.txt"}, "RFC 9309: 5xx is complete disallow"
    assert set(asked["hangs"]) == {"robots.txt"}
    assert daily.counts() == {
        "discovery_ok": 1,
        "ok": 5 * half,
        "robots_disallowed": half,
        "robots_unreachable": 2 * AT_ONCE,
    }
