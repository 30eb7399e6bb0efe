"""Places in running text: what counts as a place, which namesake is meant, and how exact it is."""

from typing import Any

import pytest

from transforms.places import PlaceMention, containing, find_places, geo_precision
from transforms.places.cues import Context, tokenize
from transforms.places.gazetteer import Gazetteer, open_gazetteer
from transforms.places.homes import find_home
from transforms.places.sections import find_sections

Entity = tuple[int, int, str]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def _entities(text: str, labels: dict[str, str]) -> list[Entity]:
    return [(text.index(name), text.index(name) + len(name), label) for name, label in labels.items()]


def _by_name(mentions: list[PlaceMention]) -> dict[str, PlaceMention]:
    return {mention.raw: mention for mention in mentions}


def _resolved(mentions: list[PlaceMention]) -> dict[str, tuple[str, str, str]]:
    return {m.raw: (m.place.kind, m.place.admin1, m.place.country) for m in mentions if m.place}


def test_offsets_point_at_the_words_as_printed(gazetteer: Gazetteer) -> None:
    text = "Shells fell on Saraqeb, a town in Syria’s Idlib province."
    for mention in find_places(text, [], gazetteer=gazetteer):
        assert text[mention.start : mention.end] == mention.raw


def test_a_name_that_the_model_mislabels_counts_after_a_locative_cue(gazetteer: Gazetteer) -> None:
    text = "A barrel bomb hit the town of Saraqeb in Idlib province on Monday."
    mentions = find_places(text, _entities(text, {"Saraqeb": "ORG"}), gazetteer=gazetteer)
    assert _resolved(mentions) == {"Saraqeb": ("city", "Idlib", "SYR"), "Idlib": ("admin1", "Idlib", "SYR")}


def test_a_name_of_several_words_is_not_read_in_pieces(gazetteer: Gazetteer) -> None:
    text = "She was treated at the Port of Spain General Hospital."
    assert find_places(text, [], gazetteer=gazetteer) == []
    labelled = find_places(text, _entities(text, {"Spain": "GPE"}), gazetteer=gazetteer)
    assert [mention.raw for mention in labelled] == ["Port of Spain"]


def test_a_city_is_meant_before_its_province_unless_the_text_says_so(gazetteer: Gazetteer) -> None:
    text = "Clashes broke out in Aleppo, in Raqqa province and in the Homs countryside in Syria."
    found = _resolved(find_places(text, [], gazetteer=gazetteer))
    assert (found["Aleppo"][0], found["Raqqa"][0], found["Homs"][0]) == ("city", "admin1", "admin1")


def test_a_department_is_a_unit_and_a_department_of_something_is_none(gazetteer: Gazetteer) -> None:
    text = "A bomb exploded in Choconta, Cundinamarca Department, on Friday, said Florida Department of Health staff."
    found = _by_name(find_places(text, [], default_country="COL", gazetteer=gazetteer))
    place = found["Cundinamarca"].place
    assert place is not None
    assert (found["Cundinamarca"].unit, place.kind) == ("department", "admin1")
    assert "department" not in {mention.unit for name, mention in found.items() if name != "Cundinamarca"}


@pytest.mark.parametrize(
    ("text", "name", "admin1"),
    [
        ("A man was shot in Ferguson, Missouri.", "Ferguson", "Missouri"),
        ("A man was shot in Ferguson, Mo., police said.", "Ferguson", "Missouri"),
        ("A man was shot in Portland, Maine.", "Portland", "Maine"),
        ("Gunmen robbed a bank in Paris, Texas.", "Paris", "Texas"),
        ("Two died in Springfield, Illinois. Springfield police made an arrest.", "Springfield", "Illinois"),
        ("Rebels entered Salma in Syria's Latakia province.", "Salma", "Latakia"),
        ("Jets bombed the Sukkari district of Aleppo in Syria.", "Sukkari", "Aleppo"),
        ("Police in Atlanta, Georgia, arrested two men.", "Atlanta", "Georgia"),
    ],
)
def test_a_containing_place_binds_its_part(gazetteer: Gazetteer, text: str, name: str, admin1: str) -> None:
    places = [m.place for m in find_places(text, [], gazetteer=gazetteer) if m.raw == name]
    assert places
    assert {place.admin1 for place in places if place} == {admin1}


