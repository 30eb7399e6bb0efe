"""The message of a night: what was lost, what is published, what to type."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from textwrap import indent

from nightdesk.alert import compose_alert, compose_late
from nightdesk.night_facts import Loss, NightFacts, Refusal

NIGHT = date(2026, 11, 19)
SITES = ("dawn", "rudaw", "voa")
BROKEN = Loss(
    "crawl", "rudaw", 3, "crawl rudaw 2026-11-19: site broken: no feed could be read (https://r.test/: http_500)"
)
REFUSED = Loss("publish", None, 1, "claims: claim_id is not unique: c-1, c-1")


def text_of(facts: NightFacts) -> str:
    message = compose_alert(facts)
    assert message is not None
    return message.text


def test_clean_night_sends_no_message() -> None:
    assert compose_alert(NightFacts(NIGHT, SITES, (), release="2026-11-19-001", is_of_night=True)) is None


def test_clean_night_sends_one_if_it_is_wanted() -> None:
    facts = NightFacts(NIGHT, SITES, (), "2026-11-19-001", True, {"added": 12, "changed": 2})
    message = compose_alert(facts, even_if_clean=True)
    assert message is not None
    assert message.subject == "Nightdesk 2026-11-19: clean"
    assert message.text == "Published as release 2026-11-19-001: incidents 12 added, 2 changed."


def test_lost_site_is_named_with_its_sentence_and_the_commands_to_type() -> None:
    facts = NightFacts(NIGHT, SITES, (BROKEN,), "2026-11-19-001", True, {"added": 12})
    message = compose_alert(facts)
    assert message is not None
    assert (message.subject, message.lost_sites) == ("Nightdesk 2026-11-19: 1 of 3 sites lost", ("rudaw",))
    published, loss, whole = message.text.split("\n\n")
    assert published == "Published as release 2026-11-19-001: incidents 12 added."
    assert loss.splitlines() == [
        "rudaw: crawl ended with 3, site broken",
        f"  {BROKEN.message}",
        "  To do: correct its addresses in its TOML; see: nightdesk sites check rudaw",
        "  nightdesk crawl rudaw --night 2026-11-19 && nightdesk articles rudaw --night 2026-11-19",
    ]
    assert whole.splitlines()[-1].strip() == (
        "nightdesk extract --night 2026-11-19 && nightdesk incidents --night 2026-11-19"
        " && nightdesk publish --night 2026-11-19"
    )


def test_site_that_was_read_badly_is_not_asked_again() -> None:
    facts = NightFacts(NIGHT, SITES, (Loss("articles", "voa", 7, "4 of 9 pages have no date"),), "2026-11-19-001")
    assert "\n  nightdesk articles voa --night 2026-11-19\n" in text_of(facts)


def test_refused_release_says_where_readers_stay() -> None:
    facts = NightFacts(NIGHT, SITES, (REFUSED,), "2026-11-18-001")
    message = compose_alert(facts)
    assert message is not None
    assert message.subject == "Nightdesk 2026-11-19: nothing published, publish failed"
    assert message.text.startswith("This night is not published; readers stay on release 2026-11-18-001.")
    assert "claim_id is not unique" in message.text
    assert "nightdesk incidents --night 2026-11-19 && nightdesk publish --night 2026-11-19" in message.text


def test_night_of_which_no_site_worked_says_so() -> None:
    lost = tuple(Loss("crawl", site, 9, "site unreachable") for site in SITES)
    message = compose_alert(NightFacts(NIGHT, SITES, lost, "2026-11-18-001"))
    assert message is not None
    assert message.subject == "Nightdesk 2026-11-19: no site worked"
    assert "No incident changed; readers stay on release 2026-11-18-001." in message.text


def test_night_without_any_site_says_what_is_wrong_with_them() -> None:
    facts = NightFacts(NIGHT, (), (), site_fault="sites: none of its 2 sites is verified")
    message = compose_alert(facts)
    assert message is not None
    assert message.subject == "Nightdesk 2026-11-19: no site to crawl"
    assert "none of its 2 sites is verified" in message.text


def test_step_that_was_killed_is_told_as_not_ended() -> None:
    assert "voa: crawl has not ended" in text_of(NightFacts(NIGHT, SITES, (Loss("crawl", "voa", None, ""),)))


def test_refusals_are_counted_by_reason_with_an_example() -> None:
    refusals = (Refusal("articles", "no_date", 4, "https://v.test/1: no date"), Refusal("crawl", "http_404", 1, "u"))
    told = text_of(NightFacts(NIGHT, SITES, (BROKEN,), refusals=refusals)).split("\n\n")[-1]
    assert told.splitlines() == [
        "Left out by rule:",
        "  4 articles no_date, e.g. https://v.test/1: no date",
        "  1 crawl http_404, e.g. u",
    ]


def test_page_on_failures_shows_such_a_message() -> None:
    empty = "crawl voa 2026-11-19: site empty: its pages were read and announce no article; look at them in a browser"
    facts = NightFacts(
        NIGHT,
        SITES,
        (BROKEN, Loss("crawl", "voa", 6, empty)),
        "2026-11-19-001",
        True,
        {"added": 12, "changed": 2},
        (Refusal("articles", "no_date", 4, "https://dawn.test/1: the page gives no date that lies before its fetch"),),
    )
    message = compose_alert(facts)
    assert message is not None
    page = (Path(__file__).resolve().parents[1] / "docs" / "failures.md").read_text(encoding="utf-8")
    assert indent(f"{message.subject}\n\n{message.text}", "    ") in page


def test_late_night_names_the_sites_and_steps_that_are_missing() -> None:
    losses = (Loss("crawl", "rudaw", None, ""), Loss("extract", None, None, "it did not start"))
    message = compose_late(NightFacts(NIGHT, SITES, losses), hours=6)
    assert message.subject == "Nightdesk 2026-11-19: the night is late"
    assert "has not ended 6 hours after it began" in message.text
    assert "Sites not read to the end: rudaw\nSteps not done: extract" in message.text
