"""The gazetteer: keys, look-ups, and how near it comes to places known from maps."""

import csv
import math
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from transforms.places.countries import countries
from transforms.places.gazetteer import Gazetteer, Place, default_path, distance_km, open_gazetteer
from transforms.places.gazetteer_build import build_gazetteer, cache_name
from transforms.places.gazetteer_extras import EXTRA_CSV, Extra, read_extras
from transforms.places.gazetteer_units import english_unit_name
from transforms.places.names import fold_name, skeleton, without_articles

# Well-known and hard names with coordinates read from maps: (name, country, latitude, longitude).
KNOWN_PLACES = """
Saraqeb SYR 35.86 36.80|Khan Sheikhoun SYR 35.44 36.65|Maarat al-Numan SYR 35.64 36.67
Jisr al-Shughour SYR 35.81 36.32|Deir ez-Zor SYR 35.34 40.14|Albu Kamal SYR 34.45 40.92|Baghuz SYR 34.46 40.95
Tel Tamr SYR 36.66 40.37|Ras al-Ain SYR 36.85 40.07|Kobani SYR 36.89 38.36|al-Bab SYR 36.37 37.52
Ariha SYR 35.81 36.61|Resafa SYR 35.63 38.76|Shaddadi SYR 36.05 40.73|Palmyra SYR 34.56 38.28
Douma SYR 33.57 36.40|Latamneh SYR 35.32 36.62|Ain Issa SYR 36.38 38.86|Makhmour IRQ 35.78 43.58
Tal Afar IRQ 36.38 42.45|Sinjar IRQ 36.32 41.87|Hawija IRQ 35.32 43.77|Baiji IRQ 34.93 43.49
Tuz Khurmatu IRQ 34.89 44.63|al-Qaim IRQ 34.37 41.10|Hodeidah YEM 14.80 42.95|Mokha YEM 13.32 43.25
Zinjibar YEM 13.13 45.38|Sirwah YEM 15.45 45.02|Lashkar Gah AFG 31.59 64.37|Sangin AFG 32.07 64.84
Achin AFG 34.13 70.71|Spin Boldak AFG 31.01 66.40|Miranshah PAK 33.00 70.07|Parachinar PAK 33.90 70.10
Turbat PAK 26.00 63.05|Chibok NGA 10.87 12.85|Gwoza NGA 11.08 13.69|Sambisa Forest NGA 11.25 13.40
Dapchi NGA 12.50 11.50|Jangebe NGA 12.30 6.10|Baga NGA 13.10 13.82|Solhan BFA 13.10 0.35|Djibo BFA 14.10 -1.63
Ogossagou MLI 13.93 -3.28|Menaka MLI 15.92 2.40|Timbuktu MLI 16.77 -3.01|Tongo Tongo NER 14.98 1.80
Barawe SOM 1.11 44.03|Beledweyne SOM 4.74 45.20|Kismayo SOM -0.36 42.55|Las Anod SOM 8.48 47.36
Beni COD 0.49 29.47|Bunagana COD -1.30 29.59|Djugu COD 1.92 30.50|Goma COD -1.68 29.22
El Fasher SDN 13.63 25.35|El Geneina SDN 13.45 22.45|Malakal SSD 9.53 31.66|Mekelle ETH 13.50 39.47
Mai-Kadra ETH 14.07 36.57|Humera ETH 14.29 36.61|Muidumbe MOZ -11.83 39.82|Mocimboa da Praia MOZ -11.35 40.35
Palma MOZ -10.78 40.47|Maungdaw MMR 20.82 92.37|Myawaddy MMR 16.69 98.51|Laukkai MMR 23.69 98.76
Marawi PHL 8.00 124.29|Jolo PHL 6.05 121.00|Bakhmut UKR 48.60 38.00|Avdiivka UKR 48.14 37.74
Robotyne UKR 47.45 35.84|Pokrovsk UKR 48.28 37.18|Izium UKR 49.21 37.26|Stepanakert AZE 39.82 46.75
Jabalia PSE 31.53 34.49|Rafah PSE 31.29 34.25|Huwara PSE 32.15 35.26|Jenin PSE 32.46 35.30
Bint Jbeil LBN 33.12 35.43|Arsal LBN 34.18 36.42|Sirte LBY 31.21 16.59|Derna LBY 32.77 22.64
Tumaco COL 1.81 -78.76|Aguililla MEX 18.74 -102.79|Cite Soleil HTI 18.58 -72.33|Pulwama IND 33.87 74.90
Sukma IND 18.39 81.66|Bambari CAF 5.77 20.68|Bamenda CMR 5.96 10.15|Sheikh Zuweid EGY 31.21 34.11
Yala THA 6.54 101.28|Cizre TUR 37.33 42.19
"""
# Not in our own list: what the public sources and the spelling rules reach alone.
UNLISTED_PLACES = """
Kafr Zayta SYR 35.37 36.60|Tell Rifaat SYR 36.47 37.10|Dayr Hafir SYR 36.16 37.70|Abu Hardub SYR 34.85 40.63
Zummar IRQ 36.65 42.60|Mandali IRQ 33.75 45.55|Dukan IRQ 35.95 44.95|Lawder YEM 13.88 45.87
Yarim YEM 14.30 44.38|Taluqan AFG 36.74 69.53|Shindand AFG 33.30 62.15|Khuzdar PAK 27.81 66.61
Kohat PAK 33.59 71.44|Askira NGA 10.65 12.91|Gombi NGA 10.17 12.74|Kaya BFA 13.09 -1.08|Nara MLI 15.17 -7.29
Luuq SOM 3.80 42.54|Aru COD 2.86 30.83|Kaiama NGA 9.61 3.94|Torit SSD 4.41 32.57|Gambela ETH 8.25 34.59
Montepuez MOZ -13.13 39.00|Kalay MMR 23.19 94.06|Kidapawan PHL 7.01 125.09|Kupiansk UKR 49.71 37.62
Nablus PSE 32.22 35.26|Ghat LBY 24.96 10.18|Buenaventura COL 3.88 -77.03|Taxco MEX 18.56 -99.61
Gonaives HTI 19.45 -72.69|Batumi GEO 41.64 41.64|Osh KGZ 40.53 72.80|Ambon IDN -3.70 128.18
"""


