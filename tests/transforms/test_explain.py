"""Why the reader decided as it did: each reason is there, is the reader's, and shows on every surface."""

from __future__ import annotations

import json
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from builders import CLASH, NIGHT, SUKHNAH, Newsroom, account, claim, run, toll
from rich.console import Console
from stories import mentions_of, story

from transforms.explain import explain_article
from transforms.explain.explanation import Explanation, Finding, MentionReading
from transforms.explain.machine import render_json
from transforms.explain.marks import mark_text
from transforms.explain.page import render_page
from transforms.explain.published import read_incident
from transforms.explain.subject import SubjectError, find_changes, find_subject, write_subject
from transforms.explain.terminal import show_subject
from transforms.folders import Folders
from transforms.incidents.record import to_frame
from transforms.schema import TABLES
from transforms.tables import conform, write_parquet

TITLE = "Soldiers killed in ambush on bus"
TEXT = (
    "Islamic State fighters ambushed a bus near the town of al-Sukhna in Syria's Homs province on Wednesday, killing "
    "at least 14 soldiers, the Syrian Observatory for Human Rights said. Five of the dead were officers. "
    "State media said nine soldiers were killed. The group has killed more than 350 people since 2019.\n"
    "Separately, a car bomb killed three civilians in Aleppo on Thursday. The weather was fine."
)


@pytest.fixture(scope="module")
def explained() -> Explanation:
    return explain_article(story(TEXT, TITLE))


def mention(explained: Explanation, number: int) -> MentionReading:
    found = explained.accounts[number - 1].mention
    assert found is not None
    return found


def finding(explained: Explanation, kind: str, words: str) -> Finding:
    (found,) = [
        each
        for sentence in explained.sentences
        for each in sentence.findings
        if each.kind == kind and explained.article.text[each.start : each.end] == words
    ]
    return found


def test_what_is_explained_is_what_the_reader_makes(explained: Explanation) -> None:
    made = {found.mention_id: found.rank for found in mentions_of(TEXT, TITLE)}
    shown = {each.mention.mention_id: each.mention.rank for each in explained.accounts if each.mention}
    assert shown == made
    assert len(made) == 2


def test_each_sentence_says_where_it_went_and_why(explained: Explanation) -> None:
    assert [(sentence.account, sentence.why) for sentence in explained.sentences] == [
        (1, "the first to tell an event"),
        (1, "nothing in it conflicts with the account"),
        (1, "nothing in it conflicts with the account"),
        (None, "background: a running total over a war or a year"),
        (2, "its words open another event"),
        (None, "tells no event: no trigger, and no figure of people hurt"),
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Gunmen killed two men in Mosul on Monday. Gunmen killed a driver in Basra on Monday.", "its place conflicts"),
        ("Gunmen killed two men in Mosul on Monday. Gunmen killed a guard in Mosul on Wednesday.", "its day conflicts"),
    ],
)
def test_conflict_with_the_account_is_named(text: str, why: str) -> None:
    assert explain_article(story(text)).sentences[1].why.startswith(why)


def test_weight_is_told_part_by_part_against_what_is_needed(explained: Explanation) -> None:
    first = explained.accounts[0]
    assert {"harm", "trigger", "place", "day"} <= {part.name for part in first.weight}
    assert sum(part.points for part in first.weight) == first.total >= first.needed
    assert first.why == "what the article is about"


def test_account_that_is_passed_over_says_why() -> None:
    (found,) = explain_article(story("Rockets were seen at the parade near Minsk on Monday.")).accounts
    assert found.mention is None
    assert found.why == "passed over: no word in it tells of an act"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Police defused a car bomb in Kabul in Afghanistan on Monday.", ("foiled", "says so: “defused”")),
        (
            "Gunmen attacked a base near Kabul in Afghanistan on Monday.",
            ("accomplished", "nothing says that it was foiled"),
        ),
        ("The army in Mali denied reports of an attack on Mopti on Thursday.", ("denied", "denies that it took place")),
    ],
)
def test_status_says_which_words_told_it(text: str, status: tuple[str, str]) -> None:
    value = mention(explain_article(story(text)), 1).values[0]
    assert value.text == status[0]
    assert status[1] in value.why


def test_date_says_its_day_its_precision_and_what_it_is_the_day_of(explained: Explanation) -> None:
    found = finding(explained, "date", "Wednesday")
    assert (found.meaning, found.why) == (
        "Wed 2024-03-13",
        "weekday, precision 1 (a day), its sentence ties it to the act",
    )