def test_a_state_after_its_city_is_no_country(gazetteer: Gazetteer) -> None:
    mentions = _by_name(find_places("Four died in Atlanta, Georgia, on Sunday.", [], gazetteer=gazetteer))
    place = mentions["Georgia"].place
    assert place is not None
    assert (place.kind, place.country, mentions["Georgia"].is_metonym) == ("admin1", "USA", False)


def test_a_name_with_many_namesakes_and_no_evidence_stays_unresolved(gazetteer: Gazetteer) -> None:
    (mention,) = find_places("A man was shot in Springfield on Monday.", [], gazetteer=gazetteer)
    assert (mention.raw, mention.place) == ("Springfield", None)


def test_one_unresolved_place_does_not_spoil_another(gazetteer: Gazetteer) -> None:
    text = "Shots were heard in Springfield. Rockets hit Mariupol in Ukraine."
    found = _by_name(find_places(text, [], gazetteer=gazetteer))
    assert found["Mariupol"].place is not None
    assert found["Mariupol"].place.country == "UKR"


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Syrian troops entered Ariha.", "SYR"),
        ("Israeli troops entered Ariha, a Palestinian town.", "PSE"),
    ],
)
def test_demonyms_choose_between_namesakes(gazetteer: Gazetteer, text: str, country: str) -> None:
    place = _by_name(find_places(text, [], gazetteer=gazetteer))["Ariha"].place
    assert place is not None
    assert place.country == country


@pytest.mark.parametrize(
    "context",
    [
        {"title": "Mozambique insurgents attack gas town"},
        {"dateline": "MAPUTO, Mozambique"},
        {"default_country": "MOZ"},
    ],
)
def test_title_dateline_and_default_country_are_evidence(gazetteer: Gazetteer, context: dict[str, Any]) -> None:
    mentions = find_places("Dozens were killed in Palma on Friday.", [], gazetteer=gazetteer, **context)
    place = _by_name(mentions)["Palma"].place
    assert place is not None
    assert place.country == "MOZ"


def test_a_famous_city_is_evidence_in_itself(gazetteer: Gazetteer) -> None:
    found = _resolved(find_places("A bomb exploded in Karachi.", [], gazetteer=gazetteer))
    assert found == {"Karachi": ("city", "Sindh", "PAK")}


def test_a_famous_city_is_not_its_tiny_namesake(gazetteer: Gazetteer) -> None:
    text = "US officials said the attack in Moscow killed 40. The US president called the US embassy."
    place = _by_name(find_places(text, [], gazetteer=gazetteer))["Moscow"].place
    assert place is not None
    assert place.country == "RUS"


def test_a_namesake_near_another_place_of_the_text_is_meant(gazetteer: Gazetteer) -> None:
    text = "The boy was hurt in Abingdon and flown to a hospital in Johnson City, Tennessee."
    place = _by_name(find_places(text, [], gazetteer=gazetteer))["Abingdon"].place
    assert place is not None
    assert place.admin1 == "Virginia"


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Chelsea Clinton spoke on Tuesday.", {"Chelsea Clinton": "PERSON"}),
        ("The Islamic State said it was behind the blast.", {"The Islamic State": "ORG"}),
        ("The Aleppo Media Center published photos.", {"The Aleppo Media Center": "ORG"}),
        ("The Free Syrian Army shelled a base.", {"The Free Syrian Army": "ORG"}),
        ("Jordan Smith, 23, was wounded. Police named Smith later.", {"Jordan Smith": "PERSON"}),
        ("The attack came in March, on a Sunday.", {}),
    ],
)
def test_persons_groups_and_dates_are_no_places(gazetteer: Gazetteer, text: str, labels: dict[str, str]) -> None:
    mentions = find_places(text, _entities(text, labels), gazetteer=gazetteer)
    assert [m for m in mentions if not m.is_adjective and not m.is_metonym] == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Washington said it would send weapons.", "Washington"),
        ("Moscow has denied striking the hospital.", "Moscow"),
        ("The Damascus government blamed rebels.", "Damascus"),
        ("The village was shelled by Syria and Russia.", "Russia"),
        ("Damascus and Tehran condemned the raid.", "Damascus"),
        ("Jets struck bases in Iraq, Ankara said.", "Ankara"),
    ],
)
def test_a_government_called_by_its_place_is_a_metonym(gazetteer: Gazetteer, text: str, name: str) -> None:
    mention = _by_name(find_places(text, _entities(text, {name: "GPE"}), gazetteer=gazetteer))[name]
    assert mention.is_metonym


