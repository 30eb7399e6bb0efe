"""The incidents as the Global Terrorism Database: its 135 columns and the codes of its codebook (2021)."""

from __future__ import annotations

from transforms.schema import WEAPON_TYPES
from transforms.triggers.codebooks import GTD_ATTACK_TYPES, load_codebooks
from transforms.views.shape import Absent, Given, View, sql_case, sql_list

HEADER = tuple(
    "eventid iyear imonth iday approxdate extended resolution country country_txt region region_txt provstate city "
    "latitude longitude specificity vicinity location summary crit1 crit2 crit3 doubtterr alternative alternative_txt "
    "multiple success suicide attacktype1 attacktype1_txt attacktype2 attacktype2_txt attacktype3 attacktype3_txt "
    "targtype1 targtype1_txt targsubtype1 targsubtype1_txt corp1 target1 natlty1 natlty1_txt targtype2 targtype2_txt "
    "targsubtype2 targsubtype2_txt corp2 target2 natlty2 natlty2_txt targtype3 targtype3_txt targsubtype3 "
    "targsubtype3_txt corp3 target3 natlty3 natlty3_txt gname gsubname gname2 gsubname2 gname3 gsubname3 motive "
    "guncertain1 guncertain2 guncertain3 individual nperps nperpcap claimed claimmode claimmode_txt claim2 claimmode2 "
    "claimmode2_txt claim3 claimmode3 claimmode3_txt compclaim weaptype1 weaptype1_txt weapsubtype1 weapsubtype1_txt "
    "weaptype2 weaptype2_txt weapsubtype2 weapsubtype2_txt weaptype3 weaptype3_txt weapsubtype3 weapsubtype3_txt "
    "weaptype4 weaptype4_txt weapsubtype4 weapsubtype4_txt weapdetail nkill nkillus nkillter nwound nwoundus nwoundte "
    "property propextent propextent_txt propvalue propcomment ishostkid nhostkid nhostkidus nhours ndays divert "
    "kidhijcountry ransom ransomamt ransomamtus ransompaid ransompaidus ransomnote hostkidoutcome hostkidoutcome_txt "
    "nreleased addnotes scite1 scite2 scite3 dbsource INT_LOG INT_IDEO INT_MISC INT_ANY related".split()
)

_REGIONS = {
    1: "North America",
    2: "Central America & Caribbean",
    3: "South America",
    4: "East Asia",
    5: "Southeast Asia",
    6: "South Asia",
    7: "Central Asia",
    8: "Western Europe",
    9: "Eastern Europe",
    10: "Middle East & North Africa",
    11: "Sub-Saharan Africa",
    12: "Australasia & Oceania",
}
_TARGETS = {
    2: "Government (General)",
    3: "Police",
    4: "Military",
    10: "Journalists & Media",
    12: "NGO",
    14: "Private Citizens & Property",
    17: "Terrorists/Non-State Militia",
    20: "Unknown",
}
_TARGET_OF = {
    "state forces": 4,
    "external forces": 4,
    "police": 3,
    "armed group": 17,
    "political militia": 17,
    "communal militia": 17,
    "civilian": 14,
    "protesters": 14,
    "rioters": 14,
    "official": 2,
    "aid worker": 12,
    "journalist": 10,
}
_ATTACKS = {sub: codes.gtd[0] for sub, codes in load_codebooks().items() if codes.gtd}
_STATE = ("state forces", "police", "external forces")
_WEAPONS = {name: number for number, name in enumerate(WEAPON_TYPES, start=1)}
# GTD's own words where they differ from those of our vocabulary.
_WEAPON_WORDS = {
    "Fake weapons": "Fake Weapons",
    "Vehicle": "Vehicle (not to include vehicle-borne explosives, i.e., car or truck bombs)",
    "Sabotage equipment": "Sabotage Equipment",
}
_WEAPON_TEXTS = {name: _WEAPON_WORDS.get(name, name) for name in WEAPON_TYPES}

_SOURCE = """incidents AS i
LEFT JOIN country_codes AS c ON c.code = i.country
LEFT JOIN (
    SELECT
        m.incident_id,
        list(a.title || ', ' || m.source || ', ' || strftime(m.published_at AT TIME ZONE 'UTC', '%-d %B %Y')
            ORDER BY m.published_at, m.mention_id) AS citations
    FROM mentions AS m
    JOIN articles AS a ON a.article_id = m.article_id AND a.version = m.article_version
    WHERE m.is_current
    GROUP BY m.incident_id
) AS r ON r.incident_id = i.incident_id"""
_ABDUCTION = (
    "(i.sub_event_type = 'Abduction/forced disappearance' OR coalesce(i.abducted_high, i.abducted_best, 0) >= 1)"
)
_TARGET = sql_case("i.target_type", _TARGET_OF, "20")
_ATTACK = sql_case("i.sub_event_type", _ATTACKS)


