"""Who denies what an account tells, and the story that they tell instead."""

from __future__ import annotations

from stories import read_story, story

from transforms.accounts import split_accounts
from transforms.accounts.denial import find_denier, without_counter_stories
from transforms.mentions import Mention, read_mentions

DENIED = (
    "Nine people were killed when a drone fired on a bus near Merawi in Ethiopia on Thursday, residents said. "
    "A spokesman for the Ethiopian army denied that any strike had been carried out. "
    "He said that Fano militiamen had shelled the town with mortars, killing two."
)


def _mention(text: str) -> Mention:
    return read_mentions(story(text), read_story(text))[0]


def test_the_force_that_denies_a_strike_is_held_to_have_carried_it_out() -> None:
    mention = _mention(DENIED)
    assert mention.actor is not None
    assert mention.actor.name == "Military Forces of Ethiopia"


def test_the_story_of_who_denies_it_is_no_part_of_the_account() -> None:
    account = split_accounts(read_story(DENIED))[0]
    assert [sentence.index for sentence in without_counter_stories(account.sentences)] == [0, 1]
    assert _mention(DENIED).sub_event_type == "Air/drone strike"


def test_the_figures_of_the_counter_story_stay_claims() -> None:
    assert {claim.best for claim in _mention(DENIED).claims if claim.quantity == "killed"} == {9, 2}


def test_who_denies_involvement_is_nobodys_culprit() -> None:
    read = read_story("Nine people were killed by a bomb in Mosul on Thursday. The army denied involvement.")
    assert [find_denier(sentence) for sentence in read.sentences] == [None, None]
