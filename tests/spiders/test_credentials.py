import json

import pytest
from web_server import NIGHT, CrawledSite, WebServer

from spiders.archive import night_folder, read_captures
from spiders.credentials import Credentials, CredentialsError, read_credentials
from spiders.logins import headers_of

COOKIES = json.dumps({"extra": {"cookies": {"session": "s3cret"}}})


def test_credentials_come_from_our_own_variable_or_from_airflow_s() -> None:
    basic = json.dumps({"login": "desk", "password": "s3cret"})
    assert read_credentials("two-rivers", {"NIGHTDESK_LOGIN_TWO_RIVERS": basic}) == Credentials("desk", "s3cret")
    as_airflow = json.dumps({"conn_type": "http", "extra": json.dumps({"cookies": {"session": "s3cret"}})})
    found = read_credentials("voa", {"AIRFLOW_CONN_NIGHTDESK_VOA": as_airflow})
    assert headers_of(found) == {"Cookie": "session=s3cret"}
    assert headers_of(Credentials("desk", "s3cret")) == {"Authorization": "Basic ZGVzazpzM2NyZXQ="}
    assert "s3cret" not in repr(found)


@pytest.mark.parametrize("value", ["", "s3cret", "[]", "{}", '{"login": "s3cret"}', '{"extra": "s3cret"}'])
def test_what_is_missing_is_named_and_no_secret_shown(value: str) -> None:
    with pytest.raises(CredentialsError) as caught:
        read_credentials("voa", {"NIGHTDESK_LOGIN_VOA": value})
    assert "NIGHTDESK_LOGIN_VOA" in str(caught.value)
    assert "s3cret" not in str(caught.value)


def test_a_login_goes_to_the_site_s_own_hosts_and_into_no_archive(
    web: WebServer, daily: CrawledSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    daily.write_site(web.url, feeds=[web.feed("/feed", [web.article("/members/1")])], login=True)
    refused = daily.crawl()
    assert (refused.exit_code, web.paths()) == (2, [])
    assert "neither NIGHTDESK_LOGIN_DAILY nor AIRFLOW_CONN_NIGHTDESK_DAILY is set" in daily.log()
    monkeypatch.setenv("NIGHTDESK_LOGIN_DAILY", COOKIES)
    assert daily.crawl().counts == {"discovery_ok": 1, "ok": 1}, daily.log()
    assert all(headers["Cookie"] == "session=s3cret" for _, _, headers in web.requests)
    assert len(read_captures(daily.raw, "daily", NIGHT)) == 3
    assert "s3cret" not in daily.log()
    for file in night_folder(daily.raw, "daily", NIGHT).iterdir():
        assert b"s3cret" not in file.read_bytes()