def _rows(table: str) -> list[tuple[str, str, float, float]]:
    rows = []
    for cell in table.strip().replace("\n", "|").split("|"):
        *name, country, latitude, longitude = cell.split()
        rows.append((" ".join(name), country, float(latitude), float(longitude)))
    return rows


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def _share_within(gazetteer: Gazetteer, table: str, limit_km: float) -> float:
    rows = _rows(table)
    near = 0
    for name, country, latitude, longitude in rows:
        found = gazetteer.look_up(name, country=country, fuzzy=True)[:1]
        there = Place(name, "city", country, "", "", latitude, longitude, 0, None, 1.0)
        near += any(distance_km(place, there) <= limit_km for place in found)
    return near / len(rows)


def test_well_known_conflict_places_are_found_near_their_points(gazetteer: Gazetteer) -> None:
    assert len(_rows(KNOWN_PLACES)) >= 90
    assert _share_within(gazetteer, KNOWN_PLACES, 50.0) >= 0.99


def test_places_outside_our_own_list_are_mostly_found(gazetteer: Gazetteer) -> None:
    assert len(_rows(UNLISTED_PLACES)) >= 30
    assert _share_within(gazetteer, UNLISTED_PLACES, 50.0) >= 0.9


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dayr az-Zawr", "DAYR AZ ZAWR"),
        ("Şalāḩ ad Dīn", "Salah ad-Din"),
        ("Ma’rib", "Marib"),
        ("Côte d'Ivoire", "Cote d’Ivoire"),
        ("U.S.", "US"),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


def test_names_in_other_scripts_have_no_key() -> None:
    assert fold_name("حلب") == ""


def test_the_arabic_article_is_dropped_but_short_names_stay() -> None:
    assert without_articles("ras al ayn") == "ras ayn"
    assert without_articles("al") == "al"


@pytest.mark.parametrize(
    ("one", "other"), [("tal tamer", "tall tamr"), ("makhmour", "mexmur"), ("qamishlo", "kamishli")]
)
def test_romanisations_share_a_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize("name", ["Qamishli", "al-Qamishli", "Al Qamishli", "el-Qamishli", "QAMISHLI"])
def test_article_variants_find_the_same_city(gazetteer: Gazetteer, name: str) -> None:
    place = gazetteer.look_up(name, country="SYR")[0]
    assert (place.admin1, place.kind) == ("Hasakah", "city")


def test_fuzzy_look_up_needs_a_country(gazetteer: Gazetteer) -> None:
    assert gazetteer.look_up("Makhmoor Xx", fuzzy=True) == []
    assert gazetteer.look_up("Tall Tamar", country="SYR", fuzzy=True)[0].admin1 == "Hasakah"


@pytest.mark.parametrize(
    ("city", "country", "admin1"),
    [
        ("Aleppo", "SYR", "Aleppo"),
        ("Harasta", "SYR", "Rif Dimashq"),
        ("Mayadin", "SYR", "Deir ez-Zor"),
        ("Maiduguri", "NGA", "Borno"),
        ("Houston", "USA", "Texas"),
        ("Mosul", "IRQ", "Nineveh"),
        ("Bunia", "COD", "Ituri"),
        ("Bakhmut", "UKR", "Donetsk"),
        ("Mekelle", "ETH", "Tigray"),
        ("Hodeidah", "YEM", "Hudaydah"),
        ("Rafah", "PSE", "Gaza Strip"),
    ],
)
def test_a_city_names_its_unit_in_english(gazetteer: Gazetteer, city: str, country: str, admin1: str) -> None:
    assert gazetteer.look_up(city, country=country)[0].admin1 == admin1


