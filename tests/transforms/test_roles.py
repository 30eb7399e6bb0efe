"""Account → who did it and whom it hit."""

from __future__ import annotations

from datetime import date

import pytest
from stories import mentions_of, read_story

from transforms.accounts import split_accounts
from transforms.accounts.roles import best_actor, best_target, read_roles, read_sides
from transforms.accounts.votes import Telling


def _sides(text: str, country: str | None = None) -> tuple[str | None, str | None]:
    """Names of actor and target of the first account."""
    account = split_accounts(read_story(text))[0]
    actor, target = read_sides(Telling(account.sentences, country, day=date(2024, 3, 15)))
    return (actor.name if actor else None), (target.name if target else None)


@pytest.mark.parametrize(
    "text",
    [
        "Boko Haram killed two soldiers near Maiduguri.",
        "Two soldiers were killed by Boko Haram near Maiduguri.",
        "Two soldiers were killed by Boko Haram fighters near Maiduguri.",
        "A Boko Haram attack killed two soldiers near Maiduguri.",
        "An attack by Boko Haram killed two soldiers near Maiduguri.",
        "Boko Haram launched an attack on soldiers near Maiduguri.",
        "Boko Haram militants ambushed soldiers near Maiduguri.",
    ],
)
def test_actor_and_target_are_known_in_each_order_of_words(text: str) -> None:
    assert _sides(text) == ("Boko Haram", "soldiers")


def test_its_fighters_are_those_of_the_group_told_before() -> None:
    text = "The Islamic State group attacked a checkpoint in Deir Ezzor. Its fighters killed seven soldiers."
    assert _sides(text) == ("Islamic State", "soldiers")


def test_gunmen_are_the_group_that_claims_the_attack() -> None:
    text = "Gunmen killed five policemen in Quetta. The Pakistani Taliban claimed responsibility for the attack."
    assert _sides(text)[0] == "Tehrik-i-Taliban Pakistan"


def test_who_is_blamed_after_the_account_is_the_actor() -> None:
    read = read_story("Armed men abducted nine girls from a school in Borno. Officials blamed Boko Haram for it.")
    account = split_accounts(read)[0]
    actors, _ = read_roles(Telling(account.sentences[:1], "NGA", read.sentences[1:]))
    actor = best_actor(actors)
    assert actor is not None
    assert actor.name == "Boko Haram"


def test_the_army_is_that_of_the_country() -> None:
    assert _sides("Gunmen killed four soldiers near Kirkuk.", "IRQ") == ("gunmen", "Military Forces of Iraq")


def test_the_state_that_strikes_abroad_is_the_actor() -> None:
    assert _sides("A Turkish air strike killed two shepherds near Dohuk.")[0] == "Military Forces of Turkey"


def test_police_who_only_speak_are_no_actor() -> None:
    assert _sides("A bomb killed nine people in Lahore, police said.") == (None, "civilians")


def test_civilians_are_no_actor() -> None:
    assert _sides("Villagers were attacked near Jos. Two villagers were killed.")[0] is None


def test_the_dead_are_the_target_where_nobody_else_is_named() -> None:
    assert _sides("A bomb killed nine people in Lahore.")[1] == "civilians"


def test_somebody_named_exactly_goes_before_people() -> None:
    assert _sides("Gunmen attacked aid workers in Goma, and nine people were killed.")[1] == "aid workers"


def test_nobody_is_both_actor_and_target() -> None:
    actor, target = _sides("Al-Shabaab fighters killed three soldiers in Baidoa. Six Al-Shabaab fighters were killed.")
    assert (actor, target) == ("Al Shabaab", "soldiers")


def test_both_sides_of_a_clash_are_named() -> None:
    assert _sides("Soldiers clashed with Al-Shabaab fighters near Baidoa.") == ("soldiers", "Al Shabaab")


def test_both_sides_of_fighting_between_them_are_named() -> None:
    actor, target = _sides("Fighting between the army and the Arakan Army in Rakhine left 10 dead.", "MMR")
    assert (actor, target) == ("Military Forces of Myanmar", "Arakan Army")


def test_the_fighting_that_a_deed_is_set_in_does_not_name_its_sides() -> None:
    text = (
        "A drone strike by Ethiopia's military killed 17 civilians in Bure on Monday, residents said, as fighting goes "
        "on between federal troops and the Fano militia."
    )
    assert _sides(text, "ETH") == ("Military Forces of Ethiopia", "civilians")


