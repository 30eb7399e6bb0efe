"""Every published table: columns, types, units, keys and vocabularies, each defined once.

The pyarrow schemas made here travel inside each Parquet file (field metadata), and
`docs/data-dictionary.md` is generated from them. Codebooks: ACLED (event and sub-event types,
actors), UCDP GED (low/best/high deaths, date and place precision), GTD (weapon types, claims
of responsibility).
"""

from transforms.schema.tables import REFERENCES, SCHEMA_VERSION, TABLES, Reference, Table
from transforms.schema.vocabularies import (
    ACTOR_TYPES,
    ARTICLE_CHANGES,
    CHANGE_TYPES,
    CLAIMANT_TYPES,
    EVENT_TYPE_OF,
    GEO_REASONS,
    QUANTITIES,
    SIDES,
    STATUSES,
    SUB_EVENT_TYPES,
    VICTIM_TYPES,
    WEAPON_TYPES,
)

__all__ = [
    "ACTOR_TYPES",
    "ARTICLE_CHANGES",
    "CHANGE_TYPES",
    "CLAIMANT_TYPES",
    "EVENT_TYPE_OF",
    "GEO_REASONS",
    "QUANTITIES",
    "REFERENCES",
    "SCHEMA_VERSION",
    "SIDES",
    "STATUSES",
    "SUB_EVENT_TYPES",
    "TABLES",
    "VICTIM_TYPES",
    "WEAPON_TYPES",
    "Reference",
    "Table",
]
