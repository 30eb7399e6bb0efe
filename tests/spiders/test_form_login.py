import json

import pytest
from web_server import NIGHT, Answer, CrawledSite, WebServer

from spiders.archive import night_folder, read_captures
from spiders.verdict import EXIT_BROKEN, EXIT_OK, EXIT_USAGE

SECRETS = json.dumps({"login": "desk@example.org", "password": "s3cret"})
FORM = """
<form action="/search"><input name="q"><input type="submit"></form>
<form method="post" action="/register">
 <input name="email"><input type="password" name="one"><input type="password" name="two"></form>
<form method="post" action="/session">
 <input type="hidden" name="token" value="t0ken"><input type="email" name="user"><input type="Password" name="pass">
 <input type="checkbox" name="stay"><button name="do" value="enter">Enter</button></form>
"""


@pytest.fixture
def members(web: WebServer, daily: CrawledSite, monkeypatch: pytest.MonkeyPatch) -> CrawledSite:
    """A site whose one article is announced in a feed, and whose form answers with a cookie and a redirect."""
    feed = web.feed("/feed", [web.article("/members/1")])
    web.answers["/login"] = Answer(FORM.encode(), headers={"Set-Cookie": "visit=v1sit"})
    web.answers["POST /session"] = Answer(
        status=303, headers={"Location": "/account", "Set-Cookie": "session=s3ssion; HttpOnly"}
    )
    daily.write_site(web.url, feeds=[feed], login=True, login_page=f"{web.url}/login")
    monkeypatch.setenv("NIGHTDESK_LOGIN_DAILY", SECRETS)
    return daily


def test_the_form_is_filled_in_first_and_its_cookies_go_with_every_request(
    web: WebServer, members: CrawledSite
) -> None:
    assert members.crawl().exit_code == EXIT_OK, members.log()
    assert web.paths() == ["/robots.txt", "/login", "POST /session", "/feed", "/members/1"]
    assert web.forms == [{"token": "t0ken", "user": "desk@example.org", "pass": "s3cret", "do": "enter"}]
    cookies = {path: headers.get("Cookie", "") for _, path, headers in web.requests}
    assert cookies["POST /session"] == "visit=v1sit"
    assert set(cookies["/members/1"].split("; ")) == {"visit=v1sit", "session=s3ssion"}
    assert not any("Authorization" in headers for _, _, headers in web.requests)


def test_nothing_of_it_is_archived_or_logged(members: CrawledSite) -> None:
    members.crawl()
    assert not any("login" in capture.url for capture in read_captures(members.raw, "daily", NIGHT))
    kept = [file.read_bytes() for file in night_folder(members.raw, "daily", NIGHT).iterdir()]
    for secret in ("s3cret", "s3ssion", "desk@example.org"):
        assert secret not in members.log()
        assert not any(secret.encode() in file for file in kept)


@pytest.mark.parametrize(
    ("path", "answer", "complaint"),
    [
        ("/login", Answer(b"<p>closed</p>"), "no form that asks for a name and one password"),
        ("/login", Answer(status=302, headers={"Location": "/enter"}), "status 302"),
        ("/login", Answer(FORM.replace('method="post"', "").encode()), "put the password into an address"),
        ("/login", Answer(FORM.replace("/session", "http://192.0.2.1/").encode()), "send the password to http://192.0"),
        ("/login", Answer(FORM.replace("/session", "mailto:x@y.example").encode()), "send the password to mailto:"),
        ("/login", Answer(hangs_up=True), "connection_failed"),
        ("POST /session", Answer(FORM.encode()), "it asks for the password again"),
        (
            "POST /session",
            Answer(status=302, headers={"Location": "/login?failed=1"}),
            "it asks for the password again",
        ),
        ("POST /session", Answer(status=401), "status 401"),
    ],
)
def test_a_form_that_does_not_let_us_in_breaks_the_site_and_nothing_else_is_asked(
    web: WebServer, members: CrawledSite, path: str, answer: Answer, complaint: str
) -> None:
    web.answers[path] = answer
    result = members.crawl()
    assert result.exit_code == EXIT_BROKEN, members.log()
    assert "did not let us in" in result.message
    assert complaint in members.log()
    assert "s3cret" not in members.log()
    assert web.asked("/feed") == 0
    assert len(web.forms) <= 1


def test_robots_txt_holds_for_the_form_too(web: WebServer, members: CrawledSite) -> None:
    web.page("/robots.txt", "User-agent: *\nDisallow: /login", "text/plain")
    assert members.crawl().exit_code == EXIT_BROKEN
    assert "robots_disallowed" in members.log()
    assert web.asked("/login") == 0


def test_cookies_alone_cannot_fill_in_a_form(
    web: WebServer, members: CrawledSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NIGHTDESK_LOGIN_DAILY", json.dumps({"extra": {"cookies": {"session": "s3cret"}}}))
    assert members.crawl().exit_code == EXIT_USAGE
    assert "NIGHTDESK_LOGIN_DAILY: no login and password for the site's form" in members.log()
    assert web.paths() == []
