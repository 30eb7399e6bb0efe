from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from builders import (
    BOMB,
    CLASH,
    MOSUL,
    NIGHT,
    SHOT,
    SUKHNAH,
    Newsroom,
    account,
    claim,
    current,
    publish,
    run,
    shuffle,
    toll,
)

from transforms.incidents import NO_MENTION, Made, make_incidents
from transforms.incidents.identity import make_incident_id

NEXT = NIGHT + timedelta(days=1)


def three_outlets() -> Newsroom:
    room = Newsroom()
    room.publish("plain", account(CLASH, SUKHNAH, toll(14)), hour=6)
    room.publish("rivers", account(CLASH, SUKHNAH, toll(9)), hour=9)
    return room.publish("harmattan", account(CLASH, SUKHNAH, toll(17)), hour=7)


def tables(made: Made) -> list[pd.DataFrame]:
    return [made.incidents, made.revisions, made.mentions, made.claims]


def assert_same(one: Made, other: Made) -> None:
    for left, right in zip(tables(one), tables(other), strict=True):
        pd.testing.assert_frame_equal(left, right)


def test_three_outlets_with_three_tolls_make_one_incident() -> None:
    made = run(three_outlets())
    [incident] = made.incidents.to_dict("records")
    assert (incident["source_count"], incident["article_count"], incident["mention_count"]) == (3, 3, 3)
    assert [incident[f"fatalities_{bound}"] for bound in ("low", "best", "high")] == [9, 9, 17]
    assert incident["incident_id"] == make_incident_id("plain", 1)
    assert set(made.mentions["incident_id"]) == {incident["incident_id"]}


def test_summary_tells_who_whom_where_and_how_many() -> None:
    [summary] = run(three_outlets()).incidents["summary"]
    assert summary == (
        "On 18 November 2026 Islamic State clashed with Military Forces of Syria in Al Sukhnah, Homs, Syria; "
        "9 to 17 killed (best 9), according to 3 sources."
    )


def test_claims_carry_the_incident_of_their_mention() -> None:
    room = Newsroom().publish("plain", account(CLASH, SUKHNAH, claims=[claim(14, "the Observatory", "monitor")]))
    made = run(room)
    assert list(made.claims["incident_id"]) == list(made.incidents["incident_id"])
    assert list(made.incidents["claimants"][0]) == ["the Observatory"]
    assert made.incidents["fatalities_best"][0] == 14


def test_two_attacks_of_one_day_in_one_city_stay_two() -> None:
    room = Newsroom()
    for outlet in ("plain", "rivers"):
        room.publish(f"{outlet}-market", account(BOMB, MOSUL, toll(12)))
        room.publish(f"{outlet}-mayor", account(SHOT, MOSUL, toll(1)))
    made = current(run(room))
    assert sorted(made["fatalities_best"]) == [1, 12]
    assert list(made["source_count"]) == [2, 2]


def test_wire_copy_is_linked_but_counts_once() -> None:
    room = Newsroom()
    room.publish("wire", account(CLASH, SUKHNAH, toll(14)))
    room.publish("daily", account(CLASH, SUKHNAH, toll(14)), copy_of="wire")
    [incident] = run(room).incidents.to_dict("records")
    assert (incident["mention_count"], incident["article_count"], incident["source_count"]) == (2, 2, 1)
    assert list(incident["sources"]) == ["The Daily Post", "The Wire Post"]


def test_copies_whose_original_is_unknown_are_one_voice() -> None:
    room = Newsroom()
    for outlet in ("daily", "evening"):
        room.publish(outlet, account(CLASH, SUKHNAH, toll(14)), copy_of="never-crawled")
    assert run(room).incidents["source_count"].tolist() == [1]


