"""Explanations as JSON, for machines: the field names are those of `explanation`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from transforms.explain.explanation import Explanation, IncidentReading


def render_json(
    explanations: Sequence[Explanation], incident: IncidentReading | None = None, changes: Sequence[str] = ()
) -> str:
    """One object: `incident` (null = none was asked for), `changes`, `articles`. Days and instants are ISO 8601."""
    told = {
        "incident": None if incident is None else asdict(incident),
        "changes": list(changes),
        "articles": [asdict(explanation) for explanation in explanations],
    }
    return json.dumps(told, ensure_ascii=False, indent=1, default=_iso)


def _iso(value: date) -> str:
    return value.isoformat()