def test_a_capital_where_something_happened_is_no_metonym(gazetteer: Gazetteer) -> None:
    mention = _by_name(find_places("Three bombs exploded in Damascus.", [], gazetteer=gazetteer))["Damascus"]
    assert not mention.is_metonym


def test_a_demonym_has_a_country_and_no_place(gazetteer: Gazetteer) -> None:
    (mention,) = find_places("Turkish-backed fighters advanced.", [], gazetteer=gazetteer)
    assert (mention.is_adjective, mention.country, mention.place) == (True, "TUR", None)


def test_a_compound_names_its_country_only(gazetteer: Gazetteer) -> None:
    text = "Rwanda-backed M23 rebels seized Masisi in North Kivu."
    mentions = find_places(text, _entities(text, {"Rwanda": "GPE", "M23": "GPE"}), gazetteer=gazetteer)
    assert [(m.raw, m.country) for m in mentions if m.is_adjective] == [("Rwanda-backed", "RWA")]
    assert set(_resolved(mentions)) == {"Masisi", "North Kivu"}


def test_a_list_of_a_city_and_a_foreign_country_binds_nothing(gazetteer: Gazetteer) -> None:
    text = "Talks with Damascus, the US and Russia failed. Shells fell in Damascus in Syria."
    places = [m.place for m in find_places(text, [], gazetteer=gazetteer) if m.raw == "Damascus"]
    assert {place.country for place in places if place} == {"SYR"}


def test_two_cities_named_with_their_reporters_are_not_bound(gazetteer: Gazetteer) -> None:
    text = "The US condemned it. Reporting by Ann Ray in Damascus and Tom Hill in Beirut; editing in the US."
    mentions = find_places(text, _entities(text, {"Ann Ray": "PERSON", "Tom Hill": "PERSON"}), gazetteer=gazetteer)
    found = _resolved(mentions)
    assert (found["Damascus"][2], found["Beirut"][2]) == ("SYR", "LBN")


def test_a_local_institution_tells_the_town(gazetteer: Gazetteer) -> None:
    (mention,) = find_places("Houston police arrested a man.", [], gazetteer=gazetteer)
    assert mention.cue == "institution"
    assert mention.place is not None
    assert mention.place.admin1 == "Texas"


def test_a_hamlet_neither_rivals_the_towns_of_its_name_nor_takes_the_outlets_side(gazetteer: Gazetteer) -> None:
    text = "Two officers were shot at a restaurant in Houston on Friday, police said."
    little_rock = find_home("https://www.thv11.com/news/1", "", "", gazetteer)
    found = _resolved(find_places(text, [], home=little_rock, gazetteer=gazetteer))
    assert found["Houston"] == ("city", "Texas", "USA")


def test_the_place_that_opens_a_text_is_its_dateline(gazetteer: Gazetteer) -> None:
    text = "BEIRUT (Reuters) - Shells fell on Douma, activists in Syria said."
    mentions = _by_name(find_places(text, [], gazetteer=gazetteer))
    assert (mentions["BEIRUT"].cue, mentions["Douma"].cue) == ("dateline", "on")


