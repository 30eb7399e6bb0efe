"""ACLED's kinds of event in the words of GTD, UCDP GED, CAMEO and PLOVER: `lexicon/codebooks.csv`, with sources."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from transforms.phrases import read_lexicon, split_cell

# GTD Codebook 2021, variable attacktype1.
GTD_ATTACK_TYPES = {
    1: "Assassination",
    2: "Armed Assault",
    3: "Bombing/Explosion",
    4: "Hijacking",
    5: "Hostage Taking (Barricade Incident)",
    6: "Hostage Taking (Kidnapping)",
    7: "Facility/Infrastructure Attack",
    8: "Unarmed Assault",
    9: "Unknown",
}
# UCDP GED Codebook 23.1, variable type_of_violence.
STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3

_STATE = frozenset({"state forces", "police", "external forces"})
_GROUPS = frozenset({"armed group", "political militia", "communal militia"})
_UNARMED = frozenset({"civilian", "official", "aid worker", "journalist", "protesters"})


@dataclass(frozen=True)
class Codes:
    """What other codebooks call a sub-event type, the usual one first; empty = outside their scope.

    `gtd` are attack types, `ucdp` types of violence, `cameo` root codes, `plover` an event type.
    """

    gtd: tuple[int, ...]
    ucdp: tuple[int, ...]
    cameo: tuple[str, ...]
    plover: str | None


@cache
def load_codebooks() -> dict[str, Codes]:
    """The codes of every ACLED sub-event type."""
    return {
        row["sub_event_type"]: Codes(
            tuple(map(int, split_cell(row["gtd_attack_types"]))),
            tuple(map(int, split_cell(row["ucdp_types"]))),
            split_cell(row["cameo_roots"]),
            row["plover"] or None,
        )
        for row in read_lexicon("codebooks")
    }


def ucdp_type_of_violence(sub_event_type: str, actor_type: str | None, target_type: str | None) -> int | None:
    """UCDP's type of violence by the two sides: 1 state-based, 2 non-state, 3 one-sided.

    Null = outside UCDP's scope, or a side is unknown. UCDP itself counts an event only from one direct death on,
    and one-sided violence by a state or a group, not by a crowd: filter by `fatalities_best` for its counts.
    """
    kind = _by_sides(actor_type, target_type)
    return kind if kind in load_codebooks()[sub_event_type].ucdp else None


def _by_sides(actor_type: str | None, target_type: str | None) -> int | None:
    organised = _STATE | _GROUPS
    if actor_type not in organised:
        return None
    if target_type in _UNARMED:
        return ONE_SIDED
    if target_type not in organised:
        return None
    return STATE_BASED if actor_type in _STATE or target_type in _STATE else NON_STATE
