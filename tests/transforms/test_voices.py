"""Who speaks in each sentence."""

from __future__ import annotations

from stories import read_story

from transforms.claims.voices import Speaker, Voices

MONITOR = "Syrian Observatory for Human Rights"


def _speakers(text: str) -> list[Speaker]:
    voices = Voices("Example Wire")
    return [voices.hear(sentence).at(sentence.start) for sentence in read_story(text).sentences]


def _names(text: str) -> list[str]:
    return [speaker.name for speaker in _speakers(text)]


def test_the_publication_speaks_where_nobody_is_named() -> None:
    assert _speakers("Gunmen killed four soldiers in Kirkuk.") == [Speaker("Example Wire", "media", None)]


def test_a_known_monitor_has_its_canonical_name_and_its_words() -> None:
    speaker = _speakers("Nine people died in Idlib, the Syrian Observatory for Human Rights said.")[0]
    assert speaker == Speaker(MONITOR, "monitor", "the Syrian Observatory for Human Rights")


def test_it_is_the_monitor_that_spoke_before() -> None:
    text = "Nine people died in Idlib, the Syrian Observatory for Human Rights said. It said 12 people were wounded."
    speakers = _speakers(text)
    assert [speaker.name for speaker in speakers] == [MONITOR, MONITOR]
    assert speakers[1].raw == "It"


def test_a_sentence_in_between_does_not_cut_the_pronoun_off() -> None:
    text = (
        "Nine people died in Idlib, the Syrian Observatory for Human Rights said. Rescuers searched the ruins. "
        "It said 12 people were wounded."
    )
    assert _names(text) == [MONITOR, "Example Wire", MONITOR]


def test_the_doctor_is_the_doctor_who_spoke_not_the_last_to_speak() -> None:
    text = (
        "A doctor said nine people died in Lahore. Police said 12 people were wounded. "
        "The doctor said two more people died."
    )
    first, police, last = _speakers(text)
    assert first.type == last.type == "medical"
    assert first.name == last.name != police.name


def test_he_is_the_man_who_spoke_before_though_no_list_knows_him() -> None:
    text = "Nine people died in Lahore, shopkeeper Imran Malik said. He said 12 people were wounded."
    first, second = _speakers(text)
    assert "Imran Malik" in first.name
    assert (second.name, second.raw) == (first.name, "He")


def test_the_doctor_is_no_nurse_who_spoke_since() -> None:
    text = "A doctor said nine people died in Lahore. A nurse said 12 people died. The doctor said 30 were wounded."
    doctor, nurse, again = _speakers(text)
    assert again.name == doctor.name != nurse.name


def test_a_pronoun_that_stands_for_nobody_keeps_its_words() -> None:
    assert _speakers("He said four people were killed in Kirkuk.")[0].raw == "He"


def test_it_is_who_spoke_last_in_the_article_where_nobody_has_in_the_account() -> None:
    text = "The interior ministry said the road was shut. Gunmen killed four people in Kirkuk, it said."
    sentence = read_story(text).sentences[1]
    assert Voices("Example Wire").hear(sentence).at(sentence.start).name == "The interior ministry"


def test_two_articles_share_no_speakers() -> None:
    _speakers("Nine people died in Idlib, the Syrian Observatory for Human Rights said.")
    assert _names("It said 12 people were wounded.") != [MONITOR]


def _heard(text: str, words: str) -> str:
    voices = Voices("Example Wire")
    sentence = read_story(text).sentences[0]
    return voices.hear(sentence).at(sentence.start + text.index(words)).name


def test_each_part_of_a_sentence_has_its_own_speaker() -> None:
    text = "The Observatory said that nine people had died, while the defence ministry reported five dead."
    assert (_heard(text, "nine"), _heard(text, "five")) == (MONITOR, "the defence ministry")


def test_saying_goes_on_for_who_was_named_before() -> None:
    text = "The Islamic State group claimed the ambush on Wednesday, saying its fighters had killed 17 soldiers."
    assert _heard(text, "17") == "Islamic State"


def test_it_goes_on_for_who_was_named_before_in_the_sentence() -> None:
    text = "The Observatory said it had documented the death of 15 men."
    assert (_heard(text, "15"), _speakers(text)[0].raw) == (MONITOR, "The Observatory")


def test_a_governor_is_no_air_force_though_both_are_the_states() -> None:
    text = "Ukraine's air force said nine drones fell on Odesa. Two people were wounded, the governor said."
    assert _names(text) == ["Ukrainian Air Force", "the governor"]
