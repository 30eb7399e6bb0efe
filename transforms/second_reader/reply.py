"""What the second reader may answer: corrected mentions and claims, each with the words of the article that say so.

The models are checked against the article (`context={"text": …}`): a quote that the article does not hold, or a
figure that its quote does not hold, refuses the reply.
"""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from transforms.casualties.numbers import find_numbers
from transforms.schema import EVENT_TYPE_OF, QUANTITIES, SIDES, STATUSES, VICTIM_TYPES

# The error type of whatever a reply says that the article does not.
INVENTED = "invented"
SHORTEST_QUOTE, LONGEST_QUOTE = 8, 1_200
_ONE = re.compile(r"\b(?:an?|the|his|her|one|another|he|she|who)\b|\b[A-Z]", re.IGNORECASE)
_NONE = re.compile(
    r"\b(?:no|none|nobody|zero|without|not|never|neither|nor|un(?:hurt|harmed|injured|scathed))\b", re.IGNORECASE
)


def _check_word(vocabulary: tuple[str, ...], word: str) -> str:
    if word not in vocabulary:
        raise ValueError(f"{word!r}, expected one of: {', '.join(vocabulary)}")
    return word


Quantity = Annotated[str, AfterValidator(partial(_check_word, QUANTITIES)), WithJsonSchema({"enum": [*QUANTITIES]})]
Victims = Annotated[str, AfterValidator(partial(_check_word, VICTIM_TYPES)), WithJsonSchema({"enum": [*VICTIM_TYPES]})]
Side = Annotated[str, AfterValidator(partial(_check_word, SIDES)), WithJsonSchema({"enum": [*SIDES]})]
Status = Annotated[str, AfterValidator(partial(_check_word, STATUSES)), WithJsonSchema({"enum": [*STATUSES]})]
Kind = Annotated[
    str, AfterValidator(partial(_check_word, tuple(EVENT_TYPE_OF))), WithJsonSchema({"enum": [*EVENT_TYPE_OF]})
]


class Quoted(BaseModel):
    """Something said in the article: `quote` is copied from it letter by letter."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    quote: str = Field(min_length=SHORTEST_QUOTE, max_length=LONGEST_QUOTE)

    @field_validator("quote")
    @classmethod
    def stands_in_text(cls, value: str, info: ValidationInfo) -> str:
        if value not in _text_of(info):
            raise PydanticCustomError(INVENTED, "not in the article; copy the words exactly, or leave the item out")
        return value


class ReplyClaim(Quoted):
    """One figure by one claimant; bounds null = open or not said, as in the claims table."""

    quantity: Quantity
    low: int | None = Field(None, ge=0)
    best: int | None = Field(None, ge=0)
    high: int | None = Field(None, ge=0)
    modifier: str | None = None
    victims: str | None = None
    victims_type: Victims = "unknown"
    side: Side = "unknown"
    claimant: str | None = None
    is_part: bool = False
    is_cumulative: bool = False

    @model_validator(mode="after")
    def is_said(self) -> ReplyClaim:
        known = [value for value in (self.low, self.best, self.high) if value is not None]
        if not known:
            raise ValueError("a claim needs one of low, best, high")
        if known != sorted(known):
            raise ValueError(f"low <= best <= high expected, found {known}")
        for value in known:
            if not _says(self.quote, value):
                raise PydanticCustomError(INVENTED, "the quote does not say {value}", {"value": value})
        return self


class ReplyMention(Quoted):
    """One incident; `mention_id` is the draft's, or null for one that the draft missed."""

    mention_id: str | None = None
    status: Status = "accomplished"
    sub_event_type: Kind
    event_date: date | None = None
    actor: str | None = None
    target: str | None = None
    location: str | None = None
    claims: tuple[ReplyClaim, ...] = ()

    @field_validator("actor", "target", "location")
    @classmethod
    def is_named(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is not None and value not in _text_of(info):
            raise PydanticCustomError(INVENTED, "{value} is not in the article; copy the words", {"value": value})
        return value


class Reply(BaseModel):
    """Every incident of the article, most important first; none = the article tells of no incident."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    mentions: tuple[ReplyMention, ...] = Field((), max_length=12)

    @model_validator(mode="after")
    def names_a_draft_once(self) -> Reply:
        named = [mention.mention_id for mention in self.mentions if mention.mention_id is not None]
        if len(named) != len(set(named)):
            raise ValueError(f"a mention_id is used twice: {named}")
        return self


def _text_of(info: ValidationInfo) -> str:
    if not info.context or "text" not in info.context:
        raise ValueError("the article's text is needed to check quotes against")
    return str(info.context["text"])


def _says(quote: str, value: int) -> bool:
    """True if the words hold the figure: in digits or in words, "a man" for one, "nobody" for none."""
    if value == 0 and _NONE.search(quote):
        return True
    if value == 1 and _ONE.search(quote):
        return True
    numbers = find_numbers(quote)
    return any(value in {number.low, number.best, number.high, number.conservative} for number in numbers)
