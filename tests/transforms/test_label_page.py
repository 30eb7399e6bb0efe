"""The labelling page over real HTTP on loopback: it shows our reading, saves what fits, and answers nobody else."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from labelled import NOON, TEXT, TITLE, attack, claim, label, span

from transforms.labels.desk import Desk
from transforms.labels.draft import draft_article
from transforms.labels.file import append_label, read_labels
from transforms.labels.score import compare, score_labels
from transforms.labels.server import serve_labels
from transforms.texts import ArticleText

ARTICLE = ArticleText("art-1", 1, "https://wire.example/a", None, "Example Wire", TITLE, TEXT, NOON, "en")
OTHER = replace(ARTICLE, article_id="art-2", title="Council meets", text="The council met on Monday to speak of roads.")


@dataclass(frozen=True)
class Page:
    """The page as a browser asks for it."""

    address: str

    def ask(
        self, path: str, body: object = None, headers: dict[str, str] | None = None
    ) -> tuple[int, str, http.client.HTTPMessage]:
        where = urlsplit(self.address)
        assert where.hostname
        connection = http.client.HTTPConnection(where.hostname, where.port, timeout=30)
        own = {} if body is None else {"Content-Type": "application/json"}
        target = path if path.startswith("/") else where.path + path
        sent = None if body is None else json.dumps(body)
        connection.request("GET" if body is None else "POST", target, sent, own | (headers or {}))
        reply = connection.getresponse()
        text = reply.read().decode()
        connection.close()
        return reply.status, text, reply.headers

    def read(self, path: str) -> Any:
        status, text, _ = self.ask(path)
        assert status == 200
        return json.loads(text)


@contextmanager
def opened(out: Path, *articles: ArticleText) -> Iterator[Page]:
    with serve_labels(Desk(articles or (ARTICLE, OTHER), out, "ana"), now=lambda: NOON) as address:
        yield Page(address)


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    with opened(tmp_path / "labels.jsonl") as served:
        yield served


def test_article_is_shown_with_our_reading(page: Page) -> None:
    sheet = page.read("articles/0")
    (mention,) = sheet["draft"]
    assert (mention["location"], mention["event_date"], mention["fatalities_best"]) == ("Mosul", "2026-11-18", 5)
    spans = {(each["role"], each["quote"]) for each in mention["spans"]}
    assert {("location", "Mosul"), ("date", "Wednesday"), ("organisation", "Islamic State")} <= spans
    assert all(TEXT[each["start"] : each["end"]] == each["quote"] for each in mention["spans"] + mention["claims"])
    assert sheet["saved"] is None


def test_what_is_corrected_is_saved_and_found_again(page: Page, tmp_path: Path) -> None:
    status, _, _ = page.ask("articles/0", {"mentions": [attack(actor="Somebody else")]})
    assert status == 200
    (saved,) = read_labels(tmp_path / "labels.jsonl")
    assert (saved.article_id, saved.labeller, saved.labelled_at) == ("art-1", "ana", NOON)
    assert saved.mentions[0].actor == "Somebody else"
    assert saved.draft_digest == draft_article(ARTICLE).digest
    with opened(tmp_path / "labels.jsonl") as again:
        assert [each["is_labelled"] for each in again.read("articles")] == [True, False]
        assert again.read("articles/0")["saved"][0]["actor"] == "Somebody else"


def test_article_of_no_incident_can_be_labelled(page: Page, tmp_path: Path) -> None:
    assert page.read("articles/1")["draft"] == []
    assert page.ask("articles/1", {"mentions": []})[0] == 200
    (saved,) = read_labels(tmp_path / "labels.jsonl")
    assert (saved.article_id, saved.mentions) == ("art-2", ())


def test_what_the_title_alone_tells_has_no_words_in_the_text() -> None:
    read = draft_article(
        replace(ARTICLE, title="Gunmen kill five soldiers in Mosul in Iraq", text="Log in to read on.")
    )
    assert [(each.location, each.fatalities_best, each.spans) for each in read.mentions] == [("Mosul", 5, ())]


def test_label_of_another_text_is_not_taken_for_this_one(tmp_path: Path) -> None:
    append_label(tmp_path / "labels.jsonl", label(attack()))
    changed = replace(ARTICLE, text=f"{TEXT} Two more died.")
    with opened(tmp_path / "labels.jsonl", changed) as page:
        assert page.read("articles")[0]["is_labelled"] is False


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"mentions": [attack(spans=[span("actor", "Gunmen") | {"start": 0}])]}, "'Gunmen' expected at 0-8"),
        ({"mentions": [attack(sub_event_type="Raid")]}, "'Raid', expected one of"),
        ({"mentions": "none"}, "mentions: Input should be a valid array"),
        ([], "expected a JSON object"),
    ],
)
def test_label_that_does_not_fit_is_refused_with_a_message(
    body: object, message: str, page: Page, tmp_path: Path
) -> None:
    status, text, _ = page.ask("articles/0", body)
    assert status == 422
    assert message in json.loads(text)["error"]
    assert not (tmp_path / "labels.jsonl").exists()


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/", {}, 404),
        ("/guess/", {}, 404),
        ("", {"Host": "labels.example"}, 404),
        ("articles/7", {}, 422),
        ("articles/-1", {}, 404),
        ("articles/", {}, 404),
        ("../etc/passwd", {}, 404),
    ],
)
def test_what_is_not_ours_is_not_shown(path: str, headers: dict[str, str], status: int, page: Page) -> None:
    found, text, _ = page.ask(path, headers=headers)
    assert found == status
    assert "council" not in text.casefold()


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Host": "127.0.0.1.evil.example"},
    ],
)
def test_post_of_another_site_is_refused(headers: dict[str, str], page: Page, tmp_path: Path) -> None:
    assert page.ask("articles/0", {"mentions": []}, headers)[0] == 403
    assert page.ask("/guess/articles/0", {"mentions": []})[0] == 403
    assert not (tmp_path / "labels.jsonl").exists()


def test_page_loads_nothing_and_lets_nobody_frame_it(page: Page) -> None:
    status, text, headers = page.ask("")
    assert status == 200
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http://" not in text
    assert "https://" not in text


def test_reader_agrees_with_its_own_draft(tmp_path: Path) -> None:
    mentions = [mention.model_dump(mode="json") for mention in draft_article(ARTICLE).mentions]
    score = score_labels([label(*mentions)])
    rows = {row.name: (row.right, row.labelled, row.read) for row in score.rows}
    assert score.articles == 1
    assert rows["mentions"] == rows["event_date"] == rows["actor"] == (1, 1, 1)
    assert rows["claims"][0] == rows["claims"][1] == rows["claims"][2] > 0


def test_score_tells_what_differs() -> None:
    labelled = label(
        attack(), attack(event_date="2026-11-01", location="Basra", fatalities_best=None, claims=[], spans=[])
    )
    read = label(
        attack(actor="gunmen", claims=[claim("five", 5, claimant="police"), claim("attack", 1, quantity="injured")])
    )
    rows = {row.name: (row.right, row.labelled, row.read) for row in compare(labelled.mentions, read.mentions)}
    assert rows["mentions"] == (1, 2, 1)
    assert rows["actor"] == (0, 1, 1)
    assert rows["location"] == (1, 1, 1)
    assert rows["claims"] == (1, 1, 2)
    assert rows["role spans"] == (3, 3, 3)


def test_mention_that_shares_nothing_is_no_pair() -> None:
    labelled = label(attack(claims=[]))
    read = label(attack(event_date="2020-01-01", location="Basra", actor="x", fatalities_best=None, claims=[]))
    assert compare(labelled.mentions, read.mentions)[0].right == 0
