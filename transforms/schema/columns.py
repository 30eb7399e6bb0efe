"""Every column once: its type, description, unit, vocabulary and bounds."""

from __future__ import annotations

import pyarrow as pa

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

_EVIDENCE = pa.list_(
    pa.struct([pa.field("role", pa.string()), pa.field("start", pa.int32()), pa.field("end", pa.int32())])
)
_INSTANT = pa.timestamp("us", tz="UTC")


def _column(
    type_: pa.DataType,
    description: str,
    *,
    unit: str = "",
    vocabulary: tuple[str, ...] = (),
    low: float | None = None,
    high: float | None = None,
) -> pa.Field:
    metadata = {"description": description}
    if unit:
        metadata["unit"] = unit
    if vocabulary:
        metadata["vocabulary"] = "|".join(vocabulary)
    if low is not None:
        metadata["minimum"] = str(low)
    if high is not None:
        metadata["maximum"] = str(high)
    return pa.field("", type_, metadata=metadata)


def _people(what: str) -> dict[str, pa.Field]:
    """The UCDP triple for one count of people; null means not reported, 0 reported none."""
    words = {"low": "lowest figure claimed", "best": "most credible figure", "high": "highest figure claimed"}
    return {
        bound: _column(
            pa.int32(), f"People {what}: {word}; null = not reported, 0 = reported none.", unit="people", low=0
        )
        for bound, word in words.items()
    }


def _triples() -> dict[str, pa.Field]:
    counts = {"fatalities": "killed", "injuries": "wounded", "abducted": "abducted or taken hostage"}
    return {f"{name}_{bound}": field for name, what in counts.items() for bound, field in _people(what).items()}


def _side(name: str, what: str) -> dict[str, pa.Field]:
    return {
        name: _column(pa.string(), f"{what}: name in the actor lexicon, else the words as printed."),
        f"{name}_id": _column(pa.string(), f"{what}: id in the actor lexicon; null = not in it."),
        f"{name}_type": _column(pa.string(), f"{what}: kind of actor.", vocabulary=ACTOR_TYPES),
        f"{name}_raw": _column(pa.string(), f"{what}: the words as printed."),
    }


def _deaths_of(what: str) -> pa.Field:
    return _column(
        pa.int32(), f"People killed among {what}: most credible figure; null = not reported.", unit="people", low=0
    )


