"""Claims → low, best and high."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st
from stories import mentions_of

from transforms.casualties import read_casualties
from transforms.claims.claim import Claim
from transforms.claims.count import NOT_REPORTED, Count
from transforms.claims.counts import count_people, read_people
from transforms.claims.victims import count_civilians, count_side
from transforms.schema import VICTIM_TYPES

BOTH_SIDES = (
    "Soldiers clashed with Al-Shabaab fighters near Baidoa in Somalia on Monday. "
    "Three soldiers and eight Al-Shabaab fighters were killed."
)
CLAIM = Claim(
    claim_id="clm-0",
    claimant="Example Wire",
    claimant_type="media",
    claimant_raw=None,
    quantity="killed",
    low=4,
    best=4,
    high=4,
    modifier_raw=None,
    victims="people",
    victims_type="unknown",
    victims_raw="people",
    side="unknown",
    part_of=None,
    is_cumulative=False,
    sentence="Four people were killed.",
    start=0,
    end=24,
    scope="total",
    form="count",
    chain=0,
    number=(0, 4),
)


def _claim(number: int, **changes: object) -> Claim:
    """A claim of `number` people killed; each is a statement of its own unless told otherwise."""
    return replace(CLAIM, **{"low": number, "best": number, "high": number, "chain": number, **changes})  # type: ignore[arg-type]


def _killed(*claims: Claim, title: str = "") -> Count:
    return count_people(claims, "killed", read_casualties(title))


def test_nothing_claimed_is_not_reported() -> None:
    assert _killed() == NOT_REPORTED == Count(None, None, None)


def test_none_killed_is_zero_not_null() -> None:
    assert _killed(_claim(0)) == Count(0, 0, 0)


def test_other_quantities_do_not_count() -> None:
    assert _killed(_claim(4), _claim(9, quantity="injured")) == Count(4, 4, 4)


def test_disjoint_groups_of_one_statement_add_up() -> None:
    assert _killed(_claim(2, chain=7), _claim(3, chain=7)) == Count(5, 5, 5)


def test_a_part_is_not_added_to_its_whole() -> None:
    assert _killed(_claim(14, chain=7), _claim(3, chain=7, part_of="clm-0")) == Count(14, 14, 14)


def test_a_running_total_never_counts() -> None:
    assert _killed(_claim(4), _claim(400_000, is_cumulative=True)) == Count(4, 4, 4)
    assert _killed(_claim(400_000, is_cumulative=True)) == NOT_REPORTED


def test_claimants_bound_each_other_and_add_nothing() -> None:
    assert _killed(_claim(9, claimant="police"), _claim(12, claimant="doctor")) == Count(9, 9, 12)


def test_the_title_says_which_claimant_is_believed() -> None:
    claims = [_claim(9, claimant="police"), _claim(12, claimant="doctor")]
    assert _killed(*claims, title="Blast kills 12 in Lahore") == Count(9, 12, 12)


def test_an_update_stands_for_what_the_claimant_said_before() -> None:
    assert _killed(_claim(5), _claim(8, start=30, scope="update")) == Count(8, 8, 8)


def test_a_low_bound_without_a_number_stays_low() -> None:
    assert _killed(_claim(0, low=12, best=None, high=None)) == Count(12, None, None)


def test_the_dead_of_both_sides_add_up_where_they_are_told_side_by_side() -> None:
    assert mentions_of(BOTH_SIDES)[0].fatalities == Count(11, 11, 11)
    apart = [_claim(3, side="actor", start=0), _claim(8, side="target", start=40, chain=41)]
    assert _killed(*apart) == Count(11, 11, 11)


def test_the_dead_of_one_side_told_twice_do_not_add_up() -> None:
    twice = [_claim(8, side="target", start=0), _claim(3, side="target", start=40, chain=41)]
    assert _killed(*twice) == Count(8, 8, 8)


def test_the_dead_of_a_side_told_late_add_nothing_to_the_total() -> None:
    late = [
        _claim(20, side="target", start=0),
        _claim(20, side="target", start=40, chain=41),
        _claim(3, side="actor", start=300),
    ]
    assert _killed(*late) == Count(20, 20, 20)


def test_each_side_has_its_own_dead() -> None:
    mention = mentions_of(BOTH_SIDES)[0]
    assert (mention.fatalities_actor, mention.fatalities_target, mention.fatalities_civilians) == (3, 8, None)


def test_a_side_never_has_more_dead_than_there_are() -> None:
    claims = [_claim(4), _claim(9, side="target", claimant="the army")]
    assert count_side(claims, "target", Count(4, 4, 9)) is None


def test_children_are_civilians() -> None:
    claims = [_claim(14), _claim(3, victims_type="child", part_of="clm-0")]
    assert count_civilians(claims, Count(14, 14, 14), is_fight=True) == 3


def test_soldiers_are_no_civilians() -> None:
    assert count_civilians([_claim(4, victims_type="state forces")], Count(4, 4, 4), is_fight=False) is None


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    """Any claim that gives a number ("12", "at least 12", "up to 12", "10 to 15") or a vague word ("dozens")."""
    low, best, high = sorted(draw(st.tuples(*[st.integers(0, 500)] * 3)))
    if draw(st.booleans()):
        best, high = draw(st.sampled_from([(best, high), (best, None), (None, None)]))
    else:
        low = draw(st.sampled_from([low, None]))
    return replace(
        CLAIM,
        low=low,
        best=best,
        high=high,
        claimant=draw(st.sampled_from(["Example Wire", "police", "doctor"])),
        quantity=draw(st.sampled_from(["killed", "injured"])),
        side=draw(st.sampled_from(["actor", "target", "bystander", "unknown"])),
        victims_type=draw(st.sampled_from(VICTIM_TYPES)),
        part_of=draw(st.sampled_from([None, None, "clm-9"])),
        is_cumulative=draw(st.booleans()),
        scope=draw(st.sampled_from(["total", "subset", "increment", "update"])),
        form=draw(st.sampled_from(["count", "single", "pronoun", "definite", "name"])),
        start=draw(st.sampled_from([0, 40, 80])),
        chain=draw(st.integers(0, 4)),
    )


def _is_ordered(count: Count) -> bool:
    values = [value for value in (count.low, count.best, count.high) if value is not None]
    return values == sorted(values)


@settings(derandomize=True, deadline=None)
@given(st.lists(claims(), max_size=8), st.sampled_from(["", "Blast kills 12", "12 soldiers and 7 rebels killed"]))
def test_low_is_at_most_best_and_best_at_most_high(told: list[Claim], title: str) -> None:
    assert _is_ordered(_killed(*told, title=title))


@settings(derandomize=True, deadline=None)
@given(st.lists(claims(), max_size=8))
def test_a_running_total_changes_no_count(told: list[Claim]) -> None:
    news = [claim for claim in told if not claim.is_cumulative]
    assert _killed(*told) == _killed(*news)


@settings(derandomize=True, deadline=None)
@given(st.lists(claims(), max_size=8), st.sampled_from(["actor", "target"]))
def test_no_side_outnumbers_the_dead(told: list[Claim], side: str) -> None:
    total = _killed(*told)
    part = count_side(told, side, total)
    assert part is None or (total.best is not None and part <= total.best)


@settings(derandomize=True, deadline=None)
@given(st.lists(claims().map(partial(replace, quantity="injured")), max_size=8))
def test_the_wounded_are_not_the_dead(told: list[Claim]) -> None:
    assert _killed(*told) == NOT_REPORTED


def _injured(text: str, title: str = "Shooting in Dayton") -> Count:
    return mentions_of(text, title)[0].injuries


def test_who_dies_in_the_telling_is_not_injured_as_well() -> None:
    text = "A man was shot in Dayton, Ohio, on Monday, police said. The victim, 23, died at the hospital."
    assert _injured(text) == NOT_REPORTED
    assert mentions_of(text, "Shooting in Dayton")[0].fatalities == Count(1, 1, 1)


def test_the_dead_are_among_all_who_were_shot() -> None:
    assert _injured("Five people were shot in Dayton, Ohio, on Monday, one fatally, police said.") == Count(4, 4, 4)
    others = "One man was killed and five others were shot in Dayton, Ohio, on Monday, police said."
    assert _injured(others) == Count(5, 5, 5)


def test_people_told_of_one_by_one_are_counted() -> None:
    text = (
        "A 21-year-old man was shot in the leg in Dayton, Ohio, on Monday, police said. "
        "A woman was wounded in the arm. The man was taken to hospital."
    )
    assert _injured(text) == Count(2, 2, 2)


def test_a_title_tells_of_a_death_that_the_text_does_not() -> None:
    text = "A teenager was shot in Dayton, Ohio, on Monday, police said. He was in critical condition."
    assert mentions_of(text, "Teen dies after Dayton shooting")[0].fatalities == Count(1, 1, 1)


def test_all_the_dead_are_civilians_where_no_fighter_is_told_of() -> None:
    claims = [_claim(14), _claim(3, victims_type="child", part_of="clm-0")]
    assert count_civilians(claims, Count(14, 14, 14), is_fight=False) == 14


def test_fighters_among_the_dead_leave_the_rest_to_the_civilians() -> None:
    claims = [_claim(22), _claim(16, victims_type="armed group", victims_raw="militants", part_of="clm-0", chain=9)]
    assert count_civilians(claims, Count(22, 22, 22), is_fight=False) == 6


def test_civilians_of_one_statement_add_up() -> None:
    women, child = _claim(5, victims_type="woman", chain=7), _claim(1, victims_type="child", chain=7)
    assert count_civilians([women, child], Count(6, 6, 6), is_fight=True) == 6


def test_killed_or_injured_bounds_both_and_is_neither() -> None:
    joint = _claim(23, quantity="killed or injured")
    assert _killed(joint) == Count(0, None, 23)
    assert count_people([joint], "injured") == Count(0, None, 23)


def test_the_dead_leave_the_injured_of_all_who_were_hit() -> None:
    joint = _claim(23, quantity="killed or injured")
    assert count_people([joint, _claim(4)], "injured") == Count(19, 19, 19)


def test_a_number_goes_before_a_word_of_the_same_claimant() -> None:
    scores = _claim(0, low=20, best=None, high=None)
    assert _killed(scores, _claim(15, start=40, chain=41)).best == 15


def test_a_side_without_a_number_leaves_the_sum_open() -> None:
    dozens = _claim(0, low=12, best=None, high=None, chain=7)
    assert _killed(_claim(4, chain=7), dozens) == Count(16, 16, None)


def test_the_title_may_tell_one_group_of_a_statement() -> None:
    claims = [_claim(50, chain=7), _claim(8, chain=7)]
    assert _killed(*claims, title="Raids kill 50 militants").best == 58


def test_claimants_whose_bounds_do_not_meet_are_in_conflict() -> None:
    at_least = _claim(19, high=None, claimant="monitor")
    assert read_people([_claim(13, claimant="agency"), at_least], "killed").is_conflict
    assert not read_people([_claim(21, claimant="agency"), at_least], "killed").is_conflict


def test_people_told_of_in_one_breath_are_different_people() -> None:
    told = mentions_of("Gunmen shot dead a senior prosecutor and his driver in Quetta, Pakistan, on Thursday.")[0]
    assert told.fatalities.best == 2


def test_a_group_in_the_title_comes_to_what_is_counted_beside_it() -> None:
    own = _claim(50, claimant="Example Wire", chain=1)
    beside = [_claim(number, claimant="the ministry", claimant_raw="the ministry", chain=2) for number in (50, 8)]
    assert _killed(own, *beside, title="Air raids kill 50 rebels").best == 58


def test_what_is_rounded_up_gives_way_to_the_figure_told_with_it() -> None:
    assert _killed(_claim(12, low=None, chain=1), _claim(11, high=None, chain=2)).best == 11


def test_two_of_the_attackers_are_no_part_of_the_policemen_killed() -> None:
    text = "Gunmen killed 11 policemen in Rask in Iran, state television said. Guards killed two of the attackers."
    (mention,) = mentions_of(text, "Attack on police post in Rask kills 11 officers")
    assert mention.fatalities == Count(13, 13, 13)


def test_militiamen_among_the_soldiers_killed_are_a_part_of_them() -> None:
    text = (
        "At least 14 government soldiers and allied militiamen were killed in an ISIS attack near Palmyra in Syria, a "
        "monitor said.\nThose killed in the attack include six militants from the Zahra Brigade, it said on Monday."
    )
    (mention,) = mentions_of(text, "ISIS attack near Palmyra")
    assert mention.fatalities == Count(14, 14, 14)
    whole, part = (claim for claim in mention.claims if claim.quantity == "killed")
    assert (part.best, part.part_of) == (6, whole.claim_id)


def test_what_the_side_lost_that_the_title_leaves_out_adds_to_what_it_tells() -> None:
    text = "Troops in Rann killed 12 insurgents, the army said. Two soldiers died in the fight, it said."
    (mention,) = mentions_of(text, "Troops kill 12 insurgents in Rann")
    assert mention.fatalities == Count(14, 14, 14)


def test_a_lead_that_counts_the_dead_of_all_incidents_counts_for_none() -> None:
    text = (
        "Cameroon's military said that 15 soldiers were killed by separatists this week. On Tuesday a bomb hit a "
        "convoy in Kumbo. Seven soldiers died there. On Thursday a patrol was ambushed in Bamenda. Eight soldiers "
        "were killed, the colonel said."
    )
    told = mentions_of(text)
    assert sorted(mention.fatalities.best or 0 for mention in told) == [7, 8]
    assert [claim.best for mention in told for claim in mention.claims if claim.is_cumulative] == [15]


def test_who_is_hurt_beside_the_dead_of_a_sentence_lives() -> None:
    (mention,) = mentions_of("Gunmen fired at a shop in Yarang in Thailand, killing its owner and injuring his wife.")
    assert (mention.fatalities, mention.injuries) == (Count(1, 1, 1), Count(1, 1, 1))


def test_the_attackers_who_fell_add_to_those_that_the_title_counts() -> None:
    text = (
        "Five fighters of the Syrian Democratic Forces were killed in an Islamic State attack near Busayrah in Syria, "
        "a monitor said on Friday. Two of the attackers also died in the exchange of fire, it said."
    )
    (mention,) = mentions_of(text, "Five SDF fighters killed in attack in Syria")
    assert mention.fatalities == Count(7, 7, 7)


def test_the_title_may_sum_up_what_one_claimant_counts() -> None:
    text = (
        "Militiamen attacked an army post near Mongbwalu in Congo. Nine civilians were killed along with two soldiers, "
        "the army said. Its forces killed six of the attackers, the army said."
    )
    (mention,) = mentions_of(text, "Attack on army post leaves 17 dead")
    assert mention.fatalities == Count(17, 17, 17)


def test_what_a_group_says_of_its_enemies_comes_after_who_else_counts_them() -> None:
    text = (
        "Fighters of the Fano militia attacked soldiers near Bichena in Ethiopia on Sunday. A Fano spokesman said 28 "
        "soldiers had been killed. A shopkeeper said he had counted seven bodies in uniform."
    )
    (mention,) = mentions_of(text, "Fano attack soldiers in Ethiopia")
    assert mention.fatalities.best == 7


def test_of_what_is_denied_only_the_deniers_none_counts() -> None:
    text = (
        "The border guard of Chile denied reports of a shoot-out near Arica. Channels wrote that four guards had been "
        'killed. "None of our men was killed," it said.'
    )
    (mention,) = mentions_of(text)
    assert (mention.status, mention.fatalities.best) == ("denied", 0)


def test_the_title_may_sum_up_what_several_count() -> None:
    text = (
        "Militants stormed a police office in Karachi in Pakistan and four people were killed, officials said. Three "
        "attackers died too. A fifth victim died in hospital, a surgeon said."
    )
    (mention,) = mentions_of(text, "Gunmen storm Karachi police office; eight dead")
    assert mention.fatalities == Count(8, 8, 8)
    (mention,) = mentions_of(text, "Gunmen storm Karachi police office; dozens dead")
    assert mention.fatalities.best == 5


def test_a_fifth_dead_comes_after_four() -> None:
    text = "A bomb killed four policemen in Daquq in Iraq, police said. A fifth policeman died later, a doctor said."
    (mention,) = mentions_of(text, "Bomb kills policemen")
    assert mention.fatalities == Count(5, 5, 5)


def test_a_policeman_who_is_hurt_is_not_the_soldier_who_died() -> None:
    text = "A soldier was killed in a gunfight in Kulgam in India. A policeman and two soldiers were hurt, police said."
    (mention,) = mentions_of(text, "Soldier killed in gunfight")
    assert (mention.fatalities, mention.injuries) == (Count(1, 1, 1), Count(3, 3, 3))


def test_what_another_says_later_is_no_whole_of_those_shot() -> None:
    text = (
        "Gunmen took passengers off a bus near Mastung in Pakistan and shot nine of them dead, officials said. A rebel "
        "group said it had killed 11 agents."
    )
    (mention,) = mentions_of(text, "Nine bus passengers shot dead")
    assert mention.fatalities.best == 9


def test_more_victims_add_to_what_another_said_where_the_title_has_the_sum() -> None:
    text = (
        "Armed men opened fire in a pool hall in Choloma, Honduras, leaving 11 dead, police said. "
        "Two more victims died later, the hospital said."
    )
    (mention,) = mentions_of(text, "13 slain in attack on pool hall")
    assert mention.fatalities == Count(13, 13, 13)
    assert count_people(mention.claims, "killed") == Count(11, 11, 11)


def test_the_others_who_were_killed_add_to_whoever_is_told_of_before() -> None:
    text = (
        "Gunmen shot dead the governor in Pamplona, Philippines, police said. Eight others were killed, a colonel said."
    )
    (mention,) = mentions_of(text, "Governor, 8 others killed")
    assert mention.fatalities == Count(9, 9, 9)


def test_what_a_band_boasts_of_gives_way_to_what_the_force_says_it_lost() -> None:
    text = (
        "Special forces killed 14 al Shabaab fighters at Awdheegle in Somalia and lost one man, the army said. "
        "Al Shabaab said its fighters had killed 23 soldiers."
    )
    (mention,) = mentions_of(text, "Army kills 14 al Shabaab fighters")
    assert mention.fatalities.best == 15


def test_attackers_told_of_among_the_dead_are_of_them() -> None:
    text = "Gunmen attacked a camp in Kaya, Burkina Faso. Twelve people died, including three attackers, police said."
    (mention,) = mentions_of(text, "Twelve dead in attack on camp")
    assert mention.fatalities == Count(12, 12, 12)
