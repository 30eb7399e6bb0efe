from __future__ import annotations

from datetime import timedelta
from typing import Any

import pandas as pd
import pytest
from builders import BOMB, CLASH, MOSUL, NIGHT, NOWHERE, SHOT, SUKHNAH, Newsroom, account, mentions_of, shuffle, toll

from transforms.incidents.linking import link_mentions, relink_mentions

DAY = NIGHT - timedelta(days=1)
MARKET = "A car bomb tore through the Bab al-Tub market on Wednesday, said Colonel Hamza Jubouri."
MAYOR = "Gunmen on a motorcycle shot Yasin Dawod, head of the Rashidiya council, at his house."


def clusters(*accounts: dict[str, Any]) -> int:
    return count(link_mentions(mentions_of(accounts)))


def count(labels: pd.Series) -> int:
    return len(set(labels.dropna()))


def texts(*pairs: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(pairs, columns=["article_id", "text"]).assign(title="")


def test_label_is_the_earliest_founding_mention() -> None:
    mentions = mentions_of([account(CLASH, SUKHNAH, toll(14)), account(CLASH, SUKHNAH, toll(9))])
    assert link_mentions(mentions).tolist() == [mentions["mention_id"][0]] * 2


def test_index_is_that_of_the_mentions() -> None:
    mentions = mentions_of([account(CLASH, SUKHNAH), account(BOMB, MOSUL)]).set_axis(["x", "y"])
    assert link_mentions(mentions).index.tolist() == ["x", "y"]


def test_day_off_by_one_across_time_zones_links() -> None:
    assert clusters(account(CLASH, SUKHNAH, toll(14)), account(CLASH, SUKHNAH, toll(14), day=DAY + timedelta(1))) == 1


def test_same_fight_three_days_on_is_another() -> None:
    assert clusters(account(CLASH, SUKHNAH, toll(14)), account(CLASH, SUKHNAH, toll(14), day=DAY + timedelta(3))) == 2


def test_follow_up_without_a_date_links_by_its_words() -> None:
    late = account(BOMB, MOSUL, day=DAY + timedelta(6), event_date_raw=None)
    mentions = mentions_of([account(BOMB, MOSUL, toll(12)), late])
    told = texts(("a0", MARKET), ("a1", "Families bury the dead of Bab al-Tub market, Colonel Hamza Jubouri said."))
    assert count(link_mentions(mentions, told)) == 1
    other = texts(("a0", MARKET), ("a1", MAYOR))
    assert count(link_mentions(mentions, other)) == 2


def test_vague_week_meets_the_day_within_it() -> None:
    week = account(CLASH, SUKHNAH, toll(14), day=DAY - timedelta(3), event_date_precision=3)
    assert clusters(account(CLASH, SUKHNAH, toll(14)), week) == 1


@pytest.mark.parametrize(("kilometres", "found"), [(5, 1), (40, 2)])
def test_two_names_of_one_village_link_by_distance(kilometres: float, found: int) -> None:
    near = SUKHNAH | {"location": "Sukhna", "latitude": 34.89 + kilometres / 111}
    one, other = account(BOMB, SUKHNAH, toll(2)), account(SHOT, near, toll(1))
    assert clusters(account(CLASH, SUKHNAH, toll(14)), account(CLASH, near, toll(14))) == 1
    assert clusters(one, other) == 2
    assert clusters(account(BOMB, SUKHNAH), account(BOMB, near)) == found


def test_places_more_than_150_km_apart_never_link() -> None:
    far = SUKHNAH | {"location": "Daraa", "admin1": "Daraa", "latitude": 32.6, "longitude": 36.1}
    mentions = mentions_of([account(CLASH, SUKHNAH, toll(14)), account(CLASH, far, toll(14))])
    assert count(link_mentions(mentions, texts(("a0", MARKET), ("a1", MARKET)))) == 2


def test_province_holds_its_town() -> None:
    province = {**SUKHNAH, "location": "Homs", "latitude": 34.7, "longitude": 36.7, "geo_precision": 3}
    assert clusters(account(CLASH, SUKHNAH, toll(14)), account(CLASH, province, toll(14))) == 1


def test_accounts_without_a_place_link_by_their_names() -> None:
    mentions = mentions_of([account(BOMB, MOSUL, toll(12)), account(BOMB, NOWHERE, toll(12))])
    assert count(link_mentions(mentions, texts(("a0", MARKET), ("a1", MARKET)))) == 1
    assert count(link_mentions(mentions, texts(("a0", MARKET), ("a1", MAYOR)))) == 2


def test_two_attacks_of_one_day_in_one_city_are_not_chained_by_a_vague_third() -> None:
    vague = account({"event_type": "Violence against civilians", "sub_event_type": "Attack"}, MOSUL)
    labels = link_mentions(mentions_of([account(BOMB, MOSUL, toll(12)), account(SHOT, MOSUL, toll(1)), vague]))
    assert labels[0] != labels[1]


def test_two_mentions_of_one_article_stay_two() -> None:
    room = Newsroom().publish("plain", account(CLASH, SUKHNAH, toll(14)), account(CLASH, SUKHNAH, toll(3)))
    assert count(link_mentions(room.frames[0])) == 2


def test_two_equal_mentions_of_one_article_are_one() -> None:
    room = Newsroom().publish("plain", account(CLASH, SUKHNAH, toll(14)), account(CLASH, SUKHNAH, toll(14)))
    assert count(link_mentions(room.frames[0])) == 1


def test_round_up_goes_to_the_incidents_that_it_lists() -> None:
    room = Newsroom()
    room.publish("market", account(BOMB, MOSUL, toll(12)))
    room.publish("clash", account(CLASH, SUKHNAH, toll(14)))
    room.publish("week", account(CLASH, SUKHNAH, toll(14)), account(BOMB, MOSUL, toll(12)))
    market, clash, first, second = link_mentions(room.frames[0])
    assert (first, second) == (clash, market)
    assert market != clash


def test_mention_of_a_shared_article_is_known_by_its_own_passage() -> None:
    text = f"{MARKET} {'Elsewhere the week was calm. ' * 20} {MAYOR}"
    spans = [[{"role": "actor", "start": start, "end": start + 80}] for start in (0, text.index(MAYOR))]
    room = Newsroom()
    room.publish("mayor", account(SHOT, NOWHERE))
    room.publish("week", account(SHOT, NOWHERE, evidence=spans[0]), account(SHOT, NOWHERE, evidence=spans[1]))
    mayor, first, second = link_mentions(room.frames[0], texts(("mayor", MAYOR), ("week", text)))
    assert second == mayor
    assert first != mayor


def test_threat_joins_but_does_not_found() -> None:
    threat = account(CLASH, SUKHNAH, status="threatened")
    assert link_mentions(mentions_of([threat])).isna().all()
    labels = link_mentions(mentions_of([threat, account(CLASH, SUKHNAH, toll(14))]))
    assert count(labels) == 1
    assert labels.notna().all()


def test_a_retold_incident_joins_but_does_not_found() -> None:
    retold = account(CLASH, SUKHNAH, is_retold=True)
    assert link_mentions(mentions_of([retold])).isna().all()
    labels = link_mentions(mentions_of([retold, account(CLASH, SUKHNAH, toll(14))]))
    assert count(labels) == 1
    assert labels.notna().all()


def test_risen_toll_costs_less_than_a_fallen_one() -> None:
    few, many = account(BOMB, MOSUL, toll(2)), account(BOMB, MOSUL, toll(30))
    assert clusters(few, many) == 1
    assert clusters(many, few) == 2


def test_no_mentions_give_no_labels() -> None:
    assert link_mentions(mentions_of([])).empty


@pytest.mark.parametrize("seed", range(8))
def test_order_of_rows_does_not_matter(seed: int) -> None:
    accounts = [
        account(part, place, toll(n))
        for part in (CLASH, BOMB, SHOT)
        for place in (MOSUL, SUKHNAH, NOWHERE)
        for n in (1, 2, 12)
    ]
    mentions = mentions_of(accounts)
    labels = link_mentions(mentions)
    pd.testing.assert_series_equal(link_mentions(shuffle(mentions, seed)).sort_index(), labels)


def test_relinking_what_is_touched_gives_the_clusters_of_linking_all() -> None:
    accounts = [
        account(part, place, toll(n), day=DAY - timedelta(week * 7))
        for part in (CLASH, BOMB)
        for place in (MOSUL, SUKHNAH)
        for n in (5, 6)
        for week in range(3)
    ]
    mentions = mentions_of(accounts)
    whole = link_mentions(mentions)
    new = mentions["mention_id"][0]
    moved = relink_mentions(mentions, None, {new}, {})
    assert 2 <= len(moved) < len(mentions)
    pd.testing.assert_series_equal(moved, whole[moved.index])
    assert set(whole[whole == whole[0]].index) <= set(moved.index)


def test_relinking_takes_the_whole_published_incident_along() -> None:
    mentions = mentions_of([account(CLASH, SUKHNAH, toll(14)), account(BOMB, MOSUL, toll(2))])
    held = dict.fromkeys(mentions["mention_id"], "inc-1")
    assert len(relink_mentions(mentions, None, {mentions["mention_id"][0]}, held)) == 2


def test_somebody_named_with_an_age_outweighs_a_misread_day() -> None:
    late = account(SHOT, MOSUL, toll(1), day=DAY + timedelta(9))
    mentions = mentions_of([account(SHOT, MOSUL, toll(1)), late])
    victim = "Gunmen shot Yasin Dawod, 34, at his house in Rashidiya."
    again = "Yasin Dawod, 34, shot at his house in Rashidiya, was buried."
    other = "Gunmen shot Karim Saleh, 51, at his shop in Bab al-Tub."
    assert count(link_mentions(mentions, texts(("a0", victim), ("a1", again)))) == 1
    assert count(link_mentions(mentions, texts(("a0", victim), ("a1", other)))) == 2


def test_two_shootings_of_one_day_in_one_city_are_told_apart_by_the_ages() -> None:
    mentions = mentions_of([account(SHOT, MOSUL)] * 2)
    one, other = "A 34-year-old man was shot at a market, police said.", "Police said a 34-year-old was shot on Friday."
    assert count(link_mentions(mentions, texts(("a0", one), ("a1", other)))) == 1
    assert count(link_mentions(mentions, texts(("a0", one), ("a1", other.replace("34", "51"))))) == 2


def test_two_accounts_of_one_article_meet_where_all_others_say_so() -> None:
    room = Newsroom()
    for name in ("plain", "rivers", "harmattan"):
        room.publish(name, account(CLASH, SUKHNAH, toll(14)))
    room.publish("oasis", account(CLASH, SUKHNAH, toll(14)), account(CLASH, SUKHNAH, toll(14), target_id="x"))
    assert count(link_mentions(room.frames[0])) == 1


def test_account_reaches_a_published_mate_that_lies_far_away_in_time() -> None:
    near, far = account(CLASH, SUKHNAH, toll(14)), account(CLASH, SUKHNAH, toll(14), day=DAY - timedelta(200))
    mentions = mentions_of([near, far, account(CLASH, SUKHNAH, toll(14), day=DAY - timedelta(199))])
    held = dict.fromkeys(mentions["mention_id"][:2], "inc-1")
    labels = relink_mentions(mentions, None, {mentions["mention_id"][0]}, held)
    assert len(labels) == 3
    assert labels[0] != labels[1] == labels[2]
