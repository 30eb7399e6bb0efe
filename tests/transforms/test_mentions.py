"""Account → mention: every value traceable, each incident once, the main one first."""

from __future__ import annotations

from datetime import date

import pytest
from stories import mentions_of, story

from transforms.claims.count import Count
from transforms.mentions import Mention, claim_rows, mention_row
from transforms.schema import TABLES

AMBUSH = (
    "MAIDUGURI, Nigeria — Boko Haram fighters ambushed a convoy near Maiduguri on Monday, killing at least 12 soldiers "
    "and wounding five, the army said.\n"
    "Read more: A deadly attack killed ten in Kismayo\n"
    "The insurgency has killed more than 40,000 people since 2009."
)


@pytest.fixture(scope="module")
def ambush() -> Mention:
    return mentions_of(AMBUSH)[0]


def _words(mention: Mention, role: str) -> list[str]:
    return [AMBUSH[span.start : span.end] for span in mention.evidence if span.role == role]


def test_an_ambush_is_coded_whole(ambush: Mention) -> None:
    assert (ambush.rank, ambush.status, ambush.sub_event_type) == (1, "accomplished", "Armed clash")
    assert ambush.when.day == date(2024, 3, 11)
    assert ambush.where.place is not None
    assert (ambush.where.place.name, ambush.where.place.country) == ("Maiduguri", "NGA")
    assert ambush.actor is not None
    assert ambush.target is not None
    assert (ambush.actor.name, ambush.target.name) == ("Boko Haram", "Military Forces of Nigeria")
    assert (ambush.fatalities.low, ambush.fatalities.best) == (12, 12)
    assert ambush.injuries == Count(5, 5, 5)
    assert ambush.abducted == Count(None, None, None)


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("event", ["ambushed"]),
        ("actor", ["Boko Haram fighters"]),
        ("target", ["soldiers"]),
        ("location", ["Maiduguri"]),
        ("date", ["Monday"]),
        ("killed", ["at least 12"]),
        ("injured", ["five"]),
    ],
)
def test_evidence_points_at_the_very_words(ambush: Mention, role: str, words: list[str]) -> None:
    assert _words(ambush, role) == words


def test_the_place_in_evidence_is_not_the_dateline_s(ambush: Mention) -> None:
    assert [span.start for span in ambush.evidence if span.role == "location"] == [AMBUSH.index("Maiduguri")]


def test_the_insurgency_s_total_is_a_claim_and_no_evidence_of_the_dead(ambush: Mention) -> None:
    assert [claim.best for claim in ambush.claims if claim.is_cumulative] == [40_000]
    assert "40,000" not in _words(ambush, "killed")


def test_the_claims_are_the_army_s(ambush: Mention) -> None:
    assert {claim.claimant_raw for claim in ambush.claims if not claim.is_cumulative} == {"the army"}


def test_rows_fit_their_tables() -> None:
    mention = mentions_of(AMBUSH)[0]
    assert set(mention_row(story(AMBUSH), mention, "1")) == set(TABLES["mentions"].columns)
    claims = claim_rows(story(AMBUSH), mention)
    assert set(claims[0]) == set(TABLES["claims"].columns)


def test_separate_incidents_are_separate_mentions_ranked_from_one() -> None:
    text = (
        "Gunmen killed four soldiers near Kirkuk in Iraq on Monday. The gunmen fled, the army said. "
        "Separately, a car bomb wounded nine people in Mosul on Tuesday."
    )
    mentions = mentions_of(text, title="Gunmen kill four soldiers near Kirkuk")
    assert [mention.rank for mention in mentions] == [1, 2]
    assert [mention.where.raw for mention in mentions] == ["Kirkuk", "Mosul"]
    assert len({mention.mention_id for mention in mentions}) == 2


def test_a_round_up_gives_a_mention_for_each_item() -> None:
    text = (
        "Kirkuk, Iraq: Gunmen killed four soldiers on Monday.\n"
        "Mosul, Iraq: A car bomb wounded nine people on Monday.\n"
        "Basra, Iraq: A roadside bomb killed two policemen on Monday."
    )
    found = {mention.where.raw: (mention.fatalities.best, mention.injuries.best) for mention in mentions_of(text)}
    assert found == {"Kirkuk": (4, None), "Mosul": (None, 9), "Basra": (2, None)}