def test_place_says_what_it_was_weighed_against_and_why_it_won(explained: Explanation) -> None:
    found = finding(explained, "place", "Aleppo")
    assert found.meaning.startswith("Aleppo, SYR (city)")
    assert "the country that the text's other places speak for" in found.why
    assert "weighed against Aleppo, SYR (admin1)" in found.why


def test_place_that_stays_unresolved_says_why() -> None:
    found = finding(
        explain_article(story("Gunmen killed five people in Springfield on Monday.")), "place", "Springfield"
    )
    assert found.meaning == "unresolved"
    assert found.why.startswith("unresolved: several namesakes that nothing tells apart, weighed against")


def test_side_is_told_by_its_votes_and_their_rules(explained: Explanation) -> None:
    taken = next(candidate for candidate in mention(explained, 1).actors if candidate.is_taken)
    assert taken.name == "Islamic State (armed group)"
    assert taken.points == pytest.approx(sum(part.points for part in taken.parts))
    assert any("subject of the act, sentence 1" in part.name for part in taken.parts)


def test_claim_says_who_speaks_and_of_what_it_is_a_part(explained: Explanation) -> None:
    claims = {claim.bounds[1]: claim for claim in mention(explained, 1).claims}
    assert claims[14].claimant == "Syrian Observatory for Human Rights (monitor)"
    assert "part of killed 14/14/– of Syrian Observatory for Human Rights" in claims[5].why
    assert claims[350].why.startswith("a running total")


def test_count_says_what_each_claim_does_to_it(explained: Explanation) -> None:
    (killed,) = [count for count in mention(explained, 1).counts if count.quantity == "killed"]
    assert killed.bounds[:2] == (9, 14)
    steps = {step.split(",")[0]: step for step in killed.steps}
    assert steps["State media: 9"].endswith("without it 14")
    assert steps["Syrian Observatory for Human Rights: 5"].endswith("changes nothing")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("The council met on Monday and spoke of roads.", "passed over: no word of it tells of an incident"),
        ("Rockets were seen at the parade near Minsk on Monday.", "read, but no account in it says enough"),
    ],
)
def test_article_that_is_passed_over_says_by_which_door(text: str, why: str) -> None:
    assert explain_article(story(text)).why.startswith(why)


def test_article_that_is_read_by_its_title_is_explained_by_it() -> None:
    read = explain_article(story("Log in to read on.", "Gunmen kill five soldiers in Mosul in Iraq"))
    assert (read.why, read.article.text) == ("read (by its title alone)", "Gunmen kill five soldiers in Mosul in Iraq")
    assert finding(read, "place", "Mosul").meaning.startswith("Mosul, ")
    assert mention(read, 1).rank == 1


def test_marks_cover_the_whole_text_and_name_the_roles(explained: Explanation) -> None:
    pieces = list(mark_text(explained))
    assert "".join(piece.text for piece in pieces) == TEXT
    roles = {(role, piece.text) for piece in pieces for role in piece.ends}
    assert {("1: actor", "Islamic State fighters"), ("2: place", "Aleppo"), ("2: killed 3", "three")} <= roles


@pytest.mark.parametrize("width", [40, 160])
def test_terminal_stays_in_its_width_and_tells_all(explained: Explanation, width: int) -> None:
    console = Console(width=width, record=True, file=Path("/dev/null").open("w"))  # noqa: SIM115 - closed with the test
    with console.file:
        for part in show_subject([explained], None, ["men-1: published by an earlier version"]):
            console.print(part)
        lines = console.export_text().splitlines()
    assert max(len(line) for line in lines) <= width
    told = re.sub(r"\s+", "", "".join(lines))
    assert {word for word in ("⟨1:actor⟩", "Separately", "men-1", "Observatory") if word not in told} == set()


