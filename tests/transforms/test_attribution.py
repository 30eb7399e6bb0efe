"""Who says so: claimants of a sentence, resolution within an article, responsibility and denial."""

import pytest

from transforms.attribution import Speech, denial, find_attributions, responsibility
from transforms.phrases import read_lexicon
from transforms.schema import CLAIMANT_TYPES

SOHR = "Syrian Observatory for Human Rights"

SAID = [
    ("Nineteen soldiers died, the Syrian Observatory for Human Rights said.", SOHR, "monitor"),
    ("The Syrian Observatory for Human Rights (SOHR) reported 19 deaths.", SOHR, "monitor"),
    ("The Observatory, which relies on sources inside Syria, said 19 were killed.", SOHR, "monitor"),
    ("According to SOHR, the toll was 19.", SOHR, "monitor"),
    ("Observatory director Rami Abdel Rahman told AFP that 12 rebels had died.", SOHR, "monitor"),
    ("Nine people were killed, according to the Syrian Network for Human Rights.", None, "monitor"),
    ("Amaq News Agency said 13 soldiers were killed.", "Amaq News Agency", "armed group"),
    ("The White Helmets said it pulled six bodies from the rubble.", "White Helmets", "medical"),
    ("SANA said two children were killed.", "SANA", "state"),
    ("MSF said its hospital received 20 bodies.", "Médecins Sans Frontières", "medical"),
    ("The Gaza health ministry put the death toll at 31.", "Gaza Health Ministry", "medical"),
    ("The Hamas-run health ministry said 31 people were killed.", "Gaza Health Ministry", "medical"),
    ("The Israeli military said it struck a command centre.", "Military Forces of Israel", "state"),
    ("The IDF confirmed that three soldiers had fallen.", "Military Forces of Israel", "state"),
    ("Human Rights Watch documented 14 killings.", "Human Rights Watch", "ngo"),
    ("UNICEF said six children were among the dead.", "UNICEF", "un"),
    ("The UN human rights office recorded 58 deaths.", "OHCHR", "un"),
    ("The Iraqi army said it killed ten militants.", "Military Forces of Iraq", "state"),
    ("Somali police said the bomber died.", "Police Forces of Somalia", "state"),
    ("Al-Shabaab said its fighters killed 30 troops.", "Al Shabaab", "armed group"),
    ("The Taliban claimed they had shot down a helicopter.", "Taliban", "armed group"),
    ("The M23 rebels said the army had attacked first.", "March 23 Movement", "armed group"),
    ("Boko Haram's chief spokesman said nine soldiers died.", "Boko Haram", "armed group"),
    ("A Hezbollah spokesman said two fighters died.", "Hezbollah", "armed group"),
    ("The Pentagon said no Americans were hurt.", "Pentagon", "state"),
    ("Ukraine's air force said it downed 40 drones.", "Ukrainian Air Force", "state"),
]

