"""A story of a few sentences as the reader takes it and reads it; published on Friday, 15 March 2024."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from transforms.accounts import Account, split_accounts
from transforms.accounts.sentences import ReadText, read_sentences
from transforms.language_model import load_model
from transforms.mentions import Mention, read_mentions
from transforms.places.gazetteer import Gazetteer, open_gazetteer
from transforms.texts import ArticleText

PUBLISHED = datetime(2024, 3, 15, 9, tzinfo=UTC)
TITLE = "Report from the region"


def story(text: str, title: str = TITLE, url: str = "https://wire.example/a") -> ArticleText:
    """The text as an article of a made-up wire."""
    return ArticleText("art-1", 1, url, "wire", "Example Wire", title, text, PUBLISHED, "en")


@cache
def _gazetteer() -> Gazetteer:
    return open_gazetteer()


def read_story(text: str, title: str = TITLE) -> ReadText:
    return read_sentences(story(text, title), load_model(), _gazetteer())


def accounts_of(text: str, title: str = TITLE) -> list[Account]:
    return split_accounts(read_story(text, title))


def indexes(accounts: list[Account]) -> list[list[int]]:
    """Which sentences each account has."""
    return [[sentence.index for sentence in account.sentences] for account in accounts]


def mentions_of(text: str, title: str = TITLE) -> list[Mention]:
    return read_mentions(story(text, title), read_story(text, title))
