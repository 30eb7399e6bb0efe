"""Where an incident's states come from: its first night, the articles of each night, and what this run moved."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date

import pandas as pd

from transforms.incidents.identity import Identities
from transforms.incidents.increment import Increment
from transforms.incidents.revisions import Origin


def trace_origins(mentions: pd.DataFrame, increment: Increment, identities: Identities) -> dict[str, Origin]:
    """Of every incident that has a mention, old versions included; `mentions` have their incident and night."""
    origins = _origins(mentions)
    urls = defaultdict(set, {incident_id: set(lost) for incident_id, lost in increment.lost.items()})
    extractors: dict[str, str] = {}
    moved = mentions[mentions["mention_id"].isin(increment.touched) & mentions["incident_id"].notna()]
    for mention, incident_id, url in moved[["mention_id", "incident_id", "url"]].itertuples(index=False, name=None):
        if mention in increment.told:
            urls[incident_id].add(url)
        if mention in increment.reread:
            extractors[incident_id] = increment.reread[mention]
    notes: dict[str, list[str]] = defaultdict(list)
    for gone, heir in sorted(identities.merged.items()):
        notes[heir].append(f"{gone} merged into it")
    for fresh, former in sorted(identities.split.items()):
        notes[former].append(f"{fresh} split off it")
    return {
        incident_id: replace(
            origin,
            stirred=frozenset(urls.get(incident_id, ())),
            extractor=extractors.get(incident_id),
            notes=tuple(notes.get(incident_id, ())),
        )
        for incident_id, origin in origins.items()
    }


def _origins(mentions: pd.DataFrame) -> dict[str, Origin]:
    """Of every incident that has a mention, old versions included: its first night, its URLs by night."""
    born: dict[str, date] = {}
    urls: dict[str, dict[date, set[str]]] = defaultdict(lambda: defaultdict(set))
    columns = (mentions[name] for name in ("incident_id", "night", "url", "is_current"))
    for incident_id, night, url, is_current in zip(*columns, strict=True):
        if pd.isna(incident_id):
            continue
        born[incident_id] = min(born.get(incident_id, night), night)
        if is_current:
            urls[incident_id][night].add(url)
    return {
        incident_id: Origin(first, {night: tuple(sorted(found)) for night, found in urls[incident_id].items()})
        for incident_id, first in born.items()
    }