@pytest.mark.parametrize(
    ("name", "aliases", "english"),
    [
        ("Ḩalab", ("Aleppo", "Aleppo Governorate", "حلب"), "Aleppo"),
        ("State of Texas", (), "Texas"),
        ("Nangarhār", (), "Nangarhar"),
        ("Ségou", (), "Ségou"),
        ("Zhytomyrska oblast", ("Zhytomyr Oblast",), "Zhytomyr"),
    ],
)
def test_units_are_called_by_their_common_english_name(name: str, aliases: tuple[str, ...], english: str) -> None:
    assert english_unit_name(name, aliases) == english


@pytest.mark.parametrize(
    ("name", "code"),
    [("Syria", "SYR"), ("DRC", "COD"), ("Ivory Coast", "CIV"), ("Türkiye", "TUR"), ("UK", "GBR"), ("U.S.", "USA")],
)
def test_countries_answer_to_their_names_in_the_news(gazetteer: Gazetteer, name: str, code: str) -> None:
    place = gazetteer.look_up(name)[0]
    assert (place.kind, place.country) == ("country", code)


def test_state_abbreviations_find_the_state(gazetteer: Gazetteer) -> None:
    assert gazetteer.look_up("Mo.", country="USA")[0].name == "Missouri"


def test_a_curated_row_lends_its_names_to_the_geonames_city(gazetteer: Gazetteer) -> None:
    place = gazetteer.look_up("Ayn al-Arab", country="SYR")[0]
    assert (place.name, place.geonames_id is not None) == ("Kobani", True)


def test_the_cache_directory_is_a_setting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NIGHTDESK_CACHE", str(tmp_path))
    assert default_path() == tmp_path / cache_name()


def test_a_compiled_gazetteer_is_not_compiled_again(tmp_path: Path) -> None:
    target = tmp_path / "gazetteer.sqlite"
    target.write_bytes(b"made by another process")
    build_gazetteer(target)
    assert target.read_bytes() == b"made by another process"


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        Gazetteer(tmp_path / "none.sqlite").look_up("Aleppo")


def test_distance_is_the_great_circle() -> None:
    damascus = Place("a", "city", "SYR", "", "", 33.51, 36.29, 0, None, 1.0)
    aleppo = Place("b", "city", "SYR", "", "", 36.20, 37.16, 0, None, 1.0)
    assert math.isclose(distance_km(damascus, aleppo), 309.7, abs_tol=3.0)
    assert distance_km(damascus, damascus) == 0.0


BOXES = """
SELECT country, min(latitude) - 1, max(latitude) + 1, min(longitude) - 1, max(longitude) + 1
FROM place WHERE kind = 'city' AND geonames_id IS NOT NULL GROUP BY country
"""


def _placed_extras() -> list[tuple[Extra, Place]]:
    return [
        (extra, Place(extra.name, "city", extra.country, "", "", extra.latitude, extra.longitude, 0, None, 1.0))
        for extra in read_extras()
        if extra.latitude is not None and extra.longitude is not None
    ]


def test_every_extra_place_lies_in_the_box_of_its_country(gazetteer: Gazetteer) -> None:
    assert gazetteer.knows("Aleppo")
    with closing(sqlite3.connect(default_path())) as connection:
        boxes = {country: box for country, *box in connection.execute(BOXES)}
    for extra, here in _placed_extras():
        south, north, west, east = boxes[extra.country]
        assert south <= here.latitude <= north, extra
        assert west <= here.longitude <= east, extra


def test_every_extra_place_lies_near_its_unit(gazetteer: Gazetteer) -> None:
    far = []
    for extra, here in _placed_extras():
        units = [p for p in gazetteer.look_up(extra.admin1, country=extra.country) if p.kind == "admin1"]
        if extra.admin1 and not any(distance_km(unit, here) <= 3.0 * unit.radius_km + 150.0 for unit in units):
            far.append(extra)
    assert far == []


def test_extra_places_are_well_formed() -> None:
    with EXTRA_CSV.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) >= 1_700
    for row in rows:
        assert row["country"] in countries(), row
        assert row["kind"] in {"city", "admin2", "admin1", "region"}, row
        assert row["kind"] == "admin1" or (row["latitude"] and row["longitude"] and float(row["radius_km"]) > 0), row
        assert row["name"] not in row["aliases"].split("|"), row


def test_a_post_town_without_figures_is_a_city_of_its_county(gazetteer: Gazetteer) -> None:
    (place,) = gazetteer.look_up("Terlingua", country="USA")
    assert (place.kind, place.admin1, place.admin2, place.population) == ("city", "Texas", "Brewster County", 0)
    assert (place.latitude, place.longitude) == pytest.approx((29.32, -103.55), abs=0.2)