def test_who_is_told_of_before_a_deed_of_others_did_not_do_it() -> None:
    assert _sides("A mother is asking for answers after her son was gunned down in Memphis.")[0] is None


def test_links_between_two_are_no_fight() -> None:
    text = (
        "The assassination of a prosecutor who was investigating links between port officials and drug traffickers "
        "shocked Manta."
    )
    assert _sides(text)[1] != "drug traffickers"


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Israeli forces killed four Palestinians during a raid in Jenin. Troops fired at gunmen.", "Palestinians"),
        ("Militants beheaded a 60-year-old man and torched seven houses in Salama.", "man"),
        ("A mob beat two men to death at a market in Port Harcourt.", "men"),
        ("Gunmen killed 70 people in Pont-Sonde. They burned houses. Two of them were hurt in a shootout.", "people"),
    ],
)
def test_who_was_hit_goes_before_what_stood_there(text: str, target: str) -> None:
    (mention,) = mentions_of(text)
    assert mention.target is not None
    assert mention.target.raw == target


def test_who_owns_up_at_the_end_did_it() -> None:
    text = (
        "Gunmen opened fire on a beach in Mogadishu on Friday, killing 32 civilians. Doctors spoke of long queues. "
        "Many had come to swim. The night was hot. The mayor called for calm. Shops stayed closed. "
        "Al Shabaab said on its radio that it was behind the attack."
    )
    (mention,) = mentions_of(text)
    assert mention.actor is not None
    assert mention.actor.name == "Al Shabaab"


def test_no_votes_make_no_side() -> None:
    assert best_actor([]) is None
    assert best_target([], None) is None


@pytest.mark.parametrize(
    ("text", "country", "sides"),
    [
        (
            "Nine rebels were killed in clashes with government troops near Hama.",
            "SYR",
            ("Military Forces of Syria", "rebels"),
        ),
        (
            "Soldiers shot dead two villagers near Jenin.",
            "PSE",
            ("Military Forces of Israel", "civilians"),
        ),
        (
            "Turkish commandos raided a camp near Dohuk. Soldiers killed six villagers there.",
            "IRQ",
            ("Military Forces of Turkey", "civilians"),
        ),
        (
            "Al-Shabaab stormed a hotel in Baidoa. The militants killed nine traders.",
            "SOM",
            ("Al Shabaab", "civilians"),
        ),
        ("The group said it had killed five soldiers in Borno.", "NGA", (None, "Military Forces of Nigeria")),
        ("Boko Haram said it had killed five soldiers in Borno.", "NGA", ("Boko Haram", "Military Forces of Nigeria")),
        (
            "A bomber of the Nusra Front blew himself up at a checkpoint in Aleppo, killing four soldiers.",
            "SYR",
            ("Hayat Tahrir al-Sham", "Military Forces of Syria"),
        ),
        (
            "Shelling killed six people in an area held by the Islamic State near Homs.",
            "SYR",
            (None, "civilians"),
        ),
        (
            "Warplanes bombed a market in Idlib, killing nine people. Many pointed the finger at the Syrian army.",
            "SYR",
            ("Military Forces of Syria", "civilians"),
        ),
        (
            "An explosion killed nine people in Mosul. The Islamic State was responsible for the blast, police said.",
            "IRQ",
            ("Islamic State", "civilians"),
        ),
        (
            "A drone strike killed four people in Taizz.",
            "YEM",
            (None, "civilians"),
        ),
        (
            "A gunman shot dead eight people in Allen before being killed by a police officer.",
            "USA",
            ("gunmen", "civilians"),
        ),
        (
            "A suicide bomber blew himself up in a queue of civil servants in Kabul, killing six people.",
            "AFG",
            ("suicide bomber", "officials"),
        ),
        (
            (
                "Clashes between local fighters and soldiers killed six people near Loikaw. "
                "Two fighters of the Karenni Army were killed."
            ),
            "MMR",
            ("Karenni Army", "Military Forces of Myanmar"),
        ),
        ("Five rebels and a soldier died in a clash near Saravena.", "COL", ("Military Forces of Colombia", "rebels")),
        ("Shelling killed two people in an area held by the Kurdish YPG militia.", "SYR", (None, "civilians")),
        (
            "At least 45 people were killed in the US latest airstrike.",
            "IRQ",
            ("Military Forces of the United States", "civilians"),
        ),
        (
            "An airstrike of the US-led coalition killed eight people near Raqqa.",
            "SYR",
            ("US-led Coalition", "civilians"),
        ),
        (
            (
                "Security forces defused a car bomb in Kirkuk. Two men were arrested; "
                "police suspect that they belong to a cell of the Islamic State."
            ),
            "IRQ",
            ("Islamic State", None),
        ),
        (
            "Gunmen killed nine traders at a market in Goma, a doctor at the local hospital said.",
            "COD",
            ("gunmen", "civilians"),
        ),
        ("An air strike killed four people in Gaza.", "PSE", ("Military Forces of Israel", "civilians")),
        ("Gunmen seized four nurses near Goma.", "COD", ("gunmen", "aid workers")),
        ("A mob beat two traders to death in Lahore.", "PAK", ("rioters", "civilians")),
        ("Two Russian guided bombs struck a shop in Sumy.", "UKR", ("Military Forces of Russia", "civilians")),
        (
            "An unmanned aerial vehicle of the Ukrainian armed forces attacked a tractor near Kursk, killing a farmer.",
            "RUS",
            ("Military Forces of Ukraine", "civilians"),
        ),
        (
            "Gunmen believed to belong to Boko Haram attacked a post near Gwoza and killed two soldiers.",
            "NGA",
            ("Boko Haram", "Military Forces of Nigeria"),
        ),
        (
            "Men of the Islamic State came to a hamlet near Mosul and went from house to house, shooting farmers.",
            "IRQ",
            ("Islamic State", "civilians"),
        ),
        (
            "Two traders were killed near Culiacan by a method used by drug cartels.",
            "MEX",
            (None, "civilians"),
        ),
        ("In Goma volunteers reported six people killed and 11 injured.", "COD", (None, "civilians")),
        ("Eight soldiers lost their lives in an ambush near Gao.", "MLI", (None, "Military Forces of Mali")),
        (
            "Israeli forces raided Jenin, and two men were killed. Hamas said two of the dead were its fighters.",
            "PSE",
            ("Military Forces of Israel", "Hamas"),
        ),
        (
            "Troops shot two rebels near Bijapur. A committee of the CPI (Maoist) said two of the dead were farmers.",
            "IND",
            ("Military Forces of India", "rebels"),
        ),
        (
            (
                "Four farmers were killed near Bijapur. In a two-page statement sent to reporters in Jagdalpur, the "
                "Special Zonal Committee of the CPI (Maoist) said three of the dead were villagers."
            ),
            "IND",
            (None, "civilians"),
        ),
    ],
)
def test_sides_are_read(text: str, country: str, sides: tuple[str | None, str | None]) -> None:
    assert _sides(text, country) == sides


