"""Actors named in a text, the forces of any country, kinds of actor, and the lexicon itself."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations

import pytest

from transforms.actors import find_actors, load_actors, resolve_generic
from transforms.actors.forces import force_id
from transforms.actors.validity import Validity, read_validity
from transforms.phrases import fold, read_lexicon, split_cell
from transforms.schema import ACTOR_TYPES
from transforms.triggers.weapons import find_weapons


def names(text: str, country: str | None = None, day: date | None = None) -> list[str]:
    return [mention.name for mention in find_actors(text, country=country, day=day)]


NAMED = [
    ("an attack by the Islamic State (ISIS) group", None, "Islamic State"),
    ("ISIL fighters fled", None, "Islamic State"),
    ("DAESH terrorists", None, "Islamic State"),
    ("IS militants seized a post", None, "Islamic State"),
    ("ISIS-K bombed a mosque", None, "Islamic State Khorasan Province"),
    ("Jabhat al-Nusra shelled the suburb", None, "Hayat Tahrir al-Sham"),
    ("Al-Qaeda's Syrian affiliate took the base", "SYR", "Hayat Tahrir al-Sham"),
    ("al-Shabab raided a hotel", None, "Al Shabaab"),
    ("al-Shabab raided a village", "MOZ", "Islamic State Mozambique Province"),
    ("The Taliban took the district", "AFG", "Taliban"),
    ("The Taliban took the district", "PAK", "Tehrik-i-Taliban Pakistan"),
    ("the SDF advanced", "SYR", "Syrian Democratic Forces"),
    ("the SNA advanced", "SYR", "Syrian National Army"),
    ("the SNA advanced", "SOM", "Military Forces of Somalia"),
    ("The coalition bombed a wedding", "YEM", "Saudi-led Coalition"),
    ("The coalition bombed a wedding", "IRQ", "US-led Coalition"),
    ("Kurdish fighters withdrew", "SYR", "Kurdish People's Protection Units"),
    ("Kurdish fighters withdrew", "IRQ", "Peshmerga"),
    ("The Rapid Support Forces stormed the camp", None, "Rapid Support Forces"),
    ("M23 rebels entered Goma", None, "March 23 Movement"),
    ("Hezbollah fired rockets", None, "Hezbollah"),
    ("Kata'ib Hezbollah fired rockets", None, "Kataib Hezbollah"),
    ("gunmen of the Jalisco New Generation Cartel", None, "Jalisco New Generation Cartel"),
    ("the Iran-backed Baqer Brigade", None, "Baqer Brigade"),
    ("troops loyal to President Bashar al-Assad", None, "Military Forces of Syria"),
    ("Tatmadaw jets bombed a school", None, "Military Forces of Myanmar"),
    ("FARDC soldiers fled", None, "Military Forces of the Democratic Republic of Congo"),
]


@pytest.mark.parametrize(("text", "country", "name"), NAMED)
def test_named_actor_is_found(text: str, country: str | None, name: str) -> None:
    assert name in names(text, country)


FORCES = [
    ("The Syrian Arab Army advanced", "Military Forces of Syria"),
    ("Syrian regime forces shelled the town", "Military Forces of Syria"),
    ("Syrias army advanced", "Military Forces of Syria"),
    ("Iraqi federal police fired", "Police Forces of Iraq"),
    ("Russian warplanes bombed the market", "Military Forces of Russia"),
    ("Israeli air strikes killed nine", "Military Forces of Israel"),
    ("Israel struck a convoy", "Military Forces of Israel"),
    ("a raid carried out by the United States", "Military Forces of the United States"),
    ("a US drone strike", "Military Forces of the United States"),
    ("Turkish shelling hit the village", "Military Forces of Turkey"),
    ("Iraqi F-16 jets bombed a hideout", "Military Forces of Iraq"),
    ("in the US latest airstrike", "Military Forces of the United States"),
    ("boats believed to be Russian fired on them", "Military Forces of Russia"),
    ("Burkinabe soldiers executed villagers", "Military Forces of Burkina Faso"),
    ("Peruvian police opened fire", "Police Forces of Peru"),
]


@pytest.mark.parametrize(("text", "name"), FORCES)
def test_forces_of_a_country_are_found(text: str, name: str) -> None:
    assert names(text) == [name] or names(text)[0] == name


def test_two_countries_share_one_head() -> None:
    assert names("Russian and Syrian jets hit it") == ["Military Forces of Russia", "Military Forces of Syria"]


@pytest.mark.parametrize(
    "text",
    [
        "a rebel-held town",
        "an ISIS stronghold",
        "US-backed",
        "anti-ISIS operation",
        "what is new in his book",
        "the isis flower",
        "raids on Syria killed",
        "a bomb in Iraq",
        "the SDF",
        "WHAT IS NEXT",
        "a district held by the Islamic State",
        "a unit run by Damascus ally Hezbollah",
        "the Syrian Observatory",
        "boys in Hezbollah fatigues",
    ],
)
def test_places_backers_and_plain_words_are_no_actors(text: str) -> None:
    assert [mention for mention in find_actors(text) if not mention.is_generic] == []


@pytest.mark.parametrize("text", ["charged with a terrorist act", "a tent in the refugee camp"])
def test_words_for_deeds_and_places_name_no_kind(text: str) -> None:
    assert names(text) == []


def test_men_in_military_dress_are_not_the_military() -> None:
    assert names("Gunmen in army uniforms fled") == ["gunmen"]


@pytest.mark.parametrize("text", ["an assault by the rebel coalition", "a coalition of groups", "the Syrian Coalition"])
def test_a_coalition_of_others_is_not_the_coalition(text: str) -> None:
    assert "US-led Coalition" not in names(text, "SYR")


def test_ambiguous_acronym_counts_once_the_name_is_written_out() -> None:
    found = names("The Arakan Army took the base. The AA said 20 soldiers died.")
    assert found.count("Arakan Army") == 2


def test_forces_abroad_are_external() -> None:
    (mention,) = find_actors("Turkish troops crossed", country="SYR")
    assert (mention.type, mention.name) == ("external forces", "Military Forces of Turkey")


def test_longest_name_wins() -> None:
    assert names("the Sudan People's Liberation Army in Opposition") == ["Sudan People's Liberation Army in Opposition"]


def test_affiliates_count_as_the_actor() -> None:
    (mention,) = find_actors("Islamic State-linked militants")
    assert (mention.name, mention.raw) == ("Islamic State", "Islamic State-linked militants")


KINDS = [
    ("Gunmen fled", "gunmen", "armed group"),
    ("A suicide bomber entered", "suicide bomber", "armed group"),
    ("Syrian rebels advanced", "rebels", "armed group"),
    ("Vigilantes gathered", "militia", "political militia"),
    ("Hoodlums stormed the shop", "attackers", "armed group"),
    ("Cattle rustlers came at night", "bandits", "communal militia"),
    ("Armed herders came at night", "herders", "communal militia"),
    ("Settlers burned a car", "settlers", "communal militia"),
    ("A priest died", "clergy", "civilian"),
    ("Protesters blocked the road", "protesters", "protesters"),
    ("A mob gathered", "rioters", "rioters"),
    ("Villagers fled", "civilians", "civilian"),
    ("Two children died", "children", "civilian"),
    ("Paramedics came", "aid workers", "aid worker"),
    ("A photojournalist died", "journalists", "journalist"),
    ("The mayor died", "officials", "official"),
    ("Warplanes circled", "warplanes", "unknown"),
]


@pytest.mark.parametrize(("text", "name", "kind"), KINDS)
def test_kind_of_actor_is_typed_and_generic(text: str, name: str, kind: str) -> None:
    mention = find_actors(text)[0]
    assert (mention.name, mention.type, mention.is_generic, mention.actor) == (name, kind, True, None)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Security forces fired", "Military Forces of Mali"),
        ("The army fired", "Military Forces of Mali"),
        ("Soldiers fired", "Military Forces of Mali"),
        ("Police fired", "Police Forces of Mali"),
        ("Government warplanes circled", "Military Forces of Mali"),
    ],
)
def test_bare_state_forces_take_the_country_of_the_incident(text: str, name: str) -> None:
    (mention,) = find_actors(text)
    resolved = resolve_generic(mention, "MLI")
    assert (resolved.name, resolved.is_generic, resolved.raw) == (name, False, mention.raw)


def test_an_adjective_of_its_own_goes_before_the_country_of_the_incident() -> None:
    mention = find_actors("Turkish recruits shot at them")[0]
    resolved = resolve_generic(mention, "SYR")
    assert (resolved.name, resolved.type) == ("Military Forces of Turkey", "external forces")


@pytest.mark.parametrize(
    "name", ["Red Valley Martyrs Brigade", "Tolan Resistance Front", "Katibat al-Sahra", "Los Cedros Cartel"]
)
def test_an_unknown_group_is_kept_as_printed(name: str) -> None:
    (mention,) = find_actors(f"It was the {name} that fired.")
    assert (mention.name, mention.actor, mention.type, mention.is_generic) == (name, None, "armed group", False)


@pytest.mark.parametrize("name", ["London Fire Brigade", "Salvation Army", "Golani Brigade", "International Brigade"])
def test_units_of_armies_and_fire_brigades_are_no_unknown_groups(name: str) -> None:
    assert [
        mention.name for mention in find_actors(f"It was the {name} that came.") if mention.type == "armed group"
    ] == []


def test_gunmen_stay_generic_in_any_country() -> None:
    (mention,) = find_actors("Gunmen")
    assert resolve_generic(mention, "MLI") == mention


def test_offsets_span_the_words_as_printed() -> None:
    text = "In Tôrbeck, “Gran Grif” gunmen and Haïti’s police clashed — 400 Mawozo fled."
    for mention in find_actors(text, country="HTI"):
        assert text[mention.start : mention.end] == mention.raw


def test_actor_ids_are_unique_and_types_known() -> None:
    rows = read_lexicon("actors")
    ids = [row["actor_id"] for row in rows]
    assert len(ids) == len(set(ids)) >= 800
    assert {row["type"] for row in rows + read_lexicon("generic_actors")} <= set(ACTOR_TYPES)
    states = {force_id(row["code"], "military") for row in read_lexicon("countries")}
    assert {row["parent"] for row in rows if row["parent"]} <= set(ids) | states


def _readings() -> Iterator[tuple[tuple[str, str], str, Validity]]:
    """Alias and country, "" = any; the actor; when it exists."""
    for row in read_lexicon("actors"):
        for alias in {row["name"], *split_cell(row["aliases"])}:
            yield (fold(alias), ""), row["actor_id"], read_validity(row)
        for alias in split_cell(row["local_aliases"]):
            for country in split_cell(row["local_countries"]) or (row["country"],):
                yield (fold(alias), country), row["actor_id"], read_validity(row)


def test_no_alias_names_two_actors_in_one_country_at_one_time() -> None:
    owners = defaultdict(list)
    for alias, actor, valid in _readings():
        owners[alias].append((actor, valid.first or date.min, valid.last or date.max))
    clashes = [
        (alias, one, other)
        for alias, actors in owners.items()
        for (one, start, end), (other, other_start, other_end) in combinations(actors, 2)
        if one != other and start <= other_end and other_start <= end
    ]
    assert clashes == []


def test_every_row_has_its_source_and_a_country_that_exists() -> None:
    rows = read_lexicon("actors")
    codes = {row["code"] for row in read_lexicon("countries")}
    assert [row["actor_id"] for row in rows if not row["source"]] == []
    assert {row["country"] for row in rows if row["country"]} <= codes
    assert {code for row in rows for code in split_cell(row["local_countries"])} <= codes


def test_a_group_that_did_not_exist_is_not_meant() -> None:
    text = "The Islamic Courts Union took Kismayo. Janjaweed burned a village."
    named = {day: names(text, "SDN", date(day, 5, 1)) for day in (2006, 2024)}
    assert named == {2006: ["Islamic Courts Union", "Janjaweed"], 2024: ["Rapid Support Forces"]}


def test_local_aliases_have_a_country() -> None:
    rows = [row for row in read_lexicon("actors") if row["local_aliases"]]
    assert [row["actor_id"] for row in rows if not (row["country"] or row["local_countries"])] == []


def test_every_actor_of_the_lexicon_is_found_by_its_name_while_it_exists() -> None:
    days = {row["actor_id"]: read_validity(row).last or read_validity(row).first for row in read_lexicon("actors")}
    missed = [
        actor.name
        for actor in load_actors().values()
        if actor.name not in names(f"It was {actor.name}.", day=days[actor.actor_id])
    ]
    assert missed == []


@pytest.mark.parametrize(
    ("text", "weapon_type"),
    [
        ("armed with assault rifles", "Firearms"),
        ("he was gunned down", "Firearms"),
        ("a roadside bomb", "Explosives"),
        ("mortar shells", "Explosives"),
        ("chlorine gas", "Chemical"),
        ("Molotov cocktails", "Incendiary"),
        ("machetes and axes", "Melee"),
        ("a mob with clubs and stones", "Melee"),
        ("drove into a crowd", "Vehicle"),
    ],
)
def test_weapons_have_gtd_types(text: str, weapon_type: str) -> None:
    assert {weapon.weapon_type for weapon in find_weapons(text)} == {weapon_type}


def test_a_club_where_people_dance_is_no_weapon() -> None:
    assert find_weapons("outside a night club near the Golf Club") == []
