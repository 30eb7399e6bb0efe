"""What a person says of an article: its mentions and claims, and where in the text each of their words stands.

One `LabelledArticle` is one row of a labels file. It holds the article's text, so that labels can be trained on and
scored without anything else, and every span has its quote: a label that does not fit its text is refused.
Columns that the mentions and claims tables have too mean the same here (`transforms.schema`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from transforms.schema import (
    CLAIMANT_TYPES,
    EVENT_TYPE_OF,
    QUANTITIES,
    SIDES,
    STATUSES,
    VICTIM_TYPES,
    WEAPON_TYPES,
)
from transforms.texts import ArticleText, text_digest

# What a span of the text can be to its mention: people who did it, the organisation that they act for, people who
# were hit, things that were hit, what it was done with; the word for the act; where and when.
ROLES = ("actor", "organisation", "victim", "target", "weapon", "event", "location", "date")


class LabelError(ValueError):
    """A label that cannot be taken: the message names the row, the field and what was expected."""


def _one_of(values: tuple[str, ...]) -> Callable[[str], str]:
    def check(value: str) -> str:
        if value not in values:
            raise ValueError(f"{value!r}, expected one of: {', '.join(values)}")
        return value

    return check


People = Annotated[int, Field(ge=0)] | None


class _Label(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LabelledSpan(_Label):
    """Words of the text in a role; `start` and `end` are characters of the text, `quote` is what stands there."""

    role: Annotated[str, AfterValidator(_one_of(ROLES))]
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=1)]
    quote: str


class LabelledClaim(_Label):
    """A figure and who asserts it; the span is the figure's own words ("at least 12", "dozens").

    `claimant` null = the publication itself. `is_subset`: counted in another claim of the mention.
    """

    claimant: str | None = None
    claimant_type: Annotated[str, AfterValidator(_one_of(CLAIMANT_TYPES))] = "unknown"
    quantity: Annotated[str, AfterValidator(_one_of(QUANTITIES))]
    low: People = None
    best: People = None
    high: People = None
    victims_type: Annotated[str, AfterValidator(_one_of(VICTIM_TYPES))] = "unknown"
    side: Annotated[str, AfterValidator(_one_of(SIDES))] = "unknown"
    is_subset: bool = False
    is_cumulative: bool = False
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=1)]
    quote: str


class LabelledMention(_Label):
    """One incident as the article tells it; the first mention of an article is what the article is about.

    Null means that the article does not say.
    """

    status: Annotated[str, AfterValidator(_one_of(STATUSES))] = "accomplished"
    sub_event_type: Annotated[str, AfterValidator(_one_of(tuple(EVENT_TYPE_OF)))]
    event_date: date | None = None
    event_date_precision: Annotated[int, Field(ge=1, le=5)] | None = None
    country: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    admin1: str | None = None
    location: str | None = None
    actor: str | None = None
    target: str | None = None
    weapon_type: Annotated[str, AfterValidator(_one_of(WEAPON_TYPES))] | None = None
    fatalities_low: People = None
    fatalities_best: People = None
    fatalities_high: People = None
    fatalities_civilians: People = None
    injuries_low: People = None
    injuries_best: People = None
    injuries_high: People = None
    abducted_low: People = None
    abducted_best: People = None
    abducted_high: People = None
    spans: tuple[LabelledSpan, ...] = ()
    claims: tuple[LabelledClaim, ...] = ()

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        for name in ("fatalities", "injuries", "abducted"):
            bounds = [getattr(self, f"{name}_{bound}") for bound in ("low", "best", "high")]
            known = [value for value in bounds if value is not None]
            if known != sorted(known):
                raise ValueError(f"{name}: low, best, high are {bounds}, expected to rise")
        return self


class LabelledArticle(_Label):
    """An article with all its mentions as a person reads them; no mentions = it tells of no incident.

    `draft_digest` is that of the reading that the person was shown, `reader` the version that made it.
    """

    format: Literal[1] = 1
    article_id: str
    version: Annotated[int, Field(ge=1)] = 1
    url: str
    site: str | None = None
    source: str
    title: str
    text: str
    published_at: AwareDatetime
    language: str | None = None
    text_digest: str
    draft_digest: str | None = None
    reader: str | None = None
    labeller: Annotated[str, Field(min_length=1)]
    labelled_at: AwareDatetime
    mentions: tuple[LabelledMention, ...] = ()

    @model_validator(mode="after")
    def _check_text(self) -> Self:
        if self.text_digest != text_digest(self.title, self.text):
            raise ValueError("text_digest: not that of title and text; the text was changed after it was labelled")
        for name, start, end, quote in self._quotes():
            if self.text[start:end] != quote or end > len(self.text):
                raise ValueError(f"{name}: {quote!r} expected at {start}-{end}, the text has {self.text[start:end]!r}")
        return self

    def _quotes(self) -> Iterator[tuple[str, int, int, str]]:
        for order, mention in enumerate(self.mentions):
            for place, span in enumerate(mention.spans):
                yield f"mentions[{order}].spans[{place}] ({span.role})", span.start, span.end, span.quote
            for place, claim in enumerate(mention.claims):
                yield f"mentions[{order}].claims[{place}] ({claim.quantity})", claim.start, claim.end, claim.quote

    @property
    def article(self) -> ArticleText:
        """The article as the reader takes it."""
        return ArticleText(
            article_id=self.article_id,
            version=self.version,
            url=self.url,
            site=self.site,
            source=self.source,
            title=self.title,
            text=self.text,
            published_at=self.published_at,
            language=self.language,
        )