KINDS = [
    ("Four men were shot dead, police said.", "police", "state"),
    ("Police in Mogadishu said four men were shot dead.", "Police", "state"),
    ("Local officials said bandits killed eight.", "Local officials", "state"),
    ("Idlib Governor Hassan Omar said 12 were dead.", "Idlib Governor Hassan Omar", "state"),
    ("An army spokesman told reporters that 20 rebels died.", "An army spokesman", "state"),
    ("Hospital sources said 15 bodies were brought in.", "Hospital sources", "medical"),
    ("At least 15 bodies were brought in, a medic told Reuters.", "a medic", "medical"),
    ("Doctors at the main hospital reported 15 deaths.", "Doctors", "medical"),
    ("Rescue workers said people were trapped.", "Rescue workers", "medical"),
    ("Witnesses said the gunmen fled.", "Witnesses", "witness"),
    ("According to residents, the raid lasted an hour.", "residents", "witness"),
    ("Dozens were abducted, two residents said.", "two residents", "witness"),
    ("Local media reported three explosions.", "Local media", "media"),
    ("Opposition activists said the shelling went on all night.", "Opposition activists", "witness"),
    ("The health ministry reported 70 dead.", "The health ministry", "medical"),
    ("“We counted nine bodies,” said a village chief.", "a village chief", "witness"),
    ('"They came at night," said Amina Bello, who lost two sons.', "Amina Bello", "unknown"),
    ("Nineteen killed in desert attack: monitor", "monitor", "monitor"),
    ("Police: gunman killed four", "Police", "state"),
    ("Al Jazeera reported the raid, citing opposition activists.", "opposition activists", "witness"),
    ("A rights group said 40 civilians had been executed.", "A rights group", "ngo"),
    ("John Doe, a spokesman for the police, said nine died.", "John Doe", "state"),
    ('"It was a massacre," said Omar Ali, a doctor at the clinic.', "Omar Ali", "medical"),
    ("A mine workers' association said that huts were burned.", "A mine workers' association", "unknown"),
    ("The prefect of Gotheye had initially spoken of 25 dead.", "The prefect of Gotheye", "unknown"),
    ("A small outfit, the Dawn Front, said in a statement that six died.", "A small outfit, the Dawn Front", "unknown"),
    ("Nine were hurt, according to its director, Dr Alex Bakonda.", "Dr Alex Bakonda", "unknown"),
    ("Three others were taken away, Bukar told this newspaper.", "Bukar", "unknown"),
    ("Nine died, a health worker said on Tuesday, as fighting went on.", "a health worker", "medical"),
    ("A rights lawyers' group said nine died.", "A rights lawyers' group", "unknown"),
    ("More than 40 were killed, by the count of a local newspaper.", "a local newspaper", "media"),
    ("The family said he was 19.", "The family", "witness"),
    ("Five died, according to Lt. Col. Hans Meyer, a garrison spokesman.", "Lt. Col. Hans Meyer", "state"),
    ("Brig. Gen. Ramon Cruz, who leads the brigade, said nine rebels died.", "Brig. Gen. Ramon Cruz", "state"),
    ("A villager, Musa Bello, told reporters that nine died.", "A villager, Musa Bello", "witness"),
    ("The governor has not named the dead but said nine died.", "The governor", "state"),
    ("The attorney general's office said two men were held.", "The attorney general's office", "state"),
    ("Local officials spoke of nine dead.", "Local officials", "state"),
    ("Two patients died, the hospital informed.", "the hospital", "medical"),
    ("The centre relies on volunteers, and residents said nine died.", "residents", "witness"),
    ("The sheriff's office said the suspect was in custody.", "The sheriff's office", "state"),
    ("A nurse at the clinic, who did not want to be named, said nine died.", "A nurse", "medical"),
    ("A relative of some of the victims told reporters that nine died.", "A relative", "witness"),
    ("The party's secretary, who asked for calm, put the number of dead at nine.", "The party's secretary", "unknown"),
    ("Police estimate that at least nine rebels died.", "Police", "state"),
    ("Syrian state media reported that four soldiers were wounded.", "Syrian state media", "state"),
    ("A man is in hospital after police said two gunmen had fled.", "police", "state"),
    ("Four died in the strike, civil defence sources said.", "civil defence sources", "witness"),
    ("After police said nine had died, the town fell silent.", "police", "state"),
    ("Five were killed, according to an army captain.", "an army captain", "state"),
    ("Five were killed, according to a police colonel and a medic.", "a police colonel and a medic", "state"),
    ("Five were killed, according to a written statement from the council.", "the council", "unknown"),
    ("Six rebels died, the Turkish army statement said.", "the Turkish army statement", "state"),
    ("Hospital officials placed the death toll at nine.", "Hospital officials", "medical"),
    ("Nine died, a local official was quoted by a newspaper as saying.", "a local official", "state"),
    ("The ombudsman's office counts 640 displaced people.", "The ombudsman's office", "state"),
]

NOBODY = [
    "Nineteen soldiers were killed in the attack.",
    "The wounded were told to wait outside.",
    "No casualties were reported.",
    "The reported attack took place at noon.",
    "The blast claimed the lives of six people.",
    "A man was shot dead by officers, who they said had fired first.",
    "The vote was held according to the constitution.",
    "Residents fled after the police station was attacked.",
]


@pytest.mark.parametrize(("sentence", "claimant", "kind"), SAID)
def test_named_claimant_is_found(sentence: str, claimant: str | None, kind: str) -> None:
    (attribution,) = find_attributions(sentence)
    assert attribution.claimant_type == kind
    assert attribution.claimant == claimant or (claimant is None and attribution.claimant)


@pytest.mark.parametrize(("sentence", "raw", "kind"), KINDS)
def test_kind_of_claimant_is_found_as_printed(sentence: str, raw: str, kind: str) -> None:
    found = {attribution.claimant_raw: attribution.claimant_type for attribution in find_attributions(sentence)}
    assert found.get(raw) == kind


@pytest.mark.parametrize("sentence", NOBODY)
def test_nobody_is_invented(sentence: str) -> None:
    assert find_attributions(sentence) == []


@pytest.mark.parametrize("sentence", [sentence for sentence, *_ in SAID + KINDS])
def test_offsets_span_the_claimants_words(sentence: str) -> None:
    for attribution in find_attributions(sentence):
        assert sentence[attribution.start : attribution.end] == attribution.claimant_raw
        assert attribution.claimant_type in CLAIMANT_TYPES