@pytest.mark.parametrize(
    ("text", "name", "precision"),
    [
        ("Shells hit Mosul in Iraq.", "Mosul", 1),
        ("Gunmen attacked a convoy near Maiduguri in Nigeria.", "Maiduguri", 2),
        ("A checkpoint 20 km north of Baghdad was bombed.", "Baghdad", 2),
        ("Fighting raged on the outskirts of Tripoli in Libya.", "Tripoli", 2),
        ("Troops died in Bannu district of Pakistan.", "Bannu", 2),
        ("Shells hit Eastern Ghouta in Syria.", "Eastern Ghouta", 2),
        ("Raids were reported in Borno State in Nigeria.", "Borno", 3),
        ("Violence spread across Darfur.", "Darfur", 3),
        ("Fighting broke out in northern Mali.", "Mali", 4),
    ],
)
def test_precision_follows_kind_and_cue(gazetteer: Gazetteer, text: str, name: str, precision: int) -> None:
    mentions = [m for m in find_places(text, [], gazetteer=gazetteer) if m.raw.startswith(name)]
    assert [geo_precision(mention) for mention in mentions] == [precision]


@pytest.mark.parametrize(
    ("outer", "inner", "country", "expected"),
    [
        ("Syria", "Aleppo", "SYR", True),
        ("Aleppo", "Syria", "SYR", False),
        ("Aleppo", "Sukkari", "SYR", True),
        ("Aleppo", "Raqqa", "SYR", False),
        ("Eastern Ghouta", "Douma", "SYR", True),
        ("Darfur", "El Fasher", "SDN", True),
    ],
)
def test_containing(gazetteer: Gazetteer, outer: str, inner: str, country: str, expected: bool) -> None:
    large, small = (gazetteer.look_up(name, country=country)[0] for name in (outer, inner))
    assert containing(large, small) is expected


def test_a_unit_contains_its_cities(gazetteer: Gazetteer) -> None:
    (idlib,) = [p for p in gazetteer.look_up("Idlib", country="SYR") if p.kind == "admin1"]
    assert containing(idlib, gazetteer.look_up("Saraqeb", country="SYR")[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Suspected jihadists killed villagers in Solhan, in Burkina Faso's Yagha province.", "Sahel"),
        ("Al-Shabaab attacked an African Union base in the town of El Baraf, north of Mogadishu.", "Middle Shabelle"),
        ("At least 50 people were abducted in Kuriga, a town in Kaduna state, northwestern Nigeria.", "Kaduna"),
        ("M23 rebels seized Masisi in North Kivu, the Congolese army said.", "North Kivu"),
        ("Paramilitaries shelled Zamzam camp near El Fasher in Sudan.", "North Darfur"),
        ("Maoist rebels ambushed a patrol in Sukma, Chhattisgarh.", "Chhattisgarh"),
        ("Clashes erupted in Maungdaw township of Rakhine State in Myanmar.", "Rakhine"),
        ("Gunmen killed the mayor of Celaya in the Mexican state of Guanajuato.", "Guanajuato"),
        ("Thousands fled Mai Kadra in Ethiopia's Tigray region.", "Tigray"),
        ("Strikes on Jabalia and Khan Younis killed 40 Palestinians.", "Gaza Strip"),
        ("Gangs set fire to homes in Cité Soleil, Haiti.", "West"),
        ("Militants bombed a police post outside Miranshah in Pakistan.", "Khyber Pakhtunkhwa"),
    ],
)
def test_the_first_place_of_a_report_has_its_unit(gazetteer: Gazetteer, text: str, expected: str) -> None:
    first = next(m.place for m in find_places(text, [], gazetteer=gazetteer) if m.place and m.place.kind == "city")
    assert first.admin1 == expected


def test_possessives_and_articles_are_cut_from_tokens() -> None:
    names = [token.text for token in tokenize("Syria's Deir ez-Zor and al-Bab’s U.S. base") if token.is_name]
    assert names == ["Syria", "Deir", "ez-Zor", "al-Bab", "U.S."]


@pytest.mark.parametrize(
    ("text", "name", "cue", "unit"),
    [
        ("in the besieged northern city of Aleppo", "Aleppo", "in", "city"),
        ("20 km south of Kabul", "Kabul", "south", ""),
        ("the Sukkari district of Aleppo", "Aleppo", "of", ""),
        ("a rebel neighbourhood east of Aleppo", "Aleppo", "east", ""),
        ("near the government-held town of Nubl", "Nubl", "near", "town"),
    ],
)
def test_cues_reach_over_adjectives(text: str, name: str, cue: str, unit: str) -> None:
    context = Context(text)
    index = next(i for i, token in enumerate(context.tokens) if token.text == name)
    assert context.cue_before(index) == (cue, unit)


