"""ACLED's event type of an incident, from its trigger words and the kinds of its two sides (ACLED Codebook, 2023)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Protocol

from transforms.schema import EVENT_TYPE_OF

ARMED = frozenset({"state forces", "police", "armed group", "political militia", "communal militia", "external forces"})
_UNARMED = frozenset({"civilian", "official", "aid worker", "journalist"})
_STATE = frozenset({"state forces", "police", "external forces"})
_REMOTE = "Explosions/Remote violence"
TERRITORY = frozenset({"Government regains territory", "Non-state actor overtakes territory"})
# Words that say how it was done; "killed" and "attack" say only that it was.
_HOW = frozenset({"Abduction/forced disappearance", "Sexual violence", "Mob violence", "Armed clash"})
_FROM_AIR = "Air/drone strike"
_LAID = "Remote explosive/landmine/IED"
_BOMBS = frozenset({"bomb", "bombing"})
# An explosion is that of the grenade or shell that is told of beside it.
_BURSTS = frozenset({"explosion", "explode"})
_SUICIDE = "suicide bombing"
# "A suicide bomber detonated a car bomb": one bomb, which he carried.
_HIS_BOMB = _BOMBS | _BURSTS | {"car bomb"}
# Bombs that somebody laid: beside these a "bombing" did not come from the air.
_PLANTED = frozenset({"car bomb", "ied", "suicide bombing", "landmine"})
_AIRCRAFT = re.compile(
    r"\b(?:war ?planes?|planes?|jets?|air ?craft|helicopters?|gunships?|bombers?|drones?|air force|aviation)\b",
    re.IGNORECASE,
)
# What jets and drones are told to do is an air strike, whether they fire guns, missiles or rockets.
_FLOWN = frozenset({"Attack", "Armed clash", "Shelling/artillery/missile attack"})
_CROWD_CONTROL = frozenset({"police", "state forces"})
_CROWD = re.compile(
    r"\b(?:residents|villagers|locals|crowds?|neighbou?rs|townspeople|people|youths|students|mourners)\b", re.IGNORECASE
)
# What a crowd kills with.
_BY_HAND = frozenset({"hack", "lynch"})
_PROTESTS = ("Protest with intervention", "Peaceful protest")
# The weight of one word of protest.
_PROTESTED = 0.5
# "Strikes" or "battle" once among words of protest tell no other way: "a points system for battlefield strikes".
_ONE_WEAK_WORD = 0.6
_PEACEFUL = "Non-violent transfer of territory"
_GAS = 1.5
# What fighters carry into a fight: an exchange of fire is a battle, with grenades or without.
_CARRIED = frozenset({"Grenade", "Shelling/artillery/missile attack"})
# What may go off in a fight on the ground.
_GOES_OFF = _CARRIED | {"Suicide bomb", _LAID}
# What only men who are there do.
_STORMED = frozenset({"clash", "fighting", "fight", "battle", "ambush", "assault"})
_LETHAL = frozenset({"Attack", "Armed clash"})


class TriggerWord(Protocol):
    """What is asked of a trigger word here."""

    @property
    def lemma(self) -> str: ...
    @property
    def sub_event_type(self) -> str: ...
    @property
    def weapon_type(self) -> str | None: ...
    @property
    def weight(self) -> float: ...


def classify(
    triggers: Sequence[TriggerWord],
    actor_type: str | None,
    target_type: str | None,
    actor_raw: str | None = None,
    lead: Sequence[TriggerWord] = (),
) -> tuple[str, str]:
    """Event type and sub-event type; null types = side unknown. Without triggers: Strategic developments, Other.

    `actor_raw` are the words for the actor: what jets do, they do from the air. `lead` are the triggers of the
    first sentence: a fight between two armed sides that opens the story stays one, whatever bomb goes off in it.

    Ground fighting between two armed sides is a battle, also when one side only is told to attack; what comes
    from afar is remote violence whoever it hits; the rest goes by who is hit.
    """
    is_flown = _AIRCRAFT.search(actor_raw or "") is not None
    sub_event_type = _sub_event_type(triggers, actor_type, target_type, actor_raw)
    if sub_event_type in _FLOWN and is_flown:
        sub_event_type = _FROM_AIR
    if sub_event_type in _GOES_OFF and {actor_type, target_type} <= ARMED and _is_ground_fight(lead, triggers):
        sub_event_type = "Armed clash"
    return EVENT_TYPE_OF[sub_event_type], sub_event_type


def _is_ground_fight(lead: Sequence[TriggerWord], triggers: Sequence[TriggerWord]) -> bool:
    """True where the lead tells of men who fight or storm with what they carry, and nothing came from the air."""
    if any(t.sub_event_type == _FROM_AIR for t in triggers):
        return False
    comes_from_afar = any(EVENT_TYPE_OF[t.sub_event_type] == _REMOTE and t.sub_event_type != "Grenade" for t in lead)
    return not comes_from_afar and any(t.lemma in _STORMED for t in lead)


def _sub_event_type(
    triggers: Sequence[TriggerWord],
    actor_type: str | None,
    target_type: str | None,
    actor_raw: str | None,
) -> str:
    scores = _scores(triggers, actor_type, _AIRCRAFT.search(actor_raw or "") is not None)
    if not scores:
        return "Other"
    crowd = _crowd_event(triggers, scores, actor_type, target_type, actor_raw)
    if crowd is not None:
        return crowd
    best = _best_way(scores)
    if best in _CARRIED and {actor_type, target_type} <= ARMED and scores.get("Armed clash", 0.0) >= scores[best]:
        return "Armed clash"
    if best in TERRITORY:
        return _territory(best, actor_type, target_type)
    if best in {"Armed clash", "Attack"}:
        return _by_sides(best, target_type)
    return best


def _scores(triggers: Sequence[TriggerWord], actor_type: str | None, is_flown: bool) -> Mapping[str, float]:
    """Weight of each sub-event type; gas outweighs the shell or bomb that carried it."""
    is_planted = any(t.lemma in _PLANTED for t in triggers)
    fell = not is_planted and (
        is_flown
        or actor_type in {"state forces", "external forces"}
        or any(t.sub_event_type == _FROM_AIR for t in triggers)
    )
    is_suicide = any(t.lemma == _SUICIDE for t in triggers)
    scores: defaultdict[str, float] = defaultdict(float)
    for trigger in triggers:
        # A bomb of soldiers or jets, or told of beside air strikes, comes from the air; one of a group was planted.
        is_dropped = fell and trigger.lemma in _BOMBS
        is_struck = trigger.lemma == "strike" and any(t.sub_event_type == _FROM_AIR for t in triggers)
        sub_event_type = _FROM_AIR if is_dropped or is_struck else trigger.sub_event_type
        if is_suicide and trigger.lemma in _HIS_BOMB:
            sub_event_type = "Suicide bomb"
        scores[sub_event_type] += trigger.weight * (_GAS if sub_event_type == "Chemical weapon" else 1.0)
    return _with_bursts(scores, triggers)


def _with_bursts(scores: dict[str, float], triggers: Sequence[TriggerWord]) -> Mapping[str, float]:
    """The scores with the weight of "explosion" given to what exploded, where that is told and is no laid bomb."""
    others = {name: score for name, score in scores.items() if EVENT_TYPE_OF[name] == _REMOTE and name != _LAID}
    is_laid = any(t.sub_event_type == _LAID and t.lemma not in _BURSTS for t in triggers)
    if is_laid or not others or _LAID not in scores:
        return scores
    what = max(others, key=lambda name: others[name])
    return {**scores, _LAID: 0.0, what: others[what] + scores[_LAID]}


def _crowd_event(
    triggers: Sequence[TriggerWord],
    scores: Mapping[str, float],
    actor_type: str | None,
    target_type: str | None,
    actor_raw: str | None,
) -> str | None:
    """Protests and riots, which go by who takes part; null = neither.

    Residents who beat or burn somebody to death are a mob.

    People whom police fire at among words of protest ("tear gas", "demonstrations") are protesters, whatever they are
    called.
    """
    if (
        actor_type == "civilian"
        and target_type not in ARMED
        and _CROWD.search(actor_raw or "")
        and _is_lynching(triggers)
    ):
        return "Mob violence"
    among_protest = actor_type in _CROWD_CONTROL and target_type in {"civilian", None} and _is_of_protest(scores)
    if (target_type == "protesters" or among_protest) and actor_type != "protesters":
        lethal = any(trigger.sub_event_type in _LETHAL and trigger.weight >= 0.8 for trigger in triggers)
        return "Excessive force against protesters" if lethal else "Protest with intervention"
    if actor_type == "rioters":
        return "Mob violence" if target_type in _UNARMED or scores.get("Mob violence") else "Violent demonstration"
    if target_type == "rioters":
        return "Violent demonstration"
    if actor_type == "protesters":
        return (
            "Violent demonstration"
            if scores.get("Violent demonstration") or scores.get("Attack")
            else "Peaceful protest"
        )
    return None


def _is_lynching(triggers: Sequence[TriggerWord]) -> bool:
    return any(trigger.lemma in _BY_HAND for trigger in triggers)


def _is_of_protest(scores: Mapping[str, float]) -> bool:
    is_remote = any(EVENT_TYPE_OF[name] == _REMOTE for name in scores)
    return not is_remote and any(scores.get(name, 0.0) >= _PROTESTED for name in _PROTESTS)


def _best_way(scores: Mapping[str, float]) -> str:
    ways = {name: score for name, score in scores.items() if EVENT_TYPE_OF[name] == _REMOTE or name in _HOW}
    if territory := {name: scores[name] for name in TERRITORY if scores.get(name)}:
        # Taking a town takes fighting: ACLED codes the change of hands.
        strongest = max(ways.values(), default=0.0)
        if not strongest and scores.get(_PEACEFUL, 0.0) >= max(territory.values()) and not scores.get("Attack"):
            return _PEACEFUL
        if sum(territory.values()) >= strongest / 2:
            return max(territory, key=lambda name: territory[name])
    protest = scores.get(_PROTESTS[1], 0.0)
    if ways and max(ways.values()) <= _ONE_WEAK_WORD and protest > _ONE_WEAK_WORD and not scores.get("Attack"):
        return _PROTESTS[1]
    if ways and (max(ways.values()) >= 0.6 or not scores.get("Attack")):
        return max(ways, key=lambda name: ways[name])
    if scores.get("Attack", 0.0) >= 0.3:
        return "Attack"
    return max(scores, key=lambda name: scores[name])


def _territory(best: str, actor_type: str | None, target_type: str | None) -> str:
    if actor_type in _STATE:
        return "Government regains territory"
    if actor_type in ARMED:
        return "Non-state actor overtakes territory"
    return "Non-state actor overtakes territory" if target_type in _STATE else best


def _by_sides(best: str, target_type: str | None) -> str:
    if target_type in ARMED:
        return "Armed clash"
    if target_type in _UNARMED:
        return "Attack"
    return best