class Outside(HTMLParser):
    """Collects what a page would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.fetched += [f"{tag} {name}={value}" for name, value in attrs if name in {"src", "srcset"} and value]
        if tag in {"link", "iframe", "object", "embed"}:
            self.fetched.append(tag)


def test_page_is_self_contained_and_escapes_what_the_web_wrote() -> None:
    title = "<script>alert(1)</script> Five killed in Mosul"
    page = render_page([explain_article(story("Gunmen <b>killed</b> five soldiers in Mosul on Wednesday.", title))])
    outside = Outside()
    outside.feed(page)
    assert outside.fetched == []
    assert "url(" not in page
    assert "<script>alert" not in page
    assert "&lt;b&gt;" in page


def test_json_has_every_part(explained: Explanation) -> None:
    told = json.loads(render_json([explained]))
    (article,) = told["articles"]
    assert article["article"]["published_at"] == "2024-03-15T09:00:00+00:00"
    assert article["accounts"][0]["mention"]["values"][0] == {
        "name": "status",
        "text": "accomplished",
        "why": "somebody was hurt",
        "start": None,
        "end": None,
    }


def test_published_incident_says_whose_figure_it_took() -> None:
    room = Newsroom()
    room.publish(
        "alpha", account(CLASH, SUKHNAH, toll(9), claims=[claim(9, "state media", "state", quantity="killed")])
    )
    room.publish("bravo", account(CLASH, SUKHNAH, toll(14), claims=[claim(14, "SOHR", "monitor", quantity="killed")]))
    made = run(room)
    articles = to_frame(conform(room.frames[2], TABLES["articles"]))
    (row,) = made.incidents.to_dict(orient="records")
    found = read_incident({str(name): value for name, value in row.items()}, made.mentions, made.claims, articles)
    assert {(voice.claimant, voice.bounds[1], voice.is_best) for voice in found.voices} == {
        ("state media", 9, False),
        ("SOHR", 14, True),
    }
    assert [(count.quantity, count.bounds) for count in found.counts] == [("killed", (9, 14, 14))]


def test_text_of_ones_own_is_read_as_of_its_day() -> None:
    subject = write_subject("Attack", "Gunmen killed five soldiers in Mosul on Wednesday.", "2026-11-19")
    (value,) = [
        value
        for each in explain_article(subject.articles[0]).accounts
        for value in (each.mention.values if each.mention else ())
        if value.name == "day"
    ]
    assert value.text == f"Wed {date(2026, 11, 18)}"
    with pytest.raises(SubjectError, match="'soon', expected ISO 8601"):
        write_subject("", "Five killed.", "soon")


def test_articles_of_ones_own_are_explained_and_bad_rows_named(tmp_path: Path) -> None:
    row = {"url": "https://a.example/1", "title": "Attack", "text": "Five killed.", "published_at": str(NIGHT)}
    (tmp_path / "a.jsonl").write_text(f"{json.dumps(row)}\n{{no\n")
    subject = find_subject(Folders(tmp_path), str(tmp_path / "a.jsonl"))
    assert [article.url for article in subject.articles] == ["https://a.example/1"]
    assert [refusal.split(":")[:3] for refusal in subject.refusals] == [["a.jsonl", "2", " not_json"]]


def test_what_is_nowhere_is_named_with_where_was_looked(tmp_path: Path) -> None:
    with pytest.raises(SubjectError, match=r"inc-0: not in .* \(no release, and the runs\)"):
        find_subject(Folders(tmp_path), "inc-0")


def test_what_the_runs_hold_is_found_by_each_of_its_names(tmp_path: Path) -> None:
    room = Newsroom()
    room.publish("alpha", account(CLASH, SUKHNAH, claims=[claim(9, "SOHR", quantity="killed")]), text="Nine killed.")
    mentions, claims, articles = room.frames
    folders = Folders(tmp_path)
    older = conform(claims, TABLES["claims"]).drop_columns(["modifier_raw"])
    write_parquet(conform(mentions, TABLES["mentions"]), folders.night_table("extract", "mentions", NIGHT))
    write_parquet(older, folders.night_table("extract", "claims", NIGHT))
    write_parquet(conform(articles, TABLES["articles"]), folders.articles("alpha", NIGHT))
    (row,) = mentions.to_dict(orient="records")
    asked = [articles["url"][0], "alpha", row["mention_id"], claims["claim_id"][0]]
    found = [find_subject(folders, str(each)) for each in asked]
    assert {subject.articles[0].text for subject in found} == {"Nine killed."}
    assert [len(subject.mention_ids) for subject in found] == [0, 0, 1, 1]


def test_mention_that_is_no_longer_read_is_told(explained: Explanation) -> None:
    subject = write_subject("", TEXT, "2024-03-15")
    known = mention(explained, 1).mention_id
    asked = type(subject)(subject.articles, (known, "men-0"))
    assert [change.split(":")[0] for change in find_changes(asked, [explained])] == ["men-0"]


def test_what_the_news_came_days_after_says_so() -> None:
    text = f"{TEXT.splitlines()[0]} The ambush came two days after a bomb killed nine policemen in Aleppo."
    assert "it tells what the news came days after" in [
        each.why for each in explain_article(story(text, TITLE)).sentences
    ]