def test_risen_toll_keeps_the_id_and_leaves_the_earlier_state_in_revisions() -> None:
    first = Newsroom().publish("plain", account(CLASH, SUKHNAH, toll(12)))
    lake = publish(run(first), first)
    second = Newsroom().publish("rivers", account(CLASH, SUKHNAH, toll(17)), night=NEXT)
    made = run(second, NEXT, lake)
    [incident] = made.incidents.to_dict("records")
    [earlier] = made.revisions.to_dict("records")
    assert incident["incident_id"] == lake.incidents["incident_id"][0] == earlier["incident_id"]
    assert (incident["revision"], incident["fatalities_best"], earlier["revision"]) == (2, 17, 1)
    assert (earlier["fatalities_best"], earlier["valid_from"], earlier["valid_to"]) == (12, NIGHT, NEXT)
    assert incident["valid_from"] == NEXT
    assert not earlier["is_current"]
    assert "fatalities_best 12 -> 17" in earlier["change"]
    assert earlier["change"].endswith("by https://rivers.example/")


def test_report_that_changes_nothing_coded_makes_no_revision() -> None:
    first = Newsroom().publish("plain", account(CLASH, SUKHNAH, toll(12)))
    lake = publish(run(first), first)
    second = Newsroom().publish("plain-again", account(CLASH, SUKHNAH, toll(12)), night=NEXT, source="The Plain Post")
    made = run(second, NEXT, lake)
    assert made.incidents["revision"].tolist() == [1]
    assert made.incidents["mention_count"].tolist() == [2]
    assert made.revisions.empty


def test_new_version_replaces_the_old_ones_account() -> None:
    first = Newsroom().publish("plain", account(CLASH, SUKHNAH, toll(12)))
    lake = publish(run(first), first)
    second = Newsroom().publish("plain", account(CLASH, SUKHNAH, toll(15)), version=2, night=NEXT)
    made = run(second, NEXT, lake)
    assert made.incidents["incident_id"].tolist() == lake.incidents["incident_id"].tolist()
    assert made.incidents["fatalities_low"].tolist() == [15]
    assert made.mentions["is_current"].tolist() == [False, True]


def test_retracted_incident_stays_as_a_tombstone() -> None:
    first = Newsroom().publish("plain", account(CLASH, SUKHNAH, toll(12)))
    lake = publish(run(first), first)
    made = run(Newsroom().publish("plain", version=2, night=NEXT), NEXT, lake)
    [incident] = made.incidents.to_dict("records")
    assert (incident["is_current"], incident["merge_reason"], incident["revision"]) == (False, NO_MENTION, 2)
    assert pd.isna(incident["superseded_by"])
    assert made.counts.retracted == 1
    again = run(Newsroom().publish("plain", version=2, night=NEXT), NEXT, publish(made, first, lake=lake))
    assert_same(made, again)


def test_retracted_incident_that_is_told_again_is_itself_again() -> None:
    day = NIGHT + timedelta(days=2)
    first = Newsroom().publish("plain", account(CLASH, SUKHNAH, toll(12)))
    lake = publish(run(first), first)
    second = Newsroom().publish("plain", version=2, night=NEXT)
    lake = publish(run(second, NEXT, lake), second, lake=lake)
    third = Newsroom().publish("plain", account(CLASH, SUKHNAH, toll(12)), version=3, night=day)
    [incident] = run(third, day, lake).incidents.to_dict("records")
    assert (incident["incident_id"], incident["is_current"]) == (make_incident_id("plain", 1), True)
    assert incident["revision"] == 3


def merged_lake() -> tuple[Made, Newsroom, Newsroom]:
    """Two incidents that differ in their toll and day, until both articles are corrected."""
    first = Newsroom().publish("plain", account(CLASH, SUKHNAH, toll(12)), hour=6)
    first.publish("rivers", account(CLASH, MOSUL, toll(12)), hour=7)
    second = Newsroom().publish("rivers", account(CLASH, SUKHNAH, toll(12)), version=2, night=NEXT)
    return run(first), first, second


def test_merge_keeps_the_older_id_and_leaves_a_tombstone() -> None:
    made, first, second = merged_lake()
    assert len(current(made)) == 2
    after = run(second, NEXT, publish(made, first))
    stone = after.incidents[~after.incidents["is_current"]].to_dict("records")
    assert current(after)["incident_id"].tolist() == [make_incident_id("plain", 1)]
    assert [row["incident_id"] for row in stone] == [make_incident_id("rivers", 1)]
    assert [row["superseded_by"] for row in stone] == [make_incident_id("plain", 1)]
    assert after.counts.merged == 1
    assert sorted(after.revisions["incident_id"]) == sorted(made.incidents["incident_id"])


