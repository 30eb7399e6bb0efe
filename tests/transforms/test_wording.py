from __future__ import annotations

from transforms.incidents.wording import passage, rare_terms, weigh_terms


def test_names_weigh_more_than_words_and_words_that_every_report_has_least() -> None:
    terms = weigh_terms("", "the crowd saw Jubouri after the attack")
    assert terms["jubouri"] > terms["crowd"] > terms["attack"] > 0


def test_capital_at_the_start_of_a_sentence_makes_no_name() -> None:
    terms = weigh_terms("", "crowds ran. Crowbars lay about, said Jubouri.")
    assert terms["jubouri"] > terms["crowbars"]


def test_names_that_coded_columns_compare_hardly_count() -> None:
    terms = weigh_terms("", "a militia in Syria, said Jubouri in 2016")
    assert terms["syria"] == terms["2016"] < terms["jubouri"]


def test_passage_joins_overlapping_stretches_once() -> None:
    text = "a" * 400 + "b" * 400 + "c" * 400
    assert passage(text, [(400, 410), (420, 430)]) == text[240:590]
    assert passage(text, []) == ""


def test_rare_terms_leave_out_what_every_report_says() -> None:
    assert rare_terms(weigh_terms("", "police said Jubouri, 43, was killed")) == ["43", "jubouri"]
