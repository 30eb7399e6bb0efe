"""MUC-4's adapter: what a message is made of, how fillers are chosen and written, how entities are counted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from muc.about import about_report
from muc.contexts import read_context
from muc.encoder import WINDOW, load_encoder
from muc.entities import Counts, count_entities, key_entities
from muc.filling import Fill, choose_fills, is_same
from muc.key import names_of
from muc.locations import place_choices
from muc.network import Network, load_network, save_network
from muc.network_fitting import Course, fit_network
from muc.reading import Report, read_reports
from muc.roles import NETWORK, PLACED, STRING, Odds, Shown, judge_phrases, linear_odds, placed_features, show
from muc.setting import day_choices, write_day
from muc.splitting import SAME, pair_features, split_fills
from muc.surroundings import stem_of, surrounding_features
from muc.templates import count_of, describes

from transforms.linear_model import LinearModel, LinearModelError
from transforms.role_model.phrases import Phrase, read_phrases
from transforms.training.muc4 import ROLES, quoted, read_message, strings_of

TEXT = """   SAN PABLO, 5 MAR 89 (NOTICIAS) -- [TEXT] FIVE GUNMEN OF THE RED DAWN MOVEMENT
[RDM] YESTERDAY KILLED COUNCILMAN PEDRO LUNA.

   TWO NUNS WERE WOUNDED."""
KEY = {
    "perp_ind_id": ['"GUNMEN" / "FIVE GUNMEN"'],
    "perp_org_id": ['"RED DAWN MOVEMENT" / "RDM"'],
    "phys_tgt_id": ['"BRIDGE"'],
    "hum_tgt_name": ['"PEDRO LUNA"'],
    "hum_tgt_desc": ['"COUNCILMAN": "PEDRO LUNA"', '"NUNS"'],
    "inc_instr_id": [],
}


@pytest.fixture(scope="module")
def report() -> Report:
    return next(read_reports([("X-1", TEXT)]))


@pytest.fixture(scope="module")
def phrases(report: Report) -> dict[str, Phrase]:
    return {phrase.text: phrase for phrase in read_phrases(report.scenes, words=True)}


def test_a_message_has_a_day_and_paragraphs_as_long_as_printed() -> None:
    message = read_message("X-1", TEXT)
    assert message.day == date(1989, 3, 5)
    assert message.head.endswith("[TEXT] ")
    assert [paragraph.text.upper() for paragraph in message.paragraphs] == [
        TEXT[paragraph.start : paragraph.start + len(paragraph.text)].replace("\n", " ")
        for paragraph in message.paragraphs
    ]
    assert "killed" in message.paragraphs[0].text


def test_a_day_that_there_is_not_is_none() -> None:
    assert read_message("X-1", "   LIMA, 31 FEB 89 -- [TEXT] NOTHING.").day is None


def test_a_report_is_judged_by_where_it_comes_from_and_by_what_stands_with_violence(report: Report) -> None:
    found = about_report(report)
    assert {"head NOTICIAS", "sort TEXT", "town San Pablo", "violent nuns", "age yesterday"} <= set(found)
    assert "violent two" in found
    assert "age today" not in found


def test_a_day_after_the_dateline_is_ahead(report: Report) -> None:
    text = "   LIMA, 5 MAR 89 -- [TEXT] THEY WERE KILLED ON 2 MARCH 1975. THEY WILL ATTACK TOMORROW."
    found = about_report(next(read_reports([("X-6", text)])))
    assert {"age older", "age ahead"} <= set(found)


def test_a_phrase_has_features_of_the_verb_that_it_hangs_on(phrases: dict[str, Phrase]) -> None:
    nuns = phrases["NUNS"].places[0]
    around = set(surrounding_features(nuns.found, nuns.kind))
    assert {"verb nsubjpass wound passive", "left out nummod CARDINAL"} <= around


def test_words_lose_their_endings_alike() -> None:
    assert {stem_of("kidnapped"), stem_of("kidnapping"), stem_of("KIDNAPS")} == {"kidnap"}
    assert stem_of("bus") == "bus"


def test_what_a_string_says_is_what_its_places_say(phrases: dict[str, Phrase]) -> None:
    for phrase in phrases.values():
        assert all(set(placed.features) <= set(phrase.features) for placed in phrase.places)


def test_of_a_phrases_places_the_one_that_says_most_counts(phrases: dict[str, Phrase]) -> None:
    gunmen, nuns = phrases["GUNMEN"], phrases["NUNS"]
    string = LinearModel(STRING, "1", ("A",), ("head nuns",), np.array([[2.0]]), np.array([0.0]), {"A": 0.5})
    placed = LinearModel(PLACED, "1", ("A",), ("here",), np.array([[4.0]]), np.array([0.0]), {"A": 0.5})
    odds = linear_odds([gunmen, nuns], [[(), ("here",)], [()]], {STRING: string, PLACED: placed})
    assert odds.both[:, 0] == pytest.approx([2, 1])


def test_the_network_sees_what_is_not_ruled_out_and_its_best_place_counts(
    report: Report, phrases: dict[str, Phrase]
) -> None:
    chosen = [phrases["GUNMEN"], phrases["NUNS"]]
    odds = Odds(np.array([[-2.0], [-9.0]]), [np.array([[-2.0]]), np.array([[-9.0]])])
    shown = show(read_context(report, load_encoder()), chosen, odds, {"RELEVANT": 0.5})
    assert (shown.phrases.tolist(), shown.owners.tolist()) == ([0], [0])
    assert shown.rows[0, -3:].tolist() == [-1.0, -1.0, 0.0]
    two = Shown(np.array([0]), np.array([0, 0]), np.array([[1.0], [4.0]], np.float16))
    one_unit = np.ones((1, 1), np.float32)
    network = Network(NETWORK, ("A",), one_unit, np.zeros(1, np.float32), one_unit, np.zeros(1, np.float32))
    table = judge_phrases(odds, two, network)
    assert table[:, 0] == pytest.approx([1 / (1 + np.exp(-1)), 1 / (1 + np.exp(9))])


def test_each_place_of_a_phrase_knows_the_whole_report(phrases: dict[str, Phrase]) -> None:
    (features,) = placed_features(phrases["NUNS"], ["RELEVANT 5"])
    assert {"RELEVANT 5", f"kind {phrases['NUNS'].places[0].kind} RELEVANT 5", "first 1"} <= set(features)


def test_a_word_is_read_in_its_place_whatever_its_capitals() -> None:
    encoder = load_encoder()
    one, capitals, other = (
        encoder.read([words.split()])[1] for words in ("a bank failed", "A BANK FAILED", "the bank")
    )
    assert one == pytest.approx(capitals)
    assert np.abs(one - other).max() > 0.1


def test_words_are_cut_into_the_longest_pieces_that_are_known() -> None:
    encoder = load_encoder()
    pieces = list(encoder.pieces)
    assert [pieces[row] for row in encoder.cut("Kidnapper's")] == ["kidnap", "##per", "'", "s"]
    assert [pieces[row] for row in encoder.cut("\u0416")] == ["[UNK]"]


def test_each_word_has_a_row_in_however_many_windows_it_is_read() -> None:
    sentences = [["bombs", " "], ["exploded"] * (2 * WINDOW + 1), ["today"]]
    rows = load_encoder().read(sentences)
    assert len(rows) == 2 * WINDOW + 4
    assert np.flatnonzero(~rows.any(axis=1)).tolist() == [1]


def test_another_encoder_than_the_shipped_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "encoder.npz"
    path.write_bytes(b"another")
    with pytest.raises(LinearModelError, match=r"encoder\.npz: sha256 .*, expected"):
        load_encoder(path)


def test_a_place_is_its_words_their_neighbours_and_what_they_stand_in(
    report: Report, phrases: dict[str, Phrase]
) -> None:
    context = read_context(report, load_encoder())
    assert [len(rows) for rows in context.parts] == [len(scene.doc) for scene in report.scenes]
    two_nuns = phrases["TWO NUNS"].places[0]
    own = context.parts[two_nuns.part][two_nuns.found.first :]
    head, first, last, before, after, verb, sentence, whole = np.split(context.numbers_of(two_nuns), 8)
    assert not before.any()
    assert np.array_equal(np.stack([first, head, after, verb]), own[[0, 1, 2, 3]])
    assert np.array_equal(head, last)
    assert sentence == pytest.approx(context.parts[two_nuns.part].mean(axis=0))
    assert whole == pytest.approx(np.concatenate(context.parts).mean(axis=0))


def test_a_network_learns_from_the_best_place_and_the_same_way_each_time() -> None:
    places = np.random.default_rng(0).standard_normal((1200, 3)).astype(np.float16)
    owners = np.repeat(np.arange(600), 2)
    truth = (places[:, 0] * places[:, 1]).reshape(600, 2).max(axis=1, keepdims=True) > 0.5
    course = Course(hidden=32, learners=2, rounds=30, batch=32, rate=0.01, decay=0.0, left_out=(0.0, 0.1))
    network = fit_network("n", ("A",), places, owners, truth, course)
    judged = network.scores(places).reshape(600, 2).max(axis=1) > 0
    assert (judged == truth[:, 0]).mean() > 0.9
    assert fit_network("n", ("A",), places, owners, truth, course).out.tolist() == network.out.tolist()


def test_a_network_is_read_as_it_was_written_and_not_if_it_was_changed(tmp_path: Path) -> None:
    ones = np.ones((2, 3), np.float32)
    network = Network("n", ("A", "B"), ones, ones[0], ones.T, ones[:, 0])
    path, _ = save_network(network, tmp_path)
    row = np.array([[0.5, 2.0]])
    assert load_network("n", tmp_path).scores(row).tolist() == network.scores(row).tolist() == [[11.5, 11.5]]
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(LinearModelError, match=r"n\.npz: sha256"):
        load_network("n", tmp_path)


def test_strings_of_a_filler_are_all_ways_to_say_it() -> None:
    assert quoted('"A B" / "C"') == ["A B", "C"]
    assert strings_of("victim", '"MAYOR" / "LEADER": "ANA MORA"') == ["MAYOR", "LEADER"]
    assert strings_of("victim_name", '? "ANA MORA"') == ["ANA MORA"]


def test_yesterday_is_seen_from_the_dateline(report: Report) -> None:
    assert {choice.value for choice in day_choices(report, {0})} == {"- 05 MAR 89", "04 MAR 89", "05 MAR 89"}
    assert write_day(date(1990, 11, 9)) == "09 NOV 90"


def test_a_town_is_also_offered_inside_the_department_that_is_named_beside_it() -> None:
    text = "   LIMA, 5 MAR 89 -- [TEXT] THE BOMB WENT OFF IN CHOCONTA, CUNDINAMARCA DEPARTMENT, COLOMBIA."
    choices = place_choices(next(read_reports([("X-2", text)])), {0}, "COL")
    assert [choice.value for choice in choices] == [
        "",
        "CHOCONTA (CITY)",
        "CUNDINAMARCA (DEPARTMENT): CHOCONTA (CITY)",
        "CUNDINAMARCA (DEPARTMENT)",
    ]


def test_a_quarter_is_offered_inside_the_city_named_nearest() -> None:
    text = "   LIMA, 5 MAR 89 -- [TEXT] A BOMB WENT OFF IN THE RINCONADA NEIGHBORHOOD OF LIMA, NOT IN CUSCO."
    choices = place_choices(next(read_reports([("X-3", text)])), {0}, "PER")
    assert "LIMA (CITY): RINCONADA (NEIGHBORHOOD)" in [choice.value for choice in choices]


def test_the_town_of_the_dateline_is_offered_though_the_text_does_not_name_it() -> None:
    text = "   BOGOTA, 5 MAR 89 -- [TEXT] A BOMB WENT OFF IN THIS CAPITAL."
    choices = place_choices(next(read_reports([("X-4", text)])), {0}, "COL")
    assert [choice.value for choice in choices] == ["", "BOGOTA (CITY)"]
    assert "cue here" in choices[1].features


def test_names_of_a_location_come_without_their_kinds() -> None:
    assert names_of("PERU: AREQUIPA (DEPARTMENT): ANDAHUA (TOWN)") == ["PERU", "AREQUIPA", "ANDAHUA"]


def test_an_acronym_speaks_for_the_name_of_its_organisation(report: Report, phrases: dict[str, Phrase]) -> None:
    chosen = [phrases["RDM"], phrases["RED DAWN MOVEMENT"], phrases["NUNS"]]
    table = np.zeros((3, len(ROLES)))
    table[:, ROLES.index("organization")] = [0.3, 0.4, 0.1]
    fills = choose_fills(report, chosen, table, dict.fromkeys(ROLES, 0.5))["organization"]
    assert [(fill.text, round(fill.probability, 2)) for fill in fills] == [("RED DAWN MOVEMENT", 0.58)]


def test_a_group_and_its_acronym_are_one(report: Report, phrases: dict[str, Phrase]) -> None:
    assert is_same(report, phrases["RDM"], phrases["RED DAWN MOVEMENT"])
    assert not is_same(report, phrases["NUNS"], phrases["PEDRO LUNA"])


def test_each_thing_fills_a_slot_once_by_its_likeliest_string(report: Report, phrases: dict[str, Phrase]) -> None:
    chosen = [phrases["FIVE GUNMEN"], phrases["GUNMEN"], phrases["NUNS"]]
    table = np.zeros((3, len(ROLES)))
    table[:, 0] = [0.5, 0.8, 0.3]
    fills = choose_fills(report, chosen, table, dict.fromkeys(ROLES, 0.4))
    assert [fill.text for fill in fills["perpetrator"]] == ["GUNMEN"]
    assert not fills["victim"]


def test_numbers_are_read_before_the_words(report: Report, phrases: dict[str, Phrase]) -> None:
    assert count_of(report, phrases["GUNMEN"]) == "5"
    assert count_of(report, phrases["NUNS"]) == "2"
    assert count_of(report, phrases["PEDRO LUNA"]) == "1"


def test_a_title_describes_the_name_behind_it(report: Report, phrases: dict[str, Phrase]) -> None:
    assert describes(report, phrases["COUNCILMAN"], phrases["PEDRO LUNA"])
    assert not describes(report, phrases["NUNS"], phrases["PEDRO LUNA"])


def test_entities_of_the_key_are_those_that_the_text_has() -> None:
    entities = key_entities(TEXT, [KEY, KEY])
    assert entities["perpetrator"] == [frozenset({"gunmen", "five gunmen"})]
    assert entities["target"] == []
    assert "victim" not in entities


def test_an_entity_is_found_once() -> None:
    entities = key_entities(TEXT, [KEY])
    answers = {**{role: [] for role in entities}, "organization": ["rdm", "red dawn movement"], "victim_name": ["nuns"]}
    found = count_entities(answers, entities)
    assert found["organization"] == Counts(right=1, answered=2, wanted=1)
    assert found["victim_name"].f == 0.0
    assert (found["organization"] + found["victim_name"]).precision == pytest.approx(1 / 3)


@pytest.mark.parametrize(("apart", "groups"), [(0.8, 2), (0.01, 1)])
def test_people_hit_in_other_sentences_can_be_of_another_incident(
    report: Report, phrases: dict[str, Phrase], apart: float, groups: int
) -> None:
    near = LinearModel("same_incident", "1", (SAME,), ("gap 0",), np.array([[4.0]]), np.array([-2.0]), {SAME: 0.5})
    fills: dict[str, list[Fill]] = {role: [] for role in ROLES} | {
        "victim_name": [Fill(phrases["PEDRO LUNA"], 0.9)],
        "victim": [Fill(phrases["COUNCILMAN"], 0.8), Fill(phrases["NUNS"], 0.7)],
        "perpetrator": [Fill(phrases["GUNMEN"], 0.9)],
    }
    split = split_fills(report, fills, near, apart)
    assert len(split) == groups
    assert sum(len(own["victim"]) for own in split) == 2
    assert [fill.text for fill in split[0]["perpetrator"]] == ["GUNMEN"]


def test_a_town_named_between_two_people_speaks_for_two_incidents() -> None:
    text = "   LIMA, 5 MAR 89 -- [TEXT] IN CUSCO GUNMEN KILLED A NUN. SHE WAS OLD. IN AREQUIPA A PRIEST WAS WOUNDED."
    report = next(read_reports([("X-5", text)]))
    named = {phrase.text: phrase for phrase in read_phrases(report.scenes, words=True)}
    assert "town told other gap 2" in pair_features(report, named["NUN"], named["PRIEST"])
    assert "town told same gap 0" in pair_features(report, named["NUN"], named["GUNMEN"])
