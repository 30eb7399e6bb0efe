"""The tables: their columns in order, their keys, sorting and partitions, and how they refer to one another."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from transforms.schema.columns import COLUMNS

# Raised with each entry of transforms.meaning.
SCHEMA_VERSION = "4"


@dataclass(frozen=True)
class Table:
    """One published table.

    `key` is unique over all rows; `sort` is the order inside a file; `partition` names the
    date column whose month is the folder (`event_month` or `night_month`).
    """

    name: str
    row: str
    columns: tuple[str, ...]
    required: frozenset[str]
    key: tuple[str, ...]
    sort: tuple[str, ...]
    partition: str

    @property
    def partition_key(self) -> str:
        return f"{self.partition.removesuffix('_date')}_month"

    def path_of(self, month: str) -> str:
        """Where a month's file (`2026-11`) lies in a release."""
        return f"{self.name}/{self.partition_key}={month}/{self.name}-{month}.parquet"

    @property
    def schema(self) -> pa.Schema:
        fields = [_field(self.name, name, name not in self.required) for name in self.columns]
        metadata = {
            "nightdesk.table": self.name,
            "nightdesk.row": self.row,
            "nightdesk.schema_version": SCHEMA_VERSION,
            "nightdesk.primary_key": ",".join(self.key),
        }
        return pa.schema(fields, metadata=metadata)


def _field(table: str, name: str, nullable: bool) -> pa.Field:
    # `status` is HTTP's in captures and the act's in mentions and incidents: each the field's own word.
    definition = COLUMNS["mention_status" if name == "status" and table != "captures" else name]
    return definition.with_name(name).with_nullable(nullable)


_CODED = (
    "status event_type sub_event_type ucdp_type_of_violence event_date event_date_precision event_date_raw "
    "country admin1 admin2 location location_raw latitude longitude geo_precision geo_reason geonames_id "
    "actor actor_id actor_type actor_raw target target_id target_type target_raw weapon_type weapon_raw "
    "fatalities_low fatalities_best fatalities_high fatalities_civilians fatalities_actor fatalities_target "
    "injuries_low injuries_best injuries_high abducted_low abducted_best abducted_high counts_conflict "
    "damage_raw responsibility_claimed_by confidence"
)
_INCIDENT = (
    f"incident_id revision is_current superseded_by merge_reason {_CODED} fatalities_unknown "
    "mention_count article_count source_count sources claimants first_reported_at last_reported_at summary geometry"
)
_REQUIRED_CODED = "status event_type sub_event_type event_date event_date_precision confidence"


def _table(name: str, row: str, columns: str, required: str, key: str, sort: str, partition: str) -> Table:
    return Table(
        name,
        row,
        tuple(columns.split()),
        frozenset(required.split()),
        tuple(key.split()),
        tuple(sort.split()),
        partition,
    )


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        _table(
            "captures",
            "One fetch of one URL in one night, whatever came of it.",
            "capture_id site night url final_url status fetched_at content_type payload_digest etag last_modified "
            "warc_path warc_offset capture_kind outcome",
            "capture_id site night url fetched_at capture_kind outcome",
            "capture_id",
            "site night url",
            "night",
        ),
        _table(
            "articles",
            "One version of one page's article.",
            "article_id version site source url canonical_url title authors agencies dateline_raw published_at "
            "published_raw modified_at modified_raw language section tags is_paywalled is_live_blog is_round_up "
            "changes text word_count text_digest duplicate_of first_seen_at capture_id night outcome",
            "article_id version site source url canonical_url title published_at text word_count text_digest "
            "night outcome",
            "article_id version",
            "site article_id version",
            "night",
        ),
        _table(
            "mentions",
            "One article version's account of one incident.",
            "mention_id article_id article_version is_current is_retold url site source published_at incident_id rank "
            f"{_CODED} evidence extractor_version",
            "mention_id article_id article_version is_current url source published_at rank extractor_version "
            f"{_REQUIRED_CODED}",
            "mention_id",
            "country event_date article_id article_version rank",
            "event_date",
        ),
        _table(
            "claims",
            "One figure asserted by one claimant in one mention.",
            "claim_id mention_id article_id article_version is_current incident_id event_date "
            "claimant claimant_type claimant_raw quantity low best high modifier_raw victims victims_type victims_raw "
            "side part_of is_cumulative sentence start end",
            "claim_id mention_id article_id article_version is_current event_date claimant claimant_type quantity "
            "victims_type side is_cumulative sentence start end",
            "claim_id",
            "event_date incident_id mention_id start claim_id",
            "event_date",
        ),
        _table(
            "incidents",
            "One happening, merged over articles, publications and nights: what ACLED and UCDP call an event.",
            f"{_INCIDENT} valid_from",
            f"incident_id revision is_current mention_count article_count source_count summary {_REQUIRED_CODED}",
            "incident_id",
            "country event_date incident_id",
            "event_date",
        ),
        _table(
            "revisions",
            "One earlier state of an incident.",
            f"{_INCIDENT} valid_from valid_to change",
            f"incident_id revision is_current valid_from valid_to change {_REQUIRED_CODED}",
            "incident_id revision",
            "country event_date incident_id revision",
            "event_date",
        ),
        _table(
            "changes",
            "One incident whose row in `incidents` one release made another than it was in the release before.",
            "release previous_release night incident_id change_type changed_columns revision superseded_by event_date",
            "release night incident_id change_type event_date",
            "release incident_id",
            "release incident_id",
            "night",
        ),
        _table(
            "outcomes",
            "How many records left one step of one site's night by one named door.",
            "night step site outcome is_refusal records example tokens cost",
            "night step site outcome is_refusal records",
            "night step site outcome",
            "night step site outcome",
            "night",
        ),
    )
}


@dataclass(frozen=True)
class Reference:
    """Columns of a table that name a row of another by its key; null = none."""

    table: str
    columns: tuple[str, ...]
    to: str

    @property
    def key(self) -> tuple[str, ...]:
        return TABLES[self.to].key


REFERENCES = (
    Reference("articles", ("capture_id",), "captures"),
    Reference("mentions", ("article_id", "article_version"), "articles"),
    Reference("mentions", ("incident_id",), "incidents"),
    Reference("claims", ("mention_id",), "mentions"),
    Reference("claims", ("incident_id",), "incidents"),
    Reference("claims", ("part_of",), "claims"),
    Reference("incidents", ("superseded_by",), "incidents"),
    Reference("revisions", ("incident_id",), "incidents"),
    Reference("changes", ("superseded_by",), "incidents"),
)
