"""What changed since the last night: the next revision of each incident, and its earlier states.

An incident's current state is valid from the newest `valid_to` among its revisions, or from the night
that published it first. A night that runs again replaces what it had published: its state is compared with the one
before it, so the same input leaves the same rows. A late run of an earlier night amends the newest state.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import pyarrow as pa

# A change of any of these makes a revision; counts of mentions, wording and confidence are only refreshed.
COUNTED = tuple(
    "status event_type sub_event_type ucdp_type_of_violence event_date event_date_precision country admin1 admin2 "
    "location latitude longitude geo_precision actor actor_id actor_type target target_id target_type weapon_type "
    "fatalities_low fatalities_best fatalities_high fatalities_civilians fatalities_actor fatalities_target "
    "fatalities_unknown injuries_low injuries_best injuries_high abducted_low abducted_best abducted_high "
    "responsibility_claimed_by source_count superseded_by merge_reason".split()
)
MAX_CAUSES = 5

State = Mapping[str, Any]  # one row of incidents or revisions: a column's name → its value, None = null


@dataclass(frozen=True)
class Origin:
    """When an incident was born, and the URLs of its current mentions by the night that brought them.

    Of this run: `stirred` are the URLs of accounts that are new, changed or gone; `extractor` is the version that
    read some of them again, None = none was; `notes` tell of incidents that went into it or were split off.
    """

    born: date
    urls: Mapping[date, tuple[str, ...]]
    stirred: frozenset[str] = frozenset()
    extractor: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Revised:
    """Rows of incidents and of revisions, as the lake should hold them."""

    incidents: list[State]
    revisions: list[State]
    added: int
    changed: int


def read_states(frame: pd.DataFrame) -> list[State]:
    """Rows of a frame as plain values, with null as None."""
    names = [str(name) for name in frame.columns]
    columns = [pa.array(frame[name], from_pandas=True).to_pylist() for name in frame.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def revise(
    states: Iterable[State],
    published: Sequence[State],
    revisions: Sequence[State],
    origins: Mapping[str, Origin],
    night: date,
) -> Revised:
    """Number the new `states` of incidents and set the replaced ones down in the revisions.

    `published` and `revisions` are the lake's rows; an incident without an origin was never seen before.
    """
    before = {state["incident_id"]: state for state in published}
    history: dict[str, list[State]] = {}
    for row in sorted(revisions, key=lambda row: row["revision"]):
        history.setdefault(row["incident_id"], []).append(row)
    incidents: list[State] = []
    added = changed = 0
    for state in states:
        incident_id = state["incident_id"]
        old = before.get(incident_id)
        past = history.get(incident_id, [])
        origin = origins.get(incident_id)
        if old is None:
            # A lake that is built of all nights at once dates its incidents by their reports.
            first = night if before else _made_on({}, past, origin, night)
            incidents.append({**state, "revision": 1, "valid_from": first})
            added += 1
            continue
        number, first = int(old["revision"]), _made_on(old, past, origin, night)
        if _differences(old, state):
            number, first, history[incident_id] = _next(state, old, past, origin, night)
            changed += 1
        incidents.append({**state, "revision": number, "valid_from": first})
    kept = [row for rows in history.values() for row in rows]
    return Revised(incidents, kept, added, changed)


def state_before(old: State, past: Sequence[State], origin: Origin | None, night: date) -> State | None:
    """The published state that this night's result is compared with; None = born by this very run."""
    if _made_on(old, past, origin, night) != _effective(old, past, origin, night):
        return old
    return past[-1] if past else None


def _next(
    state: State, old: State, past: Sequence[State], origin: Origin | None, night: date
) -> tuple[int, date, list[State]]:
    """The new state's revision number, the night that it is valid from, and the incident's earlier states."""
    now = _effective(old, past, origin, night)
    prior = state_before(old, past, origin, night)
    if prior is None:
        return int(old["revision"]), now, []
    earlier = list(past) if prior is old else list(past[:-1])
    differences = _differences(prior, state)
    if not differences and not _notes(origin):
        return int(prior["revision"]), prior["valid_from"], earlier
    row = {
        **{name: value for name, value in prior.items() if name not in {"valid_from", "valid_to", "change"}},
        "is_current": False,
        "valid_from": _made_on(old, past, origin, night) if prior is old else prior["valid_from"],
        "valid_to": now,
        "change": _tell(differences, origin, now),
    }
    return int(prior["revision"]) + 1, now, [*earlier, row]


def _made_on(old: State, past: Sequence[State], origin: Origin | None, night: date) -> date:
    """The night that published the current state; `valid_from` is null in rows of before it was kept."""
    made: date | None = past[-1]["valid_to"] if past else old.get("valid_from")
    return made or (origin.born if origin else night)


def _effective(old: State, past: Sequence[State], origin: Origin | None, night: date) -> date:
    return max(night, _made_on(old, past, origin, night))


def _differences(old: State, new: State) -> list[tuple[str, object, object]]:
    return [(name, old[name], new[name]) for name in COUNTED if old[name] != new[name]]


def _notes(origin: Origin | None) -> tuple[str, ...]:
    return origin.notes if origin else ()


def _tell(differences: Iterable[tuple[str, object, object]], origin: Origin | None, night: date) -> str:
    """'fatalities_best 12 -> 17; by <url>': what changed, and which articles of the night caused it."""
    told = [f"{name} {_show(old)} -> {_show(new)}" for name, old, new in differences]
    urls = sorted(origin.stirred.union(origin.urls.get(night, ()))) if origin else []
    cause = "by " + ", ".join(urls[:MAX_CAUSES]) if urls else "by reading the record again"
    if origin and origin.extractor:
        cause += f", read again with extractor {origin.extractor}"
    return "; ".join([*told, *_notes(origin), cause])


def _show(value: object) -> str:
    return "null" if value is None else str(value)