def test_other_men_than_those_of_the_group_are_people() -> None:
    text = "Men of the Islamic State shot a farmer near Mosul. Two other men were wounded."
    account = split_accounts(read_story(text))[0]
    _, targets = read_roles(Telling(account.sentences, "IRQ", day=date(2024, 3, 15)))
    assert {mention.name for mention, _ in targets} == {"civilians"}


def test_who_belongs_to_a_group_is_its_men_by_its_name() -> None:
    text = "Gunmen shot dead a judge in Maiduguri. Police said that they belonged to the terrorist group Boko Haram."
    read = read_story(text)
    actor, _ = read_sides(Telling(read.sentences[:1], "NGA", read.sentences[1:], day=date(2024, 3, 15)))
    assert actor is not None
    assert actor.name == "Boko Haram"


@pytest.mark.parametrize("ending", ["an attack blamed on the same group", "a bombing that the same group claimed"])
def test_the_same_group_is_the_one_told_before(ending: str) -> None:
    read = read_story(f"M23 rebels hold Rutshuru. Six farmers were killed near Rutshuru in {ending}.")
    actor, _ = read_sides(Telling(read.sentences[1:], "COD", before=read.sentences[:1], day=date(2024, 3, 15)))
    assert actor is not None
    assert actor.name == "March 23 Movement"


def test_the_hospital_where_somebody_died_is_not_what_was_hit() -> None:
    telling = split_accounts(read_story("A blast killed a man in Lahore. A woman died later at a hospital."))[0]
    _, targets = read_roles(Telling(telling.sentences, "PAK", day=date(2024, 3, 15)))
    assert not any("hospital" in mention.raw for mention, _ in targets)