def _numbers_to_texts(number: str, texts: dict[int, str]) -> str:
    return sql_case(f"CAST({number} AS VARCHAR)", {str(code): text for code, text in texts.items()})


GTD = View(
    name="gtd",
    codebook="GTD Codebook (2021)",
    scope="Current incidents that took place or were attempted, of a kind that GTD codes, and not known to be the act "
    "of a state. Whether an act is terrorism is not judged: filter for yourself, the criteria are null.",
    header=HEADER,
    source=_SOURCE,
    rows="i.is_current AND i.status IN ('accomplished', 'attempted') "
    f"AND i.sub_event_type IN {sql_list(tuple(_ATTACKS))} "
    f"AND coalesce(i.actor_type, 'unknown') NOT IN {sql_list(_STATE)}",
    given=(
        Given("eventid", "VARCHAR", "i.incident_id", "Our `incident_id`, a text; GTD's is a number of twelve digits."),
        Given("iyear", "INTEGER", "year(i.event_date)"),
        Given(
            "imonth",
            "INTEGER",
            "CASE WHEN i.event_date_precision <= 4 THEN month(i.event_date) ELSE 0 END",
            "0 where the span is longer than a month.",
        ),
        Given(
            "iday",
            "INTEGER",
            "CASE WHEN i.event_date_precision = 1 THEN day(i.event_date) ELSE 0 END",
            "0 wherever the day is not told, also where a week is.",
        ),
        Given("approxdate", "VARCHAR", "CASE WHEN i.event_date_precision > 1 THEN i.event_date_raw END"),
        Given("country_txt", "VARCHAR", "c.name", "GeoNames' English name."),
        Given("region", "INTEGER", "c.gtd_region"),
        Given("region_txt", "VARCHAR", _numbers_to_texts("c.gtd_region", _REGIONS)),
        Given("provstate", "VARCHAR", "i.admin1", "GeoNames' and ISO 3166-2's names."),
        Given(
            "city", "VARCHAR", "CASE WHEN i.geo_precision <= 2 THEN i.location END", "Null = none told (GTD: Unknown)."
        ),
        Given("latitude", "DOUBLE", "CASE WHEN i.geo_precision <= 3 THEN i.latitude END"),
        Given("longitude", "DOUBLE", "CASE WHEN i.geo_precision <= 3 THEN i.longitude END"),
        Given(
            "specificity",
            "INTEGER",
            "CASE i.geo_precision WHEN 1 THEN 1 WHEN 2 THEN 3 WHEN 3 THEN 4 ELSE 5 END",
            "1 the place itself, 3 near it or part of a district, 4 province, 5 none; 2 does not occur.",
        ),
        Given("location", "VARCHAR", "i.location_raw", "The place's words as printed."),
        Given("summary", "VARCHAR", "i.summary", "One generated sentence; the motive is not in it."),
        Given("success", "INTEGER", "CASE WHEN i.status = 'accomplished' THEN 1 ELSE 0 END"),
        Given(
            "suicide",
            "INTEGER",
            "CASE WHEN i.sub_event_type = 'Suicide bomb' THEN 1 ELSE 0 END",
            "Bombs only; 0 = not told.",
        ),
        Given("attacktype1", "INTEGER", _ATTACK, "The usual one for our sub-event type: lexicon/codebooks.csv."),
        Given("attacktype1_txt", "VARCHAR", _numbers_to_texts(f"({_ATTACK})", GTD_ATTACK_TYPES), "As attacktype1."),
        Given(
            "targtype1",
            "INTEGER",
            _TARGET,
            "From `target_type`, so people only: 2, 3, 4, 10, 12, 14, 17, 20; buildings and firms are not told apart.",
        ),
        Given("targtype1_txt", "VARCHAR", _numbers_to_texts(f"({_TARGET})", _TARGETS), "As targtype1."),
        Given("target1", "VARCHAR", "i.target"),
        Given(
            "gname",
            "VARCHAR",
            "coalesce(i.actor, 'Unknown')",
            "Our names of groups; the words as printed if not listed.",
        ),
        Given(
            "claimed", "INTEGER", "CASE WHEN i.responsibility_claimed_by IS NULL THEN 0 ELSE 1 END", "0 = none told."
        ),
        Given("weaptype1", "INTEGER", sql_case("i.weapon_type", _WEAPONS, "13")),
        Given("weaptype1_txt", "VARCHAR", sql_case("i.weapon_type", _WEAPON_TEXTS, "'Unknown'")),
        Given("weapdetail", "VARCHAR", "i.weapon_raw", "The weapon's words as printed."),
        Given("nkill", "INTEGER", "i.fatalities_best", "The most credible figure; GTD averages or takes the lowest."),
        Given("nkillter", "INTEGER", "i.fatalities_actor"),
        Given("nwound", "INTEGER", "i.injuries_best", "As nkill."),
        Given(
            "property",
            "INTEGER",
            "CASE WHEN i.damage_raw IS NOT NULL THEN 1 END",
            "Null = none told (GTD: -9); 0 does not occur.",
        ),
        Given("propcomment", "VARCHAR", "i.damage_raw", "The damage's words as printed."),
        Given("ishostkid", "INTEGER", f"CASE WHEN {_ABDUCTION} THEN 1 ELSE 0 END"),
        Given("nhostkid", "INTEGER", "i.abducted_best", "Null = not told (GTD: -99)."),
        Given("scite1", "VARCHAR", "r.citations[1]", "Headline, publication and UTC day of the earliest report."),
        Given("scite2", "VARCHAR", "r.citations[2]", "The next."),
        Given("scite3", "VARCHAR", "r.citations[3]", "The next."),
        Given("dbsource", "VARCHAR", "'Nightdesk'"),
    ),
    absent=(
        Absent("INTEGER", ("country",), "GTD's own numbers of countries; country_txt is given."),
        Absent(
            "INTEGER", ("crit1", "crit2", "crit3", "doubtterr", "alternative"), "whether it is terrorism is not judged."
        ),
        Absent("VARCHAR", ("alternative_txt",), "as alternative."),
        Absent("INTEGER", ("extended", "multiple", "vicinity", "individual"), "not read."),
        Absent("DATE", ("resolution",), "the end of a hostage incident is not read."),
        Absent(
            "INTEGER",
            tuple(
                "attacktype2 attacktype3 targtype2 targtype3 targsubtype1 targsubtype2 targsubtype3 natlty1 natlty2 "
                "natlty3 weaptype2 weaptype3 weaptype4 weapsubtype1 weapsubtype2 weapsubtype3 weapsubtype4".split()
            ),
            "one attack type, target and weapon an incident, without sub-types and nationalities.",
        ),
        Absent(
            "VARCHAR",
            tuple(
                "attacktype2_txt attacktype3_txt targtype2_txt targtype3_txt targsubtype1_txt targsubtype2_txt "
                "targsubtype3_txt natlty1_txt natlty2_txt natlty3_txt corp1 corp2 corp3 target2 target3 "
                "weaptype2_txt weaptype3_txt weaptype4_txt weapsubtype1_txt weapsubtype2_txt weapsubtype3_txt "
                "weapsubtype4_txt".split()
            ),
            "as the numbers beside them.",
        ),
        Absent(
            "VARCHAR",
            tuple("gsubname gname2 gsubname2 gname3 gsubname3 motive".split()),
            "one group an incident; motives are not read.",
        ),
        Absent("INTEGER", tuple("guncertain1 guncertain2 guncertain3 nperps nperpcap".split()), "not read."),
        Absent("INTEGER", tuple("claimmode claim2 claimmode2 claim3 claimmode3 compclaim".split()), "not read."),
        Absent("VARCHAR", tuple("claimmode_txt claimmode2_txt claimmode3_txt".split()), "not read."),
        Absent("INTEGER", tuple("nkillus nwoundus nwoundte nhostkidus".split()), "not read."),
        Absent("INTEGER", ("propextent",), "values of damage are not read."),
        Absent("VARCHAR", ("propextent_txt",), "values of damage are not read."),
        Absent("DOUBLE", ("propvalue",), "values of damage are not read."),
        Absent("INTEGER", tuple("nhours ndays ransom hostkidoutcome nreleased".split()), "not read."),
        Absent("DOUBLE", tuple("ransomamt ransomamtus ransompaid ransompaidus".split()), "not read."),
        Absent("VARCHAR", tuple("divert kidhijcountry ransomnote hostkidoutcome_txt addnotes".split()), "not read."),
        Absent(
            "INTEGER",
            tuple("INT_LOG INT_IDEO INT_MISC INT_ANY".split()),
            "groups' and targets' nationalities are not read.",
        ),
        Absent("VARCHAR", ("related",), "incidents are not tied to a campaign."),
    ),
)
