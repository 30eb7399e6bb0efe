"""The tables as they were after an earlier night, as SQL over those of a later release.

An incident's row of then is its present one if it was valid already, or the revision that was. Columns whose change
makes no revision (`transforms.incidents.revisions.COUNTED` lists those that do) have the values that they had when
that state was replaced. Mentions and claims carry the `incident_id` of now.
"""

from __future__ import annotations

from datetime import date

KNOWN = "known"
"""The schema that holds the release's own tables; the views of then are made over them."""
_BY_NIGHT = "SELECT * FROM known.{table} WHERE night <= DATE '{night}'"
_BY_VERSION = """
    SELECT * EXCLUDE (newest) REPLACE (article_version = newest AS is_current)
    FROM known.{table} JOIN (
        SELECT article_id, max(version) AS newest FROM known.articles WHERE night <= DATE '{night}' GROUP BY article_id
    ) USING (article_id)
    WHERE article_version <= newest"""
_INCIDENTS = """
    SELECT * REPLACE (merge_reason IS NULL AS is_current) FROM known.incidents
    WHERE valid_from IS NULL OR valid_from <= DATE '{night}'
    UNION ALL BY NAME
    SELECT * EXCLUDE (valid_to, change) REPLACE (merge_reason IS NULL AS is_current) FROM known.revisions
    WHERE valid_from <= DATE '{night}' AND valid_to > DATE '{night}'"""
_REVISIONS = "SELECT * FROM known.revisions WHERE valid_to <= DATE '{night}'"
_SQL = {
    **dict.fromkeys(("captures", "articles", "changes", "outcomes"), _BY_NIGHT),
    **dict.fromkeys(("mentions", "claims"), _BY_VERSION),
    "incidents": _INCIDENTS,
    "revisions": _REVISIONS,
}


def as_of_sql(night: date) -> dict[str, str]:
    """For each table the SELECT that makes its rows as they were once `night` was published."""
    return {table: text.format(table=table, night=night) for table, text in _SQL.items()}