@pytest.mark.parametrize(
    ("text", "labels", "name"),
    [
        ("A Polson teen was shot in the leg on Friday, police in Montana said.", {}, "Polson"),
        (
            "Deadly Polson Shooting. A man was shot in Polson on Friday, said Montana officials.",
            {"Deadly Polson": "PERSON"},
            "Polson",
        ),
    ],
)
def test_a_town_is_known_by_its_people_and_by_what_happened_in_it(
    gazetteer: Gazetteer, text: str, labels: dict[str, str], name: str
) -> None:
    found = _resolved(find_places(text, _entities(text, labels), gazetteer=gazetteer))
    assert found[name] == ("city", "Montana", "USA")


def test_a_county_named_in_an_office_is_no_town(gazetteer: Gazetteer) -> None:
    text = "A man from Chicago, Illinois, was charged, said Cook County Assistant Jo Doe."
    assert _resolved(find_places(text, [], gazetteer=gazetteer))["Cook"] == ("admin2", "Illinois", "USA")


@pytest.mark.parametrize(
    ("text", "label", "name"),
    [
        ("A farmer was found dead on a road of Saravena, Arauca, on Friday.", "ORG", "Saravena"),
        ("Two sailors were taken off a ship 40 miles off Bata, Equatorial Guinea, on Friday.", "ORG", "Bata"),
        ("Fighters came to the gates of Diapaga, in the Est region of Burkina Faso.", "PERSON", "Diapaga"),
        ("Three residents of Selydove were killed in Ukraine.", "ORG", "Selydove"),
    ],
)
def test_a_name_that_the_model_mislabels_counts_with_the_unit_that_it_lies_in(
    text: str, label: str, name: str, gazetteer: Gazetteer
) -> None:
    found = _by_name(find_places(text, _entities(text, {name: label}), gazetteer=gazetteer))
    assert found[name].place is not None


def test_an_entity_of_two_places_is_two_names(gazetteer: Gazetteer) -> None:
    text = "A farmer was found dead near Saravena, Arauca, on Friday."
    found = _resolved(find_places(text, _entities(text, {"Saravena, Arauca": "ORG"}), gazetteer=gazetteer))
    assert found == {"Saravena": ("city", "Arauca", "COL"), "Arauca": ("admin1", "Arauca", "COL")}


def test_a_local_government_area_is_a_district(gazetteer: Gazetteer) -> None:
    text = "Bandits raided Tsafe Local Government Area of Zamfara State on Monday."
    found = _by_name(find_places(text, [], gazetteer=gazetteer))
    assert (found["Tsafe"].unit, found["Tsafe"].place and found["Tsafe"].place.kind) == ("lga", "admin2")


def test_a_district_is_not_its_namesake_in_another_country(gazetteer: Gazetteer) -> None:
    text = "Fighting went on in the Dara district of Panjshir in Afghanistan."
    found = _by_name(find_places(text, [], gazetteer=gazetteer))
    assert (found["Dara"].place, found["Dara"].reason) == (None, "far")


def test_a_line_with_the_name_of_a_country_sets_it_for_what_stands_below() -> None:
    text = "NIGERIA\n\nGunmen raided a market.\n\nNiger:\n\nA mine killed a man.\n\nOTHER NEWS\n\nNone.\n"
    found = [(text[each.start : each.end].strip(), each.country) for each in find_sections(text)]
    assert found == [("Gunmen raided a market.", "NGA"), ("A mine killed a man.", "NER")]


def test_a_name_is_sought_in_the_country_of_its_section(gazetteer: Gazetteer) -> None:
    text = "VENEZUELA\n\nA man was killed in Barcelona.\n\nSPAIN\n\nA man was killed in Barcelona.\n"
    found = [each.country for each in find_places(text, [], gazetteer=gazetteer) if each.raw == "Barcelona"]
    assert found == ["VEN", "ESP"]