def test_who_is_known_to_fly_is_not_the_one_that_is_hit() -> None:
    assert _sides("An air strike killed four soldiers near Homs.", "SYR")[0] is None


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("A Toledo man shot and wounded two women outside a bar.", ("A Toledo man", "two women")),
        ("Hitmen shot dead Luis Ortega, 41, in Iguala.", ("Hitmen", "Luis Ortega")),
        ("A drone strike by the army on a market in Kutum killed 11 traders.", ("army", "traders")),
        ("A mob beat a man to death in Lahore.", ("mob", "man")),
        ("A convoy of the army struck a roadside bomb near Gao. Two soldiers were killed.", (None, "army")),
        ("M23 took control of the town of Masisi after soldiers withdrew overnight.", ("M23", "soldiers")),
        ("Gunmen killed four welders in Jos. Troops arrested two suspects.", ("Gunmen", "welders")),
        ("Gunmen threw a grenade at a church in Owo. Three people were hurt.", ("Gunmen", "church")),
        ("Gunmen stormed the office of the registrar in Enugu.", ("Gunmen", "registrar")),
        ("Youths attacked a camp near Mangu, killing two herders.", ("Youths", "herders")),
        (
            "An armed commando killed six customers in a bar. A sign signed by the Gulf Cartel was left.",
            ("Cartel", "customers"),
        ),
    ],
)
def test_the_words_for_sides_are_those_of_who_acts_and_who_is_hit(
    text: str, sides: tuple[str | None, str | None]
) -> None:
    read = read_story(text)
    account = split_accounts(read)[0]
    rest = [sentence for sentence in read.sentences if sentence not in account.sentences]
    actor, target = read_sides(Telling(account.sentences, "NGA", rest))
    told = actor.raw if actor else None, target.raw if target else None
    assert [name and name.split()[-1] for name in told] == [name and name.split()[-1] for name in sides]


def test_herders_who_are_hit_are_civilians_and_armed_in_a_fight() -> None:
    hit = read_sides(Telling(split_accounts(read_story("Gunmen killed two herders near Jos."))[0].sentences))[1]
    foe = read_sides(Telling(split_accounts(read_story("Soldiers clashed with herders near Jos."))[0].sentences))[1]
    assert hit is not None
    assert foe is not None
    assert (hit.type, foe.type) == ("civilian", "communal militia")


def test_the_group_whose_police_speak_is_not_the_actor() -> None:
    text = "An explosion at a mosque in Kabul killed ten worshippers on Friday, a Taliban police spokesman said."
    assert _sides(text, "AFG")[0] is None


def test_what_the_victims_are_accused_of_blames_nobody() -> None:
    text = "Boko Haram hacked to death two villagers near Maiduguri, accusing them of being police informers."
    assert _sides(text, "NGA") == ("Boko Haram", "civilians")


def test_who_comes_under_fire_is_hit() -> None:
    text = (
        "Gunmen attacked Derbent in Russia. In the centre a police post came under fire and eight officers died there."
    )
    assert _sides(text, "RUS") == ("gunmen", "Police Forces of Russia")


def test_a_group_that_praises_an_attack_did_not_make_it() -> None:
    assert _sides("Gunmen killed two people in Holon. Hamas praised the attack.")[0] == "gunmen"


@pytest.mark.parametrize(
    "sentence",
    [
        "The rebels denied it and accused Boko Haram of the killings.",
        "The rebels denied it and blamed Boko Haram.",
        "He blamed the farmers for not helping when the police came after his men.",
        "Boko Haram is responsible for the deaths of 40,000 people.",
    ],
)
def test_a_name_that_no_accuser_gives_is_no_culprit(sentence: str) -> None:
    assert _sides(f"Gunmen killed five farmers near Maiduguri. {sentence}")[0] == "gunmen"


def test_gunmen_are_not_the_police_who_shot_back() -> None:
    text = "Gunmen killed nine people in a bar in Celaya, Mexico. Police shot two of the gunmen."
    assert _sides(text, "MEX")[0] == "gunmen"


def test_who_embraces_martyrdom_is_hit() -> None:
    text = "A bomb went off near a convoy in Panjgur. Two policemen embraced martyrdom."
    assert _sides(text, "PAK") == (None, "Police Forces of Pakistan")


def test_a_band_does_not_hit_its_own_fallen_men() -> None:
    text = "Two soldiers were martyred when a bomb of the PKK went off in Metina. Six terrorists were killed."
    assert _sides(text, "IRQ")[1] == "Military Forces of Iraq"
