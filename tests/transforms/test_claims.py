"""Figures → claims: who says how many of whom."""

from __future__ import annotations

import pytest
from stories import mentions_of

from transforms.claims import make_claim_id
from transforms.claims.claim import Claim


def _claims(text: str) -> list[Claim]:
    """Claims of the first-ranked mention."""
    return list(mentions_of(text)[0].claims)


def _told(text: str) -> list[tuple[str, str, int | None]]:
    return [(claim.claimant, claim.quantity, claim.best) for claim in _claims(text)]


def test_a_figure_nobody_is_named_for_is_the_publication_s() -> None:
    assert _told("Gunmen killed four soldiers in Kirkuk, Iraq.") == [("Example Wire", "killed", 4)]


def test_each_claimant_keeps_its_own_figure() -> None:
    text = "A blast in Lahore killed nine people, police said. A doctor said 12 people died."
    assert [(quantity, best) for _, quantity, best in _told(text)] == [("killed", 9), ("killed", 12)]
    assert len({claimant for claimant, _, _ in _told(text)}) == 2


def test_a_subset_is_bound_to_its_whole() -> None:
    whole, part = _claims("A bomb killed 14 people, including three children, in Mogadishu.")
    assert (whole.best, whole.part_of) == (14, None)
    assert (part.best, part.part_of) == (3, whole.claim_id)


def test_a_subset_told_first_is_bound_to_the_whole_told_after() -> None:
    claims = {claim.best: claim for claim in _claims("Six civilians were among 22 people killed in Aleppo, Syria.")}
    assert claims[6].part_of == claims[22].claim_id


def test_a_part_told_in_a_sentence_of_its_own_is_one_of_whom_it_divides() -> None:
    told = "A strike on a house in Khan Younis in Gaza killed eight people and wounded five. {} of them were children."
    whole, _, part = _claims(told.replace("{} of them", "Three of the eight"))
    assert (part.quantity, part.best, part.victims_type, part.part_of) == ("killed", 3, "child", whole.claim_id)
    assert len(_claims(told.replace("{} of them", "Three of the seven"))) == 2


def test_that_some_were_not_hurt_counts_nobody() -> None:
    (mention,) = mentions_of("A bomb hit a bus in Quetta in Pakistan. Four guards were hurt. The pupils were not hurt.")
    assert mention.injuries.best == 4


def test_coordinated_groups_are_no_parts_of_each_other() -> None:
    claims = _claims("A bomb killed two soldiers and five civilians in Mogadishu.")
    assert [(claim.best, claim.part_of) for claim in claims] == [(2, None), (5, None)]


@pytest.mark.parametrize(
    ("told", "killed"),
    [
        ("Three policemen and three soldiers were killed", 6),
        ("Gunmen killed a man, his wife and his bodyguard", 3),
        ("The mayor and a bodyguard were shot dead", 2),
        ("Six people, three men and three women, were shot dead", 6),
        ("Two policemen were killed, police said, adding that the two officers were ambushed", 2),
    ],
)
def test_groups_of_one_statement_that_are_as_many_are_not_the_same(told: str, killed: int) -> None:
    (mention,) = mentions_of(f"{told} in Goma in the Democratic Republic of Congo on Monday.")
    assert mention.fatalities.best == killed


def test_the_total_of_a_war_is_kept_as_cumulative() -> None:
    text = "A bomb killed four people in Aden, Yemen, on Monday. The war has killed 400,000 people since 2014."
    assert [(claim.best, claim.is_cumulative) for claim in _claims(text)] == [(4, False), (400_000, True)]


def test_a_later_figure_that_dwarfs_the_first_is_cumulative() -> None:
    text = "A bomb killed four people in Aden, Yemen. Fighting has killed 9,000 people in the province."
    assert [(claim.best, claim.is_cumulative) for claim in _claims(text)] == [(4, False), (9_000, True)]