def test_id_of_a_tombstone_is_never_given_again() -> None:
    made, first, second = merged_lake()
    lake = publish(run(second, NEXT, publish(made, first)), second, first)
    day = NIGHT + timedelta(days=2)
    third = Newsroom().publish("rivers", account(CLASH, MOSUL, toll(2), day=NEXT), version=3, night=day)
    split = current(run(third, day, lake))
    assert len(split) == 2
    assert make_incident_id("rivers", 1) not in set(split["incident_id"])


def test_running_a_night_again_changes_nothing() -> None:
    made, first, second = merged_lake()
    assert_same(made, run(first, NIGHT, publish(made, first)))
    after = run(second, NEXT, publish(made, first))
    lake = publish(after, second, first)
    assert_same(after, run(second, NEXT, lake))


def test_running_an_earlier_night_again_changes_nothing() -> None:
    first = three_outlets()
    second = Newsroom().publish("savanna", account(CLASH, SUKHNAH, toll(21)), night=NEXT)
    second.publish("plain", account(CLASH, SUKHNAH, toll(16)), version=2, night=NEXT)
    after = run(second, NEXT, publish(run(first), first))
    assert_same(after, run(first, NIGHT, publish(after, second, first)))


def test_night_run_again_with_other_input_replaces_its_own_state() -> None:
    first = Newsroom().publish("plain", account(CLASH, SUKHNAH, toll(12)))
    lake = publish(run(first), first)
    wrong = Newsroom().publish("rivers", account(CLASH, SUKHNAH, toll(17)), night=NEXT)
    right = Newsroom().publish("rivers", account(CLASH, SUKHNAH, toll(15)), night=NEXT)
    amended = run(right, NEXT, publish(run(wrong, NEXT, lake), wrong, first))
    assert_same(amended, run(right, NEXT, lake))
    assert amended.incidents["revision"].tolist() == [2]
    assert "12 -> 15" in amended.revisions["change"][0]


def test_night_run_again_without_its_article_takes_its_revision_back() -> None:
    first = Newsroom().publish("plain", account(CLASH, SUKHNAH, toll(12)))
    made = run(first)
    second = Newsroom().publish("rivers", account(CLASH, SUKHNAH, toll(17)), night=NEXT)
    after = run(second, NEXT, publish(made, first))
    assert after.incidents["revision"].tolist() == [2]
    emptied = run(Newsroom().publish("rivers", night=NEXT), NEXT, publish(after, second, first))
    assert emptied.incidents["revision"].tolist() == [1]
    assert emptied.incidents["valid_from"].tolist() == [NIGHT]
    assert emptied.revisions.empty


def test_incremental_nights_give_the_same_incidents_as_all_rows_at_once() -> None:
    first, second = three_outlets(), Newsroom().publish("savanna", account(CLASH, SUKHNAH, toll(21)), night=NEXT)
    lake = publish(run(first), first)
    apart = run(second, NEXT, lake)
    both = Newsroom(first.mentions + second.mentions, first.claims, first.articles + second.articles)
    assert_same(apart, run(both, NEXT, lake))


@pytest.mark.parametrize("seed", range(5))
def test_order_of_rows_leaves_no_trace(seed: int) -> None:
    room = three_outlets()
    room.publish("market", account(BOMB, MOSUL, toll(12), claims=[claim(12, "police", "state"), claim(9, "medics")]))
    room.publish("mayor", account(SHOT, MOSUL, toll(1)), account(BOMB, MOSUL, toll(13)))
    shuffled = (shuffle(frame, seed) for frame in room.frames)
    assert_same(make_incidents(*shuffled, night=NIGHT), run(room))


def test_threat_alone_makes_no_incident() -> None:
    made = run(Newsroom().publish("plain", account(CLASH, SUKHNAH, status="threatened")))
    assert made.incidents.empty
    assert made.mentions["incident_id"].isna().all()
    assert (made.counts.linked, made.counts.unlinked) == (0, 1)