def test_each_of_two_claimants_answers_for_its_own_figure() -> None:
    sentence = "The army said ten rebels died, while the Observatory put the toll at four."
    first, second = find_attributions(sentence)
    assert "ten" in sentence[slice(*first.scope)]
    assert "four" not in sentence[slice(*first.scope)]
    assert second.claimant == SOHR
    assert "four" in sentence[slice(*second.scope)]


def test_generic_monitor_is_the_one_named_elsewhere() -> None:
    sentences = [
        "Nineteen soldiers were killed, according to a UK-based war monitor.",
        "Eleven of them were militiamen, the Syrian Observatory for Human Rights reported.",
    ]
    attribution = Speech(sentences).attribution(0)
    assert attribution is not None
    assert (attribution.claimant, attribution.claimant_raw) == (SOHR, "a UK-based war monitor")


def test_generic_monitor_stays_generic_when_none_is_named() -> None:
    attribution = Speech(["Nineteen soldiers were killed, a monitor said."]).attribution(0)
    assert attribution is not None
    assert (attribution.claimant, attribution.claimant_type) == (None, "monitor")


@pytest.mark.parametrize("follow_up", ["It said nine were civilians.", "The group added that nine were civilians."])
def test_pronoun_takes_the_last_claimant(follow_up: str) -> None:
    attribution = Speech(["Amnesty International reported 30 deaths.", "The road is shut.", follow_up]).attribution(2)
    assert attribution is not None
    assert attribution.claimant == "Amnesty International"


def test_surname_takes_the_person_it_belongs_to() -> None:
    sentences = ["Governor Ali Hassan said six died.", "Hassan said the attackers fled."]
    attribution = Speech(sentences).attribution(1)
    assert attribution is not None
    assert attribution.claimant_type == "state"


def test_sentence_that_counts_on_has_the_claimant_before() -> None:
    sentences = ["Nine people were killed, the White Helmets said.", "Among them were two children."]
    attribution = Speech(sentences).attribution(1)
    assert attribution is not None
    assert attribution.claimant == "White Helmets"


def test_a_quotation_is_of_the_one_who_is_named_where_it_ends() -> None:
    sentences = ['"We counted six bodies.', 'Two were children," a nurse said.', "The road is shut."]
    attribution = Speech(sentences).attribution(0)
    assert attribution is not None
    assert attribution.claimant_raw == "a nurse"
    assert Speech(sentences).attribution(2) is None


def test_what_stands_within_a_quotation_is_of_its_speaker_too() -> None:
    sentences = [
        '"They came at night.',
        "Eight people died there.",
        'Five are missing," a village head said.',
        "All fled.",
    ]
    speech = Speech(sentences)
    told = [speech.attribution(index) for index in range(3)]
    assert [each and each.claimant_raw for each in told] == ["a village head"] * 3
    assert speech.attribution(3) is None


def test_a_closed_quotation_does_not_go_on() -> None:
    sentences = ['"All is lost," a shopkeeper said.', "Eight people died there.", '"It burned," a nurse said.']
    assert Speech(sentences).attribution(1) is None


def test_an_organisation_by_its_own_name_is_none_that_spoke_before() -> None:
    sentences = ["Two died, police said.", "The Yesh Relief organisation said it had received nine wounded people."]
    attribution = Speech(sentences).attribution(1)
    assert attribution is not None
    assert (attribution.claimant, attribution.claimant_raw) == (None, "The Yesh Relief organisation")


def test_unattributed_sentence_is_the_publications_own() -> None:
    sentences = ["Nine people were killed, the White Helmets said.", "The town lies on the border."]
    assert Speech(sentences).attribution(1) is None


CLAIMED = [
    ("The Islamic State claimed responsibility for the bombing.", "Islamic State"),
    ("ISIS said it was behind the blast.", "Islamic State"),
    ("Al-Shabaab said its fighters carried out the raid.", "Al Shabaab"),
    ("The attack was claimed by the Pakistani Taliban.", "Tehrik-i-Taliban Pakistan"),
    ("Responsibility was claimed by Boko Haram.", "Boko Haram"),
    ("Amaq News Agency said on Wednesday that their fighters clashed with the army.", "Islamic State"),
    ("JNIM took responsibility for the ambush.", "Jamaat Nusrat al-Islam wal-Muslimin"),
    ("The Baloch Liberation Army claimed the attack.", "Baloch Liberation Army"),
    ("Hezbollah, which is allied with Hamas, claimed the attack.", "Hezbollah"),
    ("Al Shabaab said on its radio that it was behind the attack.", "Al Shabaab"),
    ("Boko Haram accepted responsibility for both.", "Boko Haram"),
    ("The Islamic State said in a statement on Telegram that it had bombed the mosque.", "Islamic State"),
    ("No group has claimed responsibility.", None),
    ("The Taliban have not claimed responsibility for the attack.", None),
    ("There was no immediate claim of responsibility.", None),
    ("Police said the Taliban killed nine.", None),
]


