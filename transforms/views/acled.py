"""The incidents as an ACLED export: the 31 columns of its API, the words of its codebook (2024)."""

from __future__ import annotations

from transforms.views.shape import Absent, Given, View, sql_case, sql_list

HEADER = tuple(
    "event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 "
    "actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location "
    "latitude longitude geo_precision source source_scale notes fatalities tags timestamp".split()
)

# In the order of ACLED's old numbers, 1 to 8, which also orders a pair in `interaction`.
_INTER = (
    "State forces",
    "Rebel group",
    "Political militia",
    "Identity militia",
    "Rioters",
    "Protesters",
    "Civilians",
    "External/Other forces",
)
_INTER_OF = {
    "state forces": "State forces",
    "police": "State forces",
    "armed group": "Rebel group",
    "political militia": "Political militia",
    "communal militia": "Identity militia",
    "rioters": "Rioters",
    "protesters": "Protesters",
    "civilian": "Civilians",
    "official": "Civilians",
    "aid worker": "Civilians",
    "journalist": "Civilians",
    "external forces": "External/Other forces",
}
_DEMONSTRATIONS = ("Peaceful protest", "Protest with intervention", "Violent demonstration")
_TARGETED = ("civilian", "official", "aid worker", "journalist")

_INTER1, _INTER2 = (sql_case(f"i.{side}_type", _INTER_OF) for side in ("actor", "target"))
_ORDER1, _ORDER2 = (
    sql_case(f"i.{side}_type", {ours: _INTER.index(theirs) for ours, theirs in _INTER_OF.items()})
    for side in ("actor", "target")
)
# The one pair that ACLED writes with the greater number first.
_ABROAD_ON_CIVILIANS = f"({_ORDER1}) IN (6, 7) AND ({_ORDER2}) IN (6, 7) AND ({_ORDER1}) <> ({_ORDER2})"
_INTERACTION = f"""CASE
        WHEN i.target IS NULL THEN ({_INTER1}) || ' only'
        WHEN {_ABROAD_ON_CIVILIANS} THEN 'External/Other forces-Civilians'
        WHEN ({_ORDER1}) <= ({_ORDER2}) THEN ({_INTER1}) || '-' || ({_INTER2})
        ELSE ({_INTER2}) || '-' || ({_INTER1})
    END"""
_DISORDER = f"""CASE
        WHEN i.event_type = 'Strategic developments' THEN 'Strategic developments'
        WHEN i.sub_event_type = 'Excessive force against protesters' THEN 'Political violence; Demonstrations'
        WHEN i.sub_event_type IN {sql_list(_DEMONSTRATIONS)} THEN 'Demonstrations'
        ELSE 'Political violence'
    END"""
_CIVILIAN_TARGETING = f"""CASE
        WHEN i.event_type = 'Violence against civilians' OR i.sub_event_type = 'Excessive force against protesters'
            OR (i.event_type IN ('Explosions/Remote violence', 'Riots') AND i.target_type IN {sql_list(_TARGETED)})
        THEN 'Civilian targeting'
    END"""
_ACTOR = "The name in our actor lexicon, else the words as printed; null where none is told (ACLED: 'Unidentified …')."

ACLED = View(
    name="acled",
    codebook="ACLED Codebook (2024), columns of the API's read endpoint",
    scope="Current incidents that took place (`status` accomplished). Attempted, foiled, threatened and denied acts "
    "are left out; ACLED keeps some of them.",
    header=HEADER,
    source="incidents AS i LEFT JOIN country_codes AS c ON c.code = i.country",
    rows="i.is_current AND i.status = 'accomplished'",
    given=(
        Given(
            "event_id_cnty", "VARCHAR", "i.incident_id", "Our `incident_id`: no country in it; never reused, as theirs."
        ),
        Given("event_date", "DATE", "i.event_date", "The first day of a range; ACLED takes a day within it."),
        Given("year", "INTEGER", "year(i.event_date)"),
        Given(
            "time_precision",
            "INTEGER",
            "CASE WHEN i.event_date_precision = 1 THEN 1 WHEN i.event_date_precision <= 3 THEN 2 ELSE 3 END",
            "1 day, 2 up to a week, 3 month; spans of more than a month are 3 too, which ACLED does not code.",
        ),
        Given("disorder_type", "VARCHAR", _DISORDER),
        Given("event_type", "VARCHAR", "i.event_type"),
        Given("sub_event_type", "VARCHAR", "i.sub_event_type"),
        Given("actor1", "VARCHAR", "i.actor", _ACTOR + " Who did it; ACLED's order means nothing."),
        Given("inter1", "VARCHAR", _INTER1, "From `actor_type`; police are State forces; null = unknown."),
        Given("actor2", "VARCHAR", "i.target", _ACTOR + " Whom it hit."),
        Given(
            "inter2",
            "VARCHAR",
            _INTER2,
            "From `target_type`; officials, aid workers and journalists are Civilians; null = unknown.",
        ),
        Given("interaction", "VARCHAR", _INTERACTION, "Null where a side's kind is unknown."),
        Given(
            "civilian_targeting",
            "VARCHAR",
            _CIVILIAN_TARGETING,
            "By event type and `target_type`; ACLED also looks at associated actors.",
        ),
        Given("iso", "INTEGER", "c.iso_numeric", "Null for Kosovo, which has no ISO number (ACLED: 0)."),
        Given("region", "VARCHAR", "c.acled_region"),
        Given("country", "VARCHAR", "c.name", "GeoNames' English name; ACLED spells some otherwise."),
        Given("admin1", "VARCHAR", "i.admin1", "GeoNames' and ISO 3166-2's names; ACLED uses GADM's and OCHA's."),
        Given("admin2", "VARCHAR", "i.admin2", "As admin1."),
        Given("location", "VARCHAR", "i.location"),
        Given("latitude", "DOUBLE", "i.latitude", "Null where unresolved; ACLED always gives a point."),
        Given("longitude", "DOUBLE", "i.longitude", "As latitude."),
        Given(
            "geo_precision",
            "INTEGER",
            "CASE WHEN i.geo_precision <= 3 THEN i.geo_precision END",
            "Null where only the country is known, which ACLED does not code; its point is the country's middle.",
        ),
        Given("source", "VARCHAR", "array_to_string(i.sources, '; ')"),
        Given("notes", "VARCHAR", "i.summary", "One generated sentence."),
        Given(
            "fatalities",
            "INTEGER",
            "coalesce(i.fatalities_low, i.fatalities_best)",
            "The lowest figure claimed, as ACLED takes the most conservative; null = not reported, where ACLED has 0.",
        ),
        Given(
            "timestamp",
            "BIGINT",
            "epoch(i.valid_from)",
            "Midnight of the night that published this state, in seconds since 1970; merged and retracted incidents "
            "are in `changes`, where ACLED has its `deleted` endpoint.",
        ),
    ),
    absent=(
        Absent("VARCHAR", ("assoc_actor_1", "assoc_actor_2"), "associated actors are not read."),
        Absent("VARCHAR", ("admin3",), "places are resolved to the second order."),
        Absent("VARCHAR", ("source_scale",), "sites are not rated by reach."),
        Absent("VARCHAR", ("tags",), "crowd sizes and the like are not read."),
    ),
)
