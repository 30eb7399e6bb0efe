import shutil

import pytest
from web_server import NIGHT, CrawledSite, WebServer

from spiders.archive import read_body, read_captures

pytest.importorskip("scrapy_playwright")

from spiders.browser import resolver_rules

WRITES_ITSELF = """<!doctype html><body><script>
fetch("/words").then(answer => answer.text()).then(words => { document.body.append(words); });
fetch("http://10.0.0.1/").catch(() => document.body.append(" and nowhere else"));
</script><img src="/picture">"""


def test_a_browser_reaches_the_site_s_hosts_at_public_addresses_and_no_other() -> None:
    rules = resolver_rules(["8.8.8.8", "127.0.0.1", "10.0.0.1", "2606:4700::1111"], allow_loopback=False)
    assert rules == "MAP 8.8.8.8 8.8.8.8, MAP 2606:4700::1111 [2606:4700::1111], MAP * ~NOTFOUND"
    assert resolver_rules(["127.0.0.1"], allow_loopback=True) == "MAP 127.0.0.1 127.0.0.1, MAP * ~NOTFOUND"


@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs Chromium")
def test_a_page_that_writes_itself_is_read_as_a_reader_sees_it(web: WebServer, daily: CrawledSite) -> None:
    web.page("/news/1", WRITES_ITSELF)
    web.page("/words", "The market reopened.", "text/plain")
    daily.write_site(web.url, feeds=[web.feed("/feed", [f"{web.url}/news/1"])], javascript=True)
    assert daily.crawl(timeout_seconds=60).counts == {"discovery_ok": 1, "ok": 1}, daily.log()[-3_000:]
    captures = {capture.url: capture for capture in read_captures(daily.raw, "daily", NIGHT)}
    body = read_body(daily.raw, captures[f"{web.url}/news/1"]).body.decode()
    assert "The market reopened." in body
    assert web.asked("/picture") == 0
    for _, _, headers in web.requests:
        assert {name.lower(): value for name, value in headers.items()}["user-agent"].startswith("nightdesk/")
