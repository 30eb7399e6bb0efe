"""What must hold of each table, as SQL conditions that no row may meet.

Most rules are made from the schemas (nulls, vocabularies, bounds, keys); the rest say what holds
within a row and between tables. Instants are compared as microseconds: casting a TIMESTAMPTZ
to a day depends on the session's time zone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transforms.checks.country_cells import CELLS_A_DEGREE
from transforms.schema import SUB_EVENT_TYPES, TABLES, Table

_CODED_TABLES = ("mentions", "incidents", "revisions")
_TRIPLES = ("fatalities", "injuries", "abducted")
_DEATHS_OF = ("fatalities_civilians", "fatalities_actor", "fatalities_target", "fatalities_unknown")


@dataclass(frozen=True)
class Rule:
    """A check that fails for each row of `table` where the SQL condition `broken` is true.

    `shown` are the columns that the message prints beside the key. A rule that looks at other rows
    (`spans`) is asked on its own; the rest share one pass over the table.
    """

    check: str
    table: str
    broken: str
    shown: tuple[str, ...] = ()
    spans: bool = False


def make_rules(table: Table) -> list[Rule]:
    """Every rule of one table: those of its schema first."""
    return [*_schema_rules(table), *(rule for rule in WRITTEN_RULES if rule.table == table.name)]


def _schema_rules(table: Table) -> Iterator[Rule]:
    for field in table.schema:
        name, column = field.name, f'"{field.name}"'
        metadata = {key.decode(): value.decode() for key, value in field.metadata.items()}
        if not field.nullable:
            yield Rule(f"{name} is not null", table.name, f"{column} IS NULL")
        if "vocabulary" in metadata:
            words = _quote(metadata["vocabulary"].split("|"))
            yield Rule(f"{name} is in its vocabulary", table.name, f"{column} NOT IN ({words})", (name,))
        if "minimum" in metadata:
            yield Rule(f"{name} >= {metadata['minimum']}", table.name, f"{column} < {metadata['minimum']}", (name,))
        if "maximum" in metadata:
            yield Rule(f"{name} <= {metadata['maximum']}", table.name, f"{column} > {metadata['maximum']}", (name,))
    yield _unique_rule(table)


def _unique_rule(table: Table) -> Rule:
    key = ", ".join(table.key)
    return Rule(
        f"key ({key}) occurs once",
        table.name,
        f"({key}) IN (SELECT ({key}) FROM {table.name} GROUP BY ALL HAVING count(*) > 1)",  # noqa: S608 - our own names
        (table.partition,),
        spans=True,
    )


def _row_rules() -> Iterator[Rule]:
    for table in _CODED_TABLES:
        for name in _TRIPLES:
            yield _ordered(table, f"{name}_low", f"{name}_best", f"{name}_high")
        yield Rule(
            "sub_event_type belongs to event_type",
            table,
            " AND ".join(
                f"NOT (event_type = {_quote([kind])} AND sub_event_type IN ({_quote(subs)}))"
                for kind, subs in SUB_EVENT_TYPES.items()
            ),
            ("event_type", "sub_event_type"),
        )
        yield Rule(
            "latitude stands with longitude and geo_precision",
            table,
            "(latitude IS NULL) <> (longitude IS NULL) OR (latitude IS NOT NULL AND geo_precision IS NULL)",
            ("latitude", "longitude", "geo_precision"),
        )
        parts = [name for name in _DEATHS_OF if name in TABLES[table].columns]
        yield Rule(
            "fatalities_best >= each part of it",
            table,
            " OR ".join(f"{part} > fatalities_best" for part in parts),
            ("fatalities_best", *parts),
        )
    yield _ordered("claims", "low", "best", "high")
    yield Rule(
        "what was taken on was archived",
        "captures",
        "outcome IN ('ok', 'unchanged', 'gone') "
        "AND (warc_path IS NULL OR warc_offset IS NULL OR payload_digest IS NULL)",
        ("url", "outcome", "warc_path", "warc_offset"),
    )
    yield Rule("the sentence starts before it ends", "claims", '"start" >= "end"', ("article_id", "start", "end"))
    yield Rule("valid_from <= valid_to", "revisions", "valid_from > valid_to", ("valid_from", "valid_to"))
    for table in ("incidents", "revisions"):
        yield Rule(
            "geometry stands with latitude",
            table,
            "(geometry IS NULL) <> (latitude IS NULL)",
            ("latitude", "longitude"),
        )
    yield Rule(
        "event_date is at most a day after last_reported_at",
        "incidents",
        # A threat may name a day to come.
        "status <> 'threatened' AND event_date > make_timestamp(epoch_us(last_reported_at)) + INTERVAL 1 DAY",
        ("status", "event_date", "last_reported_at"),
    )
    yield Rule(
        "a current incident is superseded by none",
        "incidents",
        "is_current AND superseded_by IS NOT NULL",
        ("superseded_by",),
    )


def _ordered(table: str, low: str, best: str, high: str) -> Rule:
    broken = f"{low} > {best} OR {best} > {high} OR {low} > {high}"
    return Rule(f"{low} <= {best} <= {high}", table, broken, (low, best, high))


def _quote(values: Sequence[str]) -> str:
    return ", ".join("'" + value.replace("'", "''") + "'" for value in values)


_REFERENCES = (
    Rule(
        "the article's capture exists",
        "articles",
        "capture_id IS NOT NULL AND NOT EXISTS (FROM captures AS c WHERE c.capture_id = this.capture_id)",
        ("capture_id", "url"),
        spans=True,
    ),
    Rule(
        "the article that this one copies exists",
        "articles",
        "duplicate_of IS NOT NULL AND NOT EXISTS (FROM articles AS a WHERE a.article_id = this.duplicate_of)",
        ("duplicate_of", "url"),
        spans=True,
    ),
    Rule(
        "the mention's article exists",
        "mentions",
        "NOT EXISTS (FROM articles AS a WHERE a.article_id = this.article_id AND a.version = this.article_version)",
        ("article_id", "article_version", "url"),
        spans=True,
    ),
    Rule(
        "the claim is of its mention's article",
        "claims",
        "EXISTS (FROM mentions AS m WHERE m.mention_id = this.mention_id "
        "AND (m.article_id, m.article_version) <> (this.article_id, this.article_version))",
        ("mention_id", "article_id", "article_version"),
        spans=True,
    ),
)

# Rows in = rows out + rows refused, told of what is published: a step counts what it left at its doors, and what left
# by the open door lies in the next table.
_ACCOUNTING = (
    Rule(
        "the articles of a site's night are as many as its articles step took on",
        "outcomes",
        "step = 'articles' AND NOT is_refusal AND outcome NOT IN ('unchanged', 'repeated') "
        "AND records <> (SELECT count(*) FROM articles AS a "
        "WHERE a.night = this.night AND a.site = this.site AND a.outcome = this.outcome)",
        ("records",),
        spans=True,
    ),
    Rule(
        "every article of a night left the extract step by one door",
        "outcomes",
        "step = 'extract' AND (SELECT sum(o.records) FROM outcomes AS o WHERE o.night = this.night "
        "AND o.step = 'extract') <> (SELECT count(*) FROM articles AS a WHERE a.night = this.night)",
        ("records",),
        spans=True,
    ),
    Rule(
        "every mention of a night left the incidents step by one door",
        "outcomes",
        "step = 'incidents' AND (SELECT sum(o.records) FROM outcomes AS o WHERE o.night = this.night "
        "AND o.step = 'incidents') <> (SELECT count(*) FROM mentions AS m JOIN articles AS a "
        "ON a.article_id = m.article_id AND a.version = m.article_version WHERE a.night = this.night)",
        ("records",),
        spans=True,
    ),
)

_INSIDE = tuple(
    Rule(
        "the coordinates lie inside the country",
        table,
        "country IS NOT NULL AND latitude IS NOT NULL AND NOT EXISTS (FROM country_cells AS c "
        f"WHERE c.country = this.country AND c.row = floor(this.latitude * {CELLS_A_DEGREE}) "
        f"AND floor(least(this.longitude, 179.9) * {CELLS_A_DEGREE}) BETWEEN c.first AND c.last)",
        ("country", "location", "latitude", "longitude"),
        spans=True,
    )
    for table in _CODED_TABLES
)

_SPANNING_RULES = (
    *_INSIDE,
    *_REFERENCES,
    *_ACCOUNTING,
    Rule(
        "event_date is at most a day after the report",
        "mentions",
        # A threat may name a day to come.
        "status <> 'threatened' AND EXISTS (FROM articles AS a WHERE a.article_id = this.article_id "
        "AND a.version = this.article_version AND this.event_date > "
        "make_timestamp(epoch_us(greatest(this.published_at, a.modified_at))) + INTERVAL 1 DAY)",
        ("status", "event_date", "published_at"),
        spans=True,
    ),
    Rule(
        "the mention's incident exists",
        "mentions",
        "incident_id IS NOT NULL AND NOT EXISTS (FROM incidents AS i WHERE i.incident_id = this.incident_id)",
        ("incident_id", "url"),
        spans=True,
    ),
    Rule(
        "evidence lies inside the article's text",
        "mentions",
        "EXISTS (FROM articles AS a WHERE a.article_id = this.article_id AND a.version = this.article_version "
        'AND len(list_filter(this.evidence, lambda e: e."start" < 0 OR e."start" >= e."end" '
        'OR e."end" > length(a.text))) > 0)',
        ("article_id", "article_version", "evidence"),
        spans=True,
    ),
    Rule(
        "the claim's mention exists",
        "claims",
        "NOT EXISTS (FROM mentions AS m WHERE m.mention_id = this.mention_id)",
        ("mention_id",),
        spans=True,
    ),
    Rule(
        "the claim is of its mention's incident",
        "claims",
        "EXISTS (FROM mentions AS m WHERE m.mention_id = this.mention_id "
        "AND m.incident_id IS DISTINCT FROM this.incident_id)",
        ("mention_id", "incident_id"),
        spans=True,
    ),
    Rule(
        "the claim that this one is part of exists",
        "claims",
        "part_of IS NOT NULL AND NOT EXISTS (FROM claims AS c WHERE c.claim_id = this.part_of)",
        ("part_of",),
        spans=True,
    ),
    Rule(
        "the sentence lies inside the article's text",
        "claims",
        "EXISTS (FROM articles AS a WHERE a.article_id = this.article_id AND a.version = this.article_version "
        'AND this."end" > length(a.text))',
        ("article_id", "article_version", "start", "end"),
        spans=True,
    ),
    Rule(
        "a current incident has a current mention",
        "incidents",
        "is_current AND NOT EXISTS (FROM mentions AS m WHERE m.incident_id = this.incident_id AND m.is_current)",
        ("event_date", "summary"),
        spans=True,
    ),
    Rule(
        "mention_count is the number of its current mentions",
        "incidents",
        "is_current AND mention_count <> "
        "(SELECT count(*) FROM mentions AS m WHERE m.incident_id = this.incident_id AND m.is_current)",
        ("mention_count", "summary"),
        spans=True,
    ),
    Rule(
        "the incident that supersedes this one exists",
        "incidents",
        "superseded_by IS NOT NULL AND NOT EXISTS (FROM incidents AS i WHERE i.incident_id = this.superseded_by)",
        ("superseded_by",),
        spans=True,
    ),
    Rule(
        "a revision is older than its incident's present one",
        "revisions",
        "NOT EXISTS (FROM incidents AS i WHERE i.incident_id = this.incident_id AND i.revision > this.revision)",
        (),
        spans=True,
    ),
)

WRITTEN_RULES = (*_row_rules(), *_SPANNING_RULES)
"""The rules that no schema can say: within a row, and between tables."""
