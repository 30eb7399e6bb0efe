"""The incidents as UCDP GED: the 49 columns of version 23.1 and its codebook."""

from __future__ import annotations

from transforms.views.shape import Absent, Given, View

HEADER = tuple(
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name "
    "dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b "
    "number_of_sources source_article source_office source_date source_headline source_original where_prec "
    "where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id "
    "region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high "
    "low gwnoa gwnob".split()
)

# Each current report once, in order of publication.
_SOURCE = """incidents AS i
LEFT JOIN country_codes AS c ON c.code = i.country
LEFT JOIN (
    SELECT
        m.incident_id,
        string_agg(m.source, ';' ORDER BY m.published_at, m.mention_id) AS offices,
        string_agg(strftime(m.published_at AT TIME ZONE 'UTC', '%Y-%m-%d'), ';' ORDER BY m.published_at, m.mention_id)
            AS dates,
        string_agg(a.title, ';' ORDER BY m.published_at, m.mention_id) AS headlines,
        string_agg(m.url, ';' ORDER BY m.published_at, m.mention_id) AS urls
    FROM mentions AS m
    JOIN articles AS a ON a.article_id = m.article_id AND a.version = m.article_version
    WHERE m.is_current
    GROUP BY m.incident_id
) AS r ON r.incident_id = i.incident_id"""

# UCDP's side a of a state-based conflict is the government.
_SWAPPED = """(i.ucdp_type_of_violence = 1 AND i.target_type IN ('state forces', 'police', 'external forces')
        AND i.actor_type NOT IN ('state forces', 'police', 'external forces'))"""
_ONE_SIDED = "i.ucdp_type_of_violence = 3"
# Ranges of Gleditsch and Ward's numbers, as UCDP draws its regions.
_REGION = """CASE
        WHEN c.gw_number < 200 THEN 'Americas'
        WHEN c.gw_number < 400 THEN 'Europe'
        WHEN c.gw_number < 630 THEN 'Africa'
        WHEN c.gw_number < 700 THEN 'Middle East'
        WHEN c.gw_number < 1000 THEN 'Asia'
    END"""
_SOME = "i.latitude IS NOT NULL"
_CODED = "our actor lexicon has no UCDP numbers."