@pytest.mark.parametrize(("sentence", "actor"), CLAIMED)
def test_responsibility_is_the_actors_own_claim(sentence: str, actor: str | None) -> None:
    assert responsibility(sentence) == actor


@pytest.mark.parametrize(
    ("sentence", "actor"),
    [
        ("The Taliban denied involvement in the attack.", "Taliban"),
        ("Russia's defence ministry denied that it had bombed the clinic.", "Military Forces of Russia"),
        ("The Taliban claimed the attack.", None),
    ],
)
def test_denial_names_who_denies(sentence: str, actor: str | None) -> None:
    assert denial(sentence) == actor


def test_claimant_lexicon_is_sound() -> None:
    rows = read_lexicon("claimants")
    names = [row["claimant"] for row in rows]
    assert len(names) == len(set(names)) >= 150
    assert {row["type"] for row in rows + read_lexicon("generic_claimants")} <= set(CLAIMANT_TYPES)


@pytest.mark.parametrize(
    ("sentence", "raw"),
    [
        ("The chairman of the herders' association, Alhaji Sule Garba, said three were killed.", "Alhaji Sule Garba"),
        (
            "The officer of the task force, Operation Safe Haven, Captain Tunde Ali, said it held four.",
            "Captain Tunde Ali",
        ),
        (
            "They came off Bata, Equatorial Guinea, on Friday and kidnapped 19 of its crew, Dryad Global said.",
            "Dryad Global",
        ),
        ("The director of the regional hospital, Mukhtar Isaaq, said nine had died.", "Mukhtar Isaaq"),
        ("Six were killed in an attack blamed on the Allied Democratic Forces.", None),
    ],
)
def test_the_name_before_the_verb_speaks_and_who_is_blamed_does_not(sentence: str, raw: str | None) -> None:
    assert next((each.claimant_raw for each in find_attributions(sentence)), None) == raw


@pytest.mark.parametrize(
    ("sentence", "raw"),
    [
        ("A bomb killed him and two guards, police and a doctor said.", "police and a doctor"),
        ("Twelve were killed and 19 wounded, officials and witnesses told AFP.", "officials and witnesses"),
        ("A bomb killed six people, according to police and witnesses.", "police and witnesses"),
        ("Islamists attacked a cafe, local media activists reported on Sunday.", "local media activists"),
        ('AFP reported "Clashes killed nearly 170 people, the Observatory said.', "the Observatory"),
        ("San Salvador Archbishop Arturo Rivera said six died.", "San Salvador Archbishop Arturo Rivera"),
        ("Fifty soldiers were killed in the raid, the Taliban claimed.", "the Taliban"),
    ],
)
def test_all_of_those_who_speak_are_named_and_nobody_else(sentence: str, raw: str) -> None:
    assert [each.claimant_raw for each in find_attributions(sentence)] == [raw]


@pytest.mark.parametrize(
    "sentence",
    [
        "A helicopter was downed two days after Washington warned of new threats.",
        "Two people died after King Gyanendra declared a state of emergency.",
    ],
)
def test_a_warning_and_an_act_of_state_say_nothing_of_what_happened(sentence: str) -> None:
    assert find_attributions(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "scope"),
    [
        ("The Taliban claimed responsibility for a blast that killed 12.", "The Taliban claimed responsibility"),
        ("The Taliban claimed the attack that killed 12.", "The Taliban claimed the attack"),
        ("Six died, and the army said that its men shot two.", "the army said that its men shot two."),
        (
            "The Taliban claimed the attack, saying it killed 12.",
            "The Taliban claimed the attack, saying it killed 12.",
        ),
    ],
)
def test_who_claims_an_act_or_speaks_in_another_clause_has_not_counted_its_dead(sentence: str, scope: str) -> None:
    (attribution,) = find_attributions(sentence)
    assert sentence[slice(*attribution.scope)] == scope


@pytest.mark.parametrize(
    ("told", "follow_up", "who"),
    [
        ("The spokesman, Ali Hassan, said six died. The ministry said ten died.", "He said two fled.", "Hassan"),
        ("The health ministry said six died. A nurse said ten died.", "It said two fled.", "ministry"),
        ("Witnesses said six died. The governor said ten died.", "They said two fled.", "Witnesses"),
    ],
)
def test_a_pronoun_is_whoever_it_fits(told: str, follow_up: str, who: str) -> None:
    first, second = told.split(". ")
    attribution = Speech([first + ".", second, follow_up]).attribution(2)
    assert attribution is not None
    assert who in (attribution.antecedent or attribution.claimant or "")