def test_more_than_forty_has_the_conservative_best() -> None:
    claim = _claims("A bomb killed more than 40 people in Mogadishu.")[0]
    assert (claim.low, claim.best, claim.high) == (40, 40, None)


def test_dozens_have_a_low_and_no_best() -> None:
    claim = _claims("A bomb killed dozens of people in Mogadishu.")[0]
    assert (claim.low, claim.best, claim.high) == (12, None, None)


def test_a_figure_repeated_in_the_article_s_voice_is_one_claim() -> None:
    text = "A blast in Lahore killed nine people, police said. The nine people killed in Lahore were buried."
    assert [best for _, quantity, best in _told(text) if quantity == "killed"] == [9]


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Al-Shabaab fighters attacked a base in Baidoa and killed three soldiers.", "target"),
        ("Al-Shabaab fighters attacked soldiers in Baidoa. Six Al-Shabaab fighters were killed.", "actor"),
    ],
)
def test_the_dead_are_on_the_side_that_they_are_of(text: str, side: str) -> None:
    assert [claim.side for claim in _claims(text)] == [side]


def test_the_number_and_the_sentence_stand_where_their_offsets_say() -> None:
    text = "The road was shut.\nA bomb killed 14 people, including three children, in Mogadishu on Monday."
    claims = _claims(text)
    assert [text[slice(*claim.number)] for claim in claims] == ["14", "three"]
    assert {text[claim.start : claim.end] for claim in claims} == {claims[0].sentence}


def test_ids_differ_within_and_between_mentions() -> None:
    ids = [make_claim_id(mention, number) for mention in ("men-1", "men-2") for number in range(3)]
    assert len(set(ids)) == 6
    assert ids[0] == make_claim_id("men-1", 0)


def test_another_claimants_children_are_some_of_the_people() -> None:
    text = "An air strike killed nine people in Idlib, Syria. The Observatory said four children were killed."
    nine, four = mentions_of(text)[0].claims
    assert (four.best, four.part_of) == (4, nine.claim_id)


def test_fighters_are_of_the_one_side_that_has_fighters() -> None:
    text = (
        "At least nine soldiers were killed near Pasto in Colombia on Monday when ELN guerrillas ambushed a convoy, "
        "the army said. The group said two of its own members were killed."
    )
    mention = mentions_of(text)[0]
    assert {claim.best: claim.side for claim in mention.claims} == {9: "target", 2: "actor"}


def test_a_headline_in_the_first_sentence_does_not_part_those_counted_together() -> None:
    killed = [
        claim
        for claim in _claims(
            "Raid kills 50 rebels Reuters Air raids killed 50 rebels and eight civilians near Kismayo."
        )
        if claim.quantity == "killed"
    ]
    assert [claim.best for claim in killed] == [50, 8]
    assert len({claim.chain for claim in killed}) == 1
    assert not any(claim.part_of for claim in killed)


def test_what_is_rounded_up_has_no_parts() -> None:
    claims = _claims("Almost a dozen villagers died and at least 11 villagers were killed in Kismayo, they said.")
    assert [(claim.best, claim.part_of) for claim in claims if claim.quantity == "killed"] == [(12, None), (11, None)]


@pytest.mark.parametrize(
    ("text", "kind", "side"),
    [
        ("A drone strike killed Al-Shabaab commander Abdi Nur in Jilib, Somalia.", "armed group", "target"),
        ("Gunmen killed village chief Ali Hassan in Goma, Congo.", "official", "target"),
        ("Gunmen killed Ali Hassan in Goma, Congo.", "unknown", "unknown"),
        ("A mine killed a camel herder near Mocha, Yemen.", "civilian", "target"),
        ("Two men opened fire in a mall in Leeds, England, killing three people.", "unknown", "target"),
    ],
)
def test_victims_are_of_the_kind_and_side_that_their_office_says(text: str, kind: str, side: str) -> None:
    (claim,) = _claims(text)
    assert (claim.victims_type, claim.side) == (kind, side)
