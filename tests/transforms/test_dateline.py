import pytest

from transforms.texts.dateline import find_dateline


@pytest.mark.parametrize(
    ("text", "place", "agency"),
    [
        ("ERBIL, Kurdistan Region — Nine soldiers", "ERBIL, Kurdistan Region", None),
        ("MAIDUGURI, Nigeria (AP) — Nine soldiers", "MAIDUGURI, Nigeria", "AP"),
        ("KABUL (Reuters) - Nine soldiers", "KABUL", "Reuters"),
        ("KABUL, Feb 4 (Reuters) - Nine soldiers", "KABUL", "Reuters"),
        ("ADEN, Yemen, Feb. 4 (Xinhua) -- Nine soldiers", "ADEN, Yemen", "Xinhua"),
        ("BEIRUT/AMMAN (Reuters) - Nine soldiers", "BEIRUT/AMMAN", "Reuters"),
        ("WASHINGTON, D.C. (AP) — Nine soldiers", "WASHINGTON, D.C.", "AP"),
        ("N’DJAMENA (AFP) – Nine soldiers", "N’DJAMENA", "AFP"),
        ("DEIR EL-BALAH, Gaza Strip (AP) — Nine soldiers", "DEIR EL-BALAH, Gaza Strip", "AP"),
        ("Santiago de Cali (EFE) - Nine soldiers", "Santiago de Cali", "EFE"),
        ("Kabul, Afghanistan – Nine soldiers", "Kabul, Afghanistan", None),
        ("Mogadishu — Nine soldiers", "Mogadishu", None),
        ("ISLAMABAD: Nine soldiers", "ISLAMABAD", None),
        ("SRINAGAR, Oct 26: Nine soldiers", "SRINAGAR", None),
        ("DERA ISMAIL KHAN: Nine soldiers", "DERA ISMAIL KHAN", None),
        ("(Reuters) - Nine soldiers", None, "Reuters"),
        ("Imphal, June 27: Nine soldiers", "Imphal", None),
        ("Kabul (TNI): Nine soldiers", "Kabul", "TNI"),
        ("New Delhi, June 27 (PTI) Nine soldiers", "New Delhi", "PTI"),
        ("Bunia, Thursday, 18 July 2024. Nine soldiers", "Bunia", None),
        ("Baghdad/ Mesra News/ Nine soldiers", "Baghdad", "Mesra News"),
        ("Mesra News/ Nine soldiers", None, "Mesra News"),
        ("LIMA, 3 JAN 90 (AFP) -- [TEXT] Nine soldiers", "LIMA", "AFP"),
        ("A summary stands above.\nLAGOS (AFP) – Nine soldiers", "LAGOS", "AFP"),
    ],
)
def test_dateline_is_read_and_ends_where_the_story_starts(text: str, place: str | None, agency: str | None) -> None:
    dateline = find_dateline(text)

    assert dateline is not None
    assert (dateline.place_raw, dateline.agency) == (place, agency)
    assert text[dateline.end :] == "Nine soldiers"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Nine soldiers were killed in Kabul (Reuters) - officials said.",
        "President Biden — who is 80 — spoke.",
        "President Biden — The man.",
        "At least 19 people - most of them soldiers - died.",
        "BREAKING: Nine soldiers killed",
        "WATCH LIVE: Nine soldiers buried",
        "UN: Nine soldiers killed",
        "SAPD: Nine officers hurt",
        "FOR LIVE UPDATES: Nine soldiers killed",
        "EDITOR’S NOTE: Nine soldiers were killed",
        "By Ada Obi, Musa Bello - Nine soldiers",
        "Police — Nine officers died.",
        "On Monday, May 5: Nine soldiers died.",
        "On May 5: Nine soldiers died.",
        "Mr Smith (35): Nine soldiers died.",
        "Chief John Smith (Chicago PD): Nine officers died.",
        "Minister (to press): Nine soldiers died.",
        "Boston, 2024. Nine officers died.",
    ],
)
def test_story_without_a_dateline(text: str) -> None:
    assert find_dateline(text) is None