COLUMNS: dict[str, pa.Field] = {
    # Keys
    "capture_id": _column(pa.string(), "One fetch of one URL in one night: hash of site, night and URL."),
    "article_id": _column(pa.string(), "One page over all its versions: hash of site and canonical URL."),
    "version": _column(pa.int32(), "Version of the page's text, from 1; raised when title or text changed.", low=1),
    "mention_id": _column(pa.string(), "One article version's account of one incident."),
    "claim_id": _column(pa.string(), "One figure asserted by one claimant in one mention."),
    "incident_id": _column(pa.string(), "The incident: stable over nights and revisions, never reused."),
    # Where a row came from
    "site": _column(pa.string(), "Name of the crawled site: the name of its TOML file; '*' = a step over all sites."),
    "source": _column(pa.string(), "Who published: the publication's name as a reader knows it."),
    "sources": _column(pa.list_(pa.string()), "Publications that report the incident, sorted."),
    "night": _column(pa.date32(), "The night's logical date: the run that made this row.", unit="UTC date"),
    "url": _column(pa.string(), "URL asked for."),
    "final_url": _column(pa.string(), "URL that answered, after redirects; null = no answer."),
    "canonical_url": _column(pa.string(), "The page's canonical URL, normalised: the article's identity in its site."),
    # Captures
    "status": _column(pa.int16(), "HTTP status; null = no answer.", low=100, high=599),
    "fetched_at": _column(_INSTANT, "When the response was complete.", unit="UTC"),
    "content_type": _column(pa.string(), "Content-Type header as sent; null = none."),
    "payload_digest": _column(pa.string(), "sha256 of the body as received after transfer decoding; null = no body."),
    "etag": _column(pa.string(), "ETag header as sent; null = none."),
    "last_modified": _column(pa.string(), "Last-Modified header as sent; null = none."),
    "warc_path": _column(pa.string(), "WARC file, relative to data/raw; null = nothing was archived."),
    "warc_offset": _column(pa.int64(), "Where the response record starts in the WARC file.", unit="bytes", low=0),
    "capture_kind": _column(
        pa.string(), "What the page was fetched as.", vocabulary=("article", "feed", "sitemap", "section", "robots")
    ),
    "outcome": _column(pa.string(), "The named door by which the record left its step; 'ok' = taken on."),
    # Articles
    "title": _column(pa.string(), "Headline without the site's name."),
    "authors": _column(pa.list_(pa.string()), "People or agencies in the byline, in order; empty = none found."),
    "agencies": _column(
        pa.list_(pa.string()),
        "News agencies among the authors and in the dateline; empty = none, null = not looked for.",
    ),
    "dateline_raw": _column(pa.string(), "Dateline as printed, e.g. 'ERBIL, Kurdistan Region'; null = none."),
    "published_at": _column(_INSTANT, "When the article was first published.", unit="UTC"),
    "published_raw": _column(pa.string(), "Publication instant as printed."),
    "modified_at": _column(_INSTANT, "When the publisher last changed it; null = not said.", unit="UTC"),
    "modified_raw": _column(pa.string(), "Modification instant as printed."),
    "language": _column(pa.string(), "ISO 639-1 code of the text."),
    "section": _column(pa.string(), "The publication's section, in its own words; null = not said."),
    "tags": _column(
        pa.list_(pa.string()), "The publication's keywords for the story; empty = none, null = not looked for."
    ),
    "is_paywalled": _column(pa.bool_(), "True if readers must pay, as the page says; null = it does not say."),
    "is_live_blog": _column(
        pa.bool_(),
        "True if entries are added while things happen: the page tells of much at once; null = not looked for.",
    ),
    "is_round_up": _column(pa.bool_(), "True if the piece tells of many stories, by its title; null = not looked for."),
    "changes": _column(
        pa.list_(pa.string()),
        "What became another since the version before, of: " + ", ".join(ARTICLE_CHANGES) + " (a notice came that "
        "something was wrong; the story was taken down: a notice says so, most of it went, or its page is gone). Empty "
        "= only marks, case or spacing; null = first version.",
    ),
    "text": _column(
        pa.string(), "Body text, paragraphs apart by a newline, without boilerplate; empty = its page is gone."
    ),
    "word_count": _column(pa.int32(), "Words in the text.", unit="words", low=0),
    "text_digest": _column(pa.string(), "sha256 of title and text with white space folded: equal = same version."),
    "duplicate_of": _column(
        pa.string(), "article_id of the earliest article with nearly the same text (wire copy); null = original."
    ),
    "first_seen_at": _column(_INSTANT, "When this version was first fetched.", unit="UTC"),
    # Mentions and incidents
    "article_version": _column(pa.int32(), "Version of the article that the account was read from.", low=1),
    "is_current": _column(
        pa.bool_(), "True for the state to use: the newest version of the article, the newest revision of the incident."
    ),
    "is_retold": _column(
        pa.bool_(),
        "True if a report of another incident tells of this earlier one: it joins an incident that is known, and "
        "founds none; null = read before this was told apart.",
    ),
    "rank": _column(pa.int16(), "1 = what the article is about; then by order of weight.", low=1),
    "mention_status": _column(pa.string(), "How far the act went, as reported.", vocabulary=STATUSES),
    "event_type": _column(pa.string(), "ACLED event type.", vocabulary=tuple(SUB_EVENT_TYPES)),
    "sub_event_type": _column(pa.string(), "ACLED sub-event type.", vocabulary=tuple(EVENT_TYPE_OF)),
    "ucdp_type_of_violence": _column(
        pa.int8(),
        "UCDP's type of violence by the two sides: 1 state-based, 2 non-state, 3 one-sided; null = out of its "
        "scope or a side unknown. UCDP counts an event from one death on.",
        low=1,
        high=3,
    ),
    "event_date": _column(
        pa.date32(),
        "Local day of the incident, the first day if it is a range; the publication day where none is told.",
    ),
    "event_date_precision": _column(
        pa.int8(), "UCDP's scale: 1 day, 2 two to six days, 3 week, 4 month, 5 longer.", low=1, high=5
    ),
    "event_date_raw": _column(pa.string(), "The words that date it; null = none, the publication day was taken."),
    "country": _column(pa.string(), "ISO 3166-1 alpha-3 code; null = unresolved."),
    "admin1": _column(pa.string(), "First-order unit (province, state, governorate); null = unresolved."),
    "admin2": _column(pa.string(), "Second-order unit (district, county); null = unresolved."),
    "location": _column(pa.string(), "Name of the most exact place resolved; null = unresolved."),
    "location_raw": _column(pa.string(), "The place's words as printed."),
    "latitude": _column(pa.float64(), "WGS 84 latitude.", unit="degrees", low=-90, high=90),
    "longitude": _column(pa.float64(), "WGS 84 longitude.", unit="degrees", low=-180, high=180),
    "geo_precision": _column(
        pa.int8(),
        "1 exact place, 2 near it or part of a district, 3 province, 4 country; null = unresolved.",
        low=1,
        high=4,
    ),
    "geo_reason": _column(
        pa.string(),
        "Why the place is no town, or unresolved; null = it is one that the text names. country_only and unit_only: no "
        "more is told; unknown: the gazetteer lacks the name, its unit or country is given; outlet_home: no place is "
        "told, the outlet's own is given; far, tie, no_country: nothing tells which namesake; none_named.",
        vocabulary=GEO_REASONS,
    ),
    "geonames_id": _column(pa.int64(), "GeoNames id of the location; null = not from GeoNames."),
    **_side("actor", "Who did it (ACLED actor1, UCDP side_a)"),
    **_side("target", "Whom it hit (ACLED actor2, UCDP side_b)"),
    "weapon_type": _column(pa.string(), "GTD weapon type.", vocabulary=WEAPON_TYPES),
    "weapon_raw": _column(pa.string(), "The weapon's words as printed."),
    **_triples(),
    "counts_conflict": _column(
        pa.bool_(), "True where two claimants' bounds of the killed, injured or abducted leave no number for both."
    ),
    "fatalities_civilians": _deaths_of("civilians"),
    "fatalities_actor": _deaths_of("the actor's side"),
    "fatalities_target": _deaths_of("the target's side"),
    "fatalities_unknown": _deaths_of("people of no stated side"),
    "damage_raw": _column(pa.string(), "Property damage as printed; null = none told."),
    "responsibility_claimed_by": _column(
        pa.string(), "The group that says it did it (GTD 'claimed'); null = nobody does."
    ),
    "confidence": _column(pa.float32(), "How sure the reader is that this happened as coded.", low=0, high=1),
    "evidence": _column(_EVIDENCE, "Where in the text each value stands: role, start, end.", unit="characters"),
    "extractor_version": _column(pa.string(), "Version of the code and lexicons that read the article."),
    # Claims
    "claimant": _column(pa.string(), "Who asserts the figure; the publication itself where nobody is named."),
    "claimant_type": _column(pa.string(), "Kind of claimant.", vocabulary=CLAIMANT_TYPES),
    "claimant_raw": _column(pa.string(), "The claimant's words as printed; null = nobody named."),
    "quantity": _column(pa.string(), "What is counted.", vocabulary=QUANTITIES),
    "low": _column(pa.int32(), "Lowest reading of the figure; null = no number given.", unit="people or things", low=0),
    "best": _column(pa.int32(), "The figure itself; null = 'some', no number given.", unit="people or things", low=0),
    "high": _column(pa.int32(), "Highest reading; null = open or no number given.", unit="people or things", low=0),
    "modifier_raw": _column(pa.string(), "Words that bound the figure, e.g. 'At least'; null = none."),
    "victims": _column(pa.string(), "Who or what is counted: canonical name if known, else as printed."),
    "victims_type": _column(pa.string(), "Kind of victims.", vocabulary=VICTIM_TYPES),
    "victims_raw": _column(pa.string(), "The victims' words as printed."),
    "side": _column(pa.string(), "Whose side the victims are on.", vocabulary=SIDES),
    "part_of": _column(pa.string(), "claim_id of the claim that this one is a subset of; null = stands alone."),
    "is_cumulative": _column(pa.bool_(), "True for a running total or background figure: kept, never summed."),
    "sentence": _column(pa.string(), "The sentence that says so, as printed."),
    "start": _column(pa.int32(), "Where the sentence starts in the article's text.", unit="characters", low=0),
    "end": _column(pa.int32(), "Where it ends.", unit="characters", low=0),
    # Incidents
    "revision": _column(pa.int32(), "Raised by one whenever a coded value of the incident changed.", low=1),
    "superseded_by": _column(pa.string(), "incident_id that this one was merged into; null = stands."),
    "merge_reason": _column(pa.string(), "Why it was merged; null = stands."),
    "mention_count": _column(pa.int32(), "Current mentions of the incident.", low=0),
    "article_count": _column(pa.int32(), "Articles that report it.", low=0),
    "source_count": _column(pa.int32(), "Independent publications that report it; wire copies count once.", low=0),
    "claimants": _column(pa.list_(pa.string()), "Who asserts figures about it, sorted."),
    "first_reported_at": _column(_INSTANT, "Publication of the earliest report.", unit="UTC"),
    "last_reported_at": _column(_INSTANT, "Publication or change of the latest report.", unit="UTC"),
    "summary": _column(pa.string(), "The row in one generated sentence."),
    "geometry": _column(pa.binary(), "Point as WKB (GeoParquet 1.1, OGC:CRS84); null = unresolved."),
    # Revisions
    "valid_from": _column(
        pa.date32(), "Night whose run published this state; null = before this was kept.", unit="UTC date"
    ),
    "valid_to": _column(pa.date32(), "Night whose run replaced it: the first on which it was not so.", unit="UTC date"),
    "change": _column(pa.string(), "What the next state changed and which articles caused it."),
    # Changes
    "release": _column(pa.string(), "The release that made the change; later releases have greater ids."),
    "previous_release": _column(pa.string(), "The release that it was made from; null = the first."),
    "change_type": _column(
        pa.string(),
        "added: a new incident; changed: a value of its row is another; merged: it is superseded by another incident; "
        "retracted: no current mention tells of it any longer.",
        vocabulary=CHANGE_TYPES,
    ),
    "changed_columns": _column(
        pa.list_(pa.string()), "Columns of incidents whose value is another; null = the incident is new."
    ),
    # Outcomes
    "step": _column(
        pa.string(),
        "Step of the night; reprocess: an archived night that could not be read anew.",
        vocabulary=("crawl", "articles", "extract", "second_read", "incidents", "reprocess"),
    ),
    "is_refusal": _column(pa.bool_(), "True if the records left the pipeline here."),
    "records": _column(pa.int32(), "Records that left the step by this door.", low=0),
    "example": _column(pa.string(), "One such record: its URL or id, and the detail."),
    "tokens": _column(pa.int64(), "Tokens that a language model was sent and wrote; null = none was asked.", low=0),
    "cost": _column(pa.float64(), "What the tokens cost at the prices set; null = no language model was asked.", low=0),
}
