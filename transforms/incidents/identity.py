"""Which published incident a cluster of mentions is: ids that stay when articles and nights are added.

An incident is born with the hash of its founding mention and keeps that id as long as any of its
mentions is found again. Where two published incidents turn out to be one, the older id stands and the
other becomes a tombstone. An id is never given to anything else.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from transforms.schema import EVENT_TYPE_OF

# Points by which a new version's account is taken for the same as a published one of its article.
MIN_OVERLAP = 2
SAME_DAYS = 2


@dataclass(frozen=True, order=True)
class Birth:
    """What orders mentions by when they entered the record; the earliest of a cluster founds it."""

    night: date
    published_at: datetime
    article_id: str
    rank: int
    mention_id: str


@dataclass(frozen=True)
class Known:
    """A mention as far as identity needs it; `incident_id` is the published one, None = in none."""

    birth: Birth
    article_version: int
    incident_id: str | None
    sub_event_type: str
    event_date: date
    country: str | None
    location: str | None
    target: str | None
    killed: int | None


@dataclass(frozen=True)
class Identities:
    """The id of each cluster; the tombstones: which id went into which; and which new id was split off which."""

    ids: Mapping[str, str]
    merged: Mapping[str, str]
    split: Mapping[str, str]


def make_incident_id(article_id: str, rank: int, salt: int = 0) -> str:
    """Id of an incident founded by that mention; `salt` counts up only where the id was already given."""
    key = f"{article_id}|{rank}" + (f"|{salt}" if salt else "")
    return "inc-" + hashlib.sha256(key.encode()).hexdigest()[:16]


def assign_ids(
    clusters: Mapping[str, Sequence[Known]], published: Sequence[Known], superseded: Mapping[str, str], given: set[str]
) -> Identities:
    """Ids of `clusters` (label → current mentions).

    `published` are all mentions of the lake, old versions included; `superseded` maps tombstones to the
    incidents that they went into; `given` holds every id ever published.
    """
    prior = _prior_ids([known for members in clusters.values() for known in members], published)
    homes: dict[str, list[tuple[Birth, str]]] = defaultdict(list)
    for label, members in clusters.items():
        for known in members:
            former = prior.get(known.birth.mention_id)
            if former is not None:
                homes[_stands(former, superseded)].append((known.birth, label))
    ages = _ages(published, superseded)
    ids, merged = _settle(homes, ages)
    taken = given | set(ids.values())
    newborn = [label for label in clusters if label not in ids]
    split: dict[str, str] = {}
    for label in sorted(newborn, key=lambda label: min(known.birth for known in clusters[label])):
        ids[label] = _newborn_id((known.birth for known in clusters[label]), taken)
        taken.add(ids[label])
        left = [incident_id for incident_id, told in homes.items() if label in {home for _, home in told}]
        if left:
            split[ids[label]] = min(left, key=lambda incident_id: (ages[incident_id], incident_id))
    return Identities(ids, merged, split)


def _settle(
    homes: Mapping[str, Sequence[tuple[Birth, str]]], ages: Mapping[str, Birth]
) -> tuple[dict[str, str], dict[str, str]]:
    """Oldest id first, each takes the cluster of its earliest mention that is still free."""
    ids: dict[str, str] = {}
    merged: dict[str, str] = {}
    for incident_id in sorted(homes, key=lambda incident_id: (ages[incident_id], incident_id)):
        labels = list(dict.fromkeys(label for _, label in sorted(homes[incident_id])))
        free = next((label for label in labels if label not in ids), None)
        if free is None:
            merged[incident_id] = ids[labels[0]]
        else:
            ids[free] = incident_id
    return ids, merged


def _ages(published: Iterable[Known], superseded: Mapping[str, str]) -> dict[str, Birth]:
    ages: dict[str, Birth] = {}
    for known in published:
        if known.incident_id is not None:
            incident_id = _stands(known.incident_id, superseded)
            ages[incident_id] = min(ages.get(incident_id, known.birth), known.birth)
    return ages


def _stands(incident_id: str, superseded: Mapping[str, str]) -> str:
    """The incident that an id stands for today, over any number of merges."""
    while incident_id in superseded:
        incident_id = superseded[incident_id]
    return incident_id


def _newborn_id(births: Iterable[Birth], taken: set[str]) -> str:
    founder = min(births)
    salt = 0
    while (incident_id := make_incident_id(founder.article_id, founder.rank, salt)) in taken:
        salt += 1
    return incident_id


def _prior_ids(current: Iterable[Known], published: Iterable[Known]) -> dict[str, str]:
    """Published incident of each current mention, by its own article's newest published accounts."""
    former: dict[str, list[Known]] = defaultdict(list)
    for known in published:
        if known.incident_id is not None:
            former[known.birth.article_id].append(known)
    accounts: dict[str, list[Known]] = defaultdict(list)
    for known in current:
        accounts[known.birth.article_id].append(known)
    prior: dict[str, str] = {}
    for article_id, told in accounts.items():
        before = former.get(article_id, [])
        newest = max((known.article_version for known in before), default=0)
        prior |= _match(told, [known for known in before if known.article_version == newest])
    return prior


def _match(told: Sequence[Known], before: Sequence[Known]) -> dict[str, str]:
    """Each account with the published one that it overlaps most, best overlaps first, one to one."""
    overlaps = sorted(
        (-overlap, new.birth, old.birth, str(old.incident_id))
        for new in told
        for old in before
        if (overlap := _overlap(new, old)) >= MIN_OVERLAP
    )
    matched: dict[str, str] = {}
    used: set[Birth] = set()
    for _, new, old, incident_id in overlaps:
        if new.mention_id not in matched and old not in used:
            matched[new.mention_id] = incident_id
            used.add(old)
    return matched


def _overlap(new: Known, old: Known) -> int:
    """How many of day, place, kind, target, toll, rank and id two accounts of one article share."""
    same_kind = EVENT_TYPE_OF[new.sub_event_type] == EVENT_TYPE_OF[old.sub_event_type]
    return sum(
        (
            abs((new.event_date - old.event_date).days) <= SAME_DAYS,
            new.location is not None and (new.country, new.location) == (old.country, old.location),
            same_kind,
            new.target is not None and new.target == old.target,
            new.killed is not None and new.killed == old.killed,
            new.birth.rank == old.birth.rank,
            new.birth.mention_id == old.birth.mention_id,
        )
    )