def test_a_running_total_of_a_round_up_goes_with_its_paragraph_or_with_the_first_incident() -> None:
    text = (
        "Kirkuk, Iraq: Gunmen killed four soldiers on Monday.\n"
        "Mosul, Iraq: A car bomb killed nine people on Monday. At least 60 people have been killed in the city this "
        "year.\n"
        "Basra, Iraq: A roadside bomb killed two policemen on Monday.\n"
        "At least 900 people have been killed in the country this year."
    )
    totals = [[claim.best for claim in mention.claims if claim.is_cumulative] for mention in mentions_of(text)]
    assert totals == [[900], [60], []]


@pytest.mark.parametrize(
    "text",
    [
        "The minister opened a school in Nairobi on Monday. Pupils sang.",
        "A court in Paris sentenced a man to life in prison for the 2015 attack that killed 130 people.",
        "Survivors marked the anniversary of the bombing that killed 200 people in Bali.",
        "The war has killed 400,000 people since 2014.",
    ],
)
def test_what_is_no_news_of_violence_gives_no_mention(text: str) -> None:
    assert mentions_of(text) == []


def test_who_claims_it_is_kept_beside_the_actor() -> None:
    text = "A bomb killed two people in Quetta, Pakistan. The Pakistani Taliban claimed responsibility for the attack."
    assert mentions_of(text)[0].responsibility_claimed_by == "Tehrik-i-Taliban Pakistan"


def test_nobody_claims_what_no_sentence_says() -> None:
    assert mentions_of("A bomb killed two people at a mosque in Quetta.")[0].responsibility_claimed_by is None


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Gunmen killed four soldiers near Kirkuk in Iraq on Monday.", "accomplished"),
        ("Police foiled a bomb attack on a market in Kirkuk, Iraq, on Monday.", "foiled"),
        ("Gunmen tried to kill a judge in Kirkuk, Iraq, on Monday.", "attempted"),
    ],
)
def test_status_says_how_far_the_act_went(text: str, status: str) -> None:
    assert [mention.status for mention in mentions_of(text, title="Attack in Kirkuk")] == [status]


@pytest.mark.parametrize(
    ("text", "sub_event_type"),
    [
        ("Armed men seized six oil workers near Goma on Tuesday.", "Abduction/forced disappearance"),
        ("A mob beat two traders to death in Lahore, Pakistan, on Tuesday.", "Mob violence"),
    ],
)
def test_the_way_is_told_by_the_verb_and_whom_it_counts(text: str, sub_event_type: str) -> None:
    assert [mention.sub_event_type for mention in mentions_of(text)] == [sub_event_type]


def test_the_weapon_is_named_or_implied() -> None:
    named = mentions_of("A car bomb killed two people in Kirkuk, Iraq, on Monday.")[0]
    implied = mentions_of("Two people were shot dead in Kirkuk, Iraq, on Monday.")[0]
    assert (named.weapon_type, implied.weapon_type) == ("Explosives", "Firearms")


def test_a_mention_keeps_its_id_when_it_is_read_again(ambush: Mention) -> None:
    assert mentions_of(AMBUSH)[0] == ambush


@pytest.mark.parametrize("sentences", [1, 30])
def test_confidence_is_a_share(sentences: int) -> None:
    for mention in mentions_of("\n".join(["Gunmen killed four soldiers in Kirkuk on Monday."] * sentences)):
        assert 0.0 < mention.confidence <= 1.0


def test_a_toll_of_two_attacks_is_neither_s() -> None:
    mentions = mentions_of(
        "Ten people were killed in two attacks in Nigeria's Borno state on Monday. Gunmen killed six farmers in Gwoza. "
        "Separately, four people died when a bomb exploded in Maiduguri on Monday.",
        title="10 killed in attacks on Gwoza and Maiduguri",
    )
    assert [mention.fatalities.best for mention in mentions] == [6, 4]
