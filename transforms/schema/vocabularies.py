"""The closed vocabularies of columns. Codebooks: ACLED (event and sub-event types, actors), GTD (weapon types)."""

from __future__ import annotations

# ACLED's event types with their sub-event types (ACLED Codebook, 2023).
SUB_EVENT_TYPES: dict[str, tuple[str, ...]] = {
    "Battles": ("Armed clash", "Government regains territory", "Non-state actor overtakes territory"),
    "Explosions/Remote violence": (
        "Air/drone strike",
        "Chemical weapon",
        "Grenade",
        "Remote explosive/landmine/IED",
        "Shelling/artillery/missile attack",
        "Suicide bomb",
    ),
    "Violence against civilians": ("Abduction/forced disappearance", "Attack", "Sexual violence"),
    "Protests": ("Excessive force against protesters", "Peaceful protest", "Protest with intervention"),
    "Riots": ("Mob violence", "Violent demonstration"),
    "Strategic developments": (
        "Agreement",
        "Arrests",
        "Change to group/activity",
        "Disrupted weapons use",
        "Headquarters or base established",
        "Looting/property destruction",
        "Non-violent transfer of territory",
        "Other",
    ),
}
EVENT_TYPE_OF: dict[str, str] = {sub: kind for kind, subs in SUB_EVENT_TYPES.items() for sub in subs}

STATUSES = ("accomplished", "attempted", "foiled", "threatened", "denied")
ACTOR_TYPES = (
    "state forces",
    "police",
    "armed group",
    "political militia",
    "communal militia",
    "external forces",
    "civilian",
    "protesters",
    "rioters",
    "official",
    "aid worker",
    "journalist",
    "unknown",
)
VICTIM_TYPES = (
    "civilian",
    "state forces",
    "armed group",
    "aid worker",
    "journalist",
    "child",
    "woman",
    "official",
    "unknown",
)
CLAIMANT_TYPES = ("monitor", "state", "armed group", "medical", "media", "witness", "ngo", "un", "unknown")
QUANTITIES = (
    "killed",
    "injured",
    "killed or injured",
    "abducted",
    "arrested",
    "missing",
    "displaced",
    "destroyed",
)
# Why a mention's place is no town (transforms.accounts.where).
GEO_REASONS = (
    "country_only",
    "unit_only",
    "outlet_home",
    "unknown",
    "far",
    "tie",
    "no_country",
    "none_named",
)
CHANGE_TYPES = ("added", "changed", "merged", "retracted")
# What may have become another between two versions of a page; transforms.articles.versions tells them.
ARTICLE_CHANGES = ("title", "figures", "text", "correction", "removal")
SIDES = ("actor", "target", "bystander", "unknown")
# GTD's weapon types (Codebook 2021, variable weaptype1).
WEAPON_TYPES = (
    "Biological",
    "Chemical",
    "Radiological",
    "Nuclear",
    "Firearms",
    "Explosives",
    "Fake weapons",
    "Incendiary",
    "Melee",
    "Vehicle",
    "Sabotage equipment",
    "Other",
    "Unknown",
)