UCDP = View(
    name="ucdp",
    codebook="UCDP GED Codebook 23.1",
    scope="Current incidents that took place, between sides that UCDP knows (`ucdp_type_of_violence`), with a death in "
    "some estimate. UCDP's threshold of 25 deaths a year for a pair of sides is not applied, and its vetting by people "
    "is not done: compare with the Candidate dataset rather than with GED.",
    header=HEADER,
    source=_SOURCE,
    rows="i.is_current AND i.status = 'accomplished' AND i.ucdp_type_of_violence IS NOT NULL "
    "AND greatest(coalesce(i.fatalities_high, 0), coalesce(i.fatalities_best, 0)) >= 1",
    given=(
        Given("id", "VARCHAR", "i.incident_id", "Our `incident_id`, a text; UCDP's is a number."),
        Given("year", "INTEGER", "year(i.event_date)"),
        Given("type_of_violence", "INTEGER", "i.ucdp_type_of_violence", "By the kinds of the two sides."),
        Given(
            "dyad_name",
            "VARCHAR",
            f"CASE WHEN {_SWAPPED} THEN i.target || ' - ' || i.actor ELSE i.actor || ' - ' || i.target END",
            "Our names of the two sides; null where one has none.",
        ),
        Given(
            "side_a",
            "VARCHAR",
            f"CASE WHEN {_SWAPPED} THEN i.target ELSE i.actor END",
            "The government side of a state-based incident, else who did it; our names ('Military Forces of Iraq', "
            "where UCDP has 'Government of Iraq').",
        ),
        Given(
            "side_b",
            "VARCHAR",
            f"CASE WHEN {_ONE_SIDED} THEN 'Civilians' WHEN {_SWAPPED} THEN i.actor ELSE i.target END",
            "The other side; 'Civilians' in one-sided violence, as UCDP has it.",
        ),
        Given("number_of_sources", "INTEGER", "i.source_count", "Independent publications: wire copies count once."),
        Given("source_article", "VARCHAR", "r.urls", "URLs of the reports, apart by ';'."),
        Given("source_office", "VARCHAR", "r.offices", "Publications of the reports, apart by ';'."),
        Given("source_date", "VARCHAR", "r.dates", "UTC days of the reports, apart by ';'."),
        Given("source_headline", "VARCHAR", "r.headlines", "Headlines of the reports, apart by ';'."),
        Given("source_original", "VARCHAR", "array_to_string(i.claimants, ';')", "Who asserts figures, apart by ';'."),
        Given(
            "where_prec",
            "INTEGER",
            "CASE i.geo_precision WHEN 1 THEN 1 WHEN 2 THEN 2 WHEN 3 THEN 4 WHEN 4 THEN 6 END",
            "1 exact, 2 near or in part of a district, 4 province, 6 country; 3, 5, 7 do not occur; null = unresolved.",
        ),
        Given("where_coordinates", "VARCHAR", "i.location"),
        Given("where_description", "VARCHAR", "i.location_raw", "The place's words as printed."),
        Given("adm_1", "VARCHAR", "i.admin1", "GeoNames' and ISO 3166-2's names."),
        Given("adm_2", "VARCHAR", "i.admin2", "As adm_1."),
        Given("latitude", "DOUBLE", "i.latitude", "Null where unresolved; UCDP always gives a point."),
        Given("longitude", "DOUBLE", "i.longitude", "As latitude."),
        Given(
            "geom_wkt", "VARCHAR", f"CASE WHEN {_SOME} THEN 'POINT (' || i.longitude || ' ' || i.latitude || ')' END"
        ),
        Given(
            "priogrid_gid",
            "INTEGER",
            f"CASE WHEN {_SOME} THEN least(floor((i.latitude + 90) * 2), 359) * 720 "
            "+ least(floor((i.longitude + 180) * 2), 719) + 1 END",
        ),
        Given("country", "VARCHAR", "c.name", "GeoNames' English name; UCDP adds former names in brackets."),
        Given("country_id", "INTEGER", "c.gw_number", "Null for what is no independent state there."),
        Given("region", "VARCHAR", _REGION, "By country_id, as UCDP draws its regions."),
        Given("date_prec", "INTEGER", "i.event_date_precision"),
        Given("date_start", "DATE", "i.event_date"),
        Given(
            "date_end",
            "DATE",
            "CASE i.event_date_precision WHEN 1 THEN i.event_date WHEN 3 THEN i.event_date + INTERVAL 6 DAY "
            "WHEN 4 THEN i.event_date + INTERVAL 1 MONTH - INTERVAL 1 DAY END",
            "Null where a span's length is not told (date_prec 2 and 5).",
        ),
        Given(
            "deaths_a",
            "INTEGER",
            f"CASE WHEN {_SWAPPED} THEN i.fatalities_target ELSE i.fatalities_actor END",
            "Null = not reported by side, where UCDP has 0.",
        ),
        Given(
            "deaths_b",
            "INTEGER",
            f"CASE WHEN {_ONE_SIDED} THEN 0 WHEN {_SWAPPED} THEN i.fatalities_actor ELSE i.fatalities_target END",
            "As deaths_a; 0 in one-sided violence, where the dead are deaths_civilians.",
        ),
        Given("deaths_civilians", "INTEGER", "i.fatalities_civilians", "Null = not reported, where UCDP has 0."),
        Given(
            "deaths_unknown",
            "INTEGER",
            "i.fatalities_unknown",
            "As deaths_civilians. The four need not add up to best: they are read each for itself.",
        ),
        Given("best", "INTEGER", "i.fatalities_best"),
        Given("high", "INTEGER", "i.fatalities_high"),
        Given("low", "INTEGER", "i.fatalities_low"),
    ),
    absent=(
        Absent("VARCHAR", ("relid",), "a key of UCDP's own."),
        Absent("INTEGER", ("active_year",), "the threshold of 25 deaths needs all of a year's events."),
        Absent("VARCHAR", ("code_status",), "nobody has vetted the rows."),
        Absent("INTEGER", ("conflict_dset_id", "conflict_new_id", "dyad_dset_id", "dyad_new_id"), _CODED),
        Absent("INTEGER", ("side_a_dset_id", "side_a_new_id", "side_b_dset_id", "side_b_new_id"), _CODED),
        Absent("INTEGER", ("gwnoa", "gwnob"), _CODED),
        Absent("VARCHAR", ("conflict_name",), "incompatibilities are not coded."),
        Absent("INTEGER", ("event_clarity",), "events told only in sum are not made incidents, or not marked as such."),
    ),
)