def test_nothing_in_gives_nothing_out() -> None:
    made = run(Newsroom())
    assert [len(table) for table in tables(made)] == [0, 0, 0, 0]


def test_most_exact_place_and_told_day_win() -> None:
    room = Newsroom()
    province = SUKHNAH | {"location": "Homs", "latitude": 34.7, "longitude": 37.5, "geo_precision": 3}
    for outlet in ("plain", "rivers"):
        room.publish(outlet, account(CLASH, province, toll(14), day=NIGHT, event_date_raw=None))
    room.publish("savanna", account(CLASH, SUKHNAH, toll(14), confidence=0.3))
    [incident] = run(room).incidents.to_dict("records")
    assert (incident["location"], incident["latitude"], incident["geo_precision"]) == ("Al Sukhnah", 34.89, 1)
    assert incident["event_date"] == date(2026, 11, 18)


def test_one_publication_does_not_outvote_two() -> None:
    room = Newsroom()
    for number in range(3):
        shelling = CLASH | {"event_type": "Explosions/Remote violence", "sub_event_type": "Air/drone strike"}
        room.publish(f"plain-{number}", account(shelling, SUKHNAH, toll(14)), source="The Plain Post")
    for outlet in ("rivers", "savanna"):
        room.publish(outlet, account(CLASH, SUKHNAH, toll(14)))
    assert run(room).incidents["sub_event_type"].tolist() == ["Armed clash"]


def test_reprocessed_article_keeps_its_incident_though_its_mention_ids_changed() -> None:
    room = Newsroom().publish("plain", account(CLASH, SUKHNAH, toll(12)))
    lake = publish(run(room), room)
    again = Newsroom().publish("plain", account(CLASH, SUKHNAH, toll(13), mention_id="men-renumbered"))
    made = run(again, NIGHT, lake)
    assert made.incidents["incident_id"].tolist() == lake.incidents["incident_id"].tolist()
    assert made.mentions["mention_id"].tolist() == ["men-renumbered"]


def test_night_leaves_what_it_does_not_touch_as_it_was() -> None:
    first = three_outlets().publish("market", account(BOMB, MOSUL, toll(12)))
    before = run(first)
    second = Newsroom().publish("savanna", account(BOMB, MOSUL, toll(15)), night=NEXT)
    after = run(second, NEXT, publish(before, first))
    clash = make_incident_id("plain", 1)
    columns = ["incident_id", "revision", "summary", "source_count"]
    pd.testing.assert_frame_equal(
        after.incidents.loc[after.incidents["incident_id"] == clash, columns].reset_index(drop=True),
        before.incidents.loc[before.incidents["incident_id"] == clash, columns].reset_index(drop=True),
    )
    assert (after.counts.changed, after.counts.added) == (1, 0)


def test_rebuild_without_new_rules_changes_nothing() -> None:
    room = three_outlets()
    made = run(room)
    assert_same(made, make_incidents(*Newsroom().frames, night=NEXT, published=publish(made, room), is_rebuild=True))


def test_threatened_mention_has_no_part_in_the_figures() -> None:
    room = Newsroom().publish("plain", account(CLASH, SUKHNAH, toll(12)))
    room.publish("rivers", account(CLASH, SUKHNAH, toll(0), status="denied"))
    [incident] = run(room).incidents.to_dict("records")
    assert (incident["status"], incident["fatalities_low"], incident["mention_count"]) == ("accomplished", 12, 2)


def test_an_article_that_its_night_no_longer_has_takes_its_mentions_along() -> None:
    first = Newsroom().publish("plain", account(CLASH, SUKHNAH, toll(12))).publish("mayor", account(SHOT, MOSUL))
    lake = publish(run(first), first)
    made = run(Newsroom().publish("plain", account(CLASH, SUKHNAH, toll(12))), NIGHT, lake)
    assert len(made.mentions) == 1
    assert list(current(made)["incident_id"]) == [make_incident_id("plain", 1)]
    [gone] = made.incidents[~made.incidents["is_current"]].to_dict("records")
    assert (gone["mention_count"], gone["merge_reason"]) == (0, NO_MENTION)
