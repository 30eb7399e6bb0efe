"""One sample outlet's folder (stories, templates) → the pages that it shows on one night.

A story is a Markdown-like file: TOML between two `+++` lines, then paragraphs apart by an empty
line. Two stories with the same path are states of one page: the later night's replaces the other.
Rendering reads no clock, so a night and an address give the same bytes every time.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2

FENCE = "+++\n"
RELATED = 3  # headlines in the "related stories" box
HTML = "text/html"


class NewsroomError(ValueError):
    """A file of the sample newsroom, or its server, is not as it must be."""


@dataclass(frozen=True)
class Comment:
    """What a made-up reader wrote under a story."""

    by: str
    text: str


@dataclass(frozen=True)
class Story:
    """One state of one article page.

    `published` null = the page prints no date at all; `modified` null = never changed;
    `declared_charset` null = as the outlet declares, "" = the page declares none.
    """

    path: str
    title: str
    night: date
    section: str
    paragraphs: tuple[str, ...]
    summary: str = ""
    published: datetime | None = None
    modified: datetime | None = None
    authors: tuple[str, ...] = ()
    comments: tuple[Comment, ...] = ()
    declared_charset: str | None = None

    @property
    def changed_at(self) -> datetime:
        """When the page last changed; the start of its night where it has no date."""
        return (
            self.modified or self.published or datetime(self.night.year, self.night.month, self.night.day, tzinfo=UTC)
        )


@dataclass(frozen=True)
class Listing:
    """A page made from many stories: section page, feed, sitemap, robots.txt. No sections = all of them."""

    path: str
    template: str
    content_type: str
    title: str = ""
    sections: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outlet:
    """A fictional publication.

    `encoding` is what its bytes are in, `declared_charset` what its pages say they are in,
    `content_type` the header of its articles.
    """

    name: str
    folder: Path
    source: str
    host: str
    listings: tuple[Listing, ...]
    stories: tuple[Story, ...]
    encoding: str = "utf-8"
    declared_charset: str = "utf-8"
    content_type: str = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Page:
    """One answer of an outlet: its bytes and the headers that describe them."""

    body: bytes
    content_type: str
    changed_at: datetime

    @property
    def etag(self) -> str:
        """Strong validator: the same bytes give the same tag."""
        return f'"{sha256(self.body).hexdigest()[:32]}"'


def read_outlets(folder: Path) -> list[Outlet]:
    """The outlets in `folder`, one for each subfolder with an outlet.toml, by name.

    Raises NewsroomError if there is none, or a file in one is malformed.
    """
    outlets = [_read_outlet(path.parent) for path in sorted(folder.glob("*/outlet.toml"))]
    if not outlets:
        raise NewsroomError(f"{folder}: no sample newsroom here: expected <outlet>/outlet.toml")
    return outlets


def read_story(path: Path) -> Story:
    """The story in one file. Raises NewsroomError if its header is missing or has a wrong key."""
    parts = path.read_text(encoding="utf-8").split(FENCE, 2)
    if len(parts) != 3 or parts[0]:
        raise NewsroomError(f"{path}: expected a header in TOML between two lines '+++'")
    header = _load(path, parts[1])
    comments = tuple(Comment(**comment) for comment in header.pop("comments", []))
    paragraphs = tuple(" ".join(block.split()) for block in parts[2].split("\n\n") if block.strip())
    authors = tuple(header.pop("authors", ()))
    try:
        return Story(**header, authors=authors, comments=comments, paragraphs=paragraphs)
    except TypeError as error:
        raise NewsroomError(f"{path}: {error}; known keys: {', '.join(Story.__dataclass_fields__)}") from error


def stories_of(outlet: Outlet, night: date) -> list[Story]:
    """The state of each article page on `night`, newest first by first publication, then path."""
    pages: dict[str, Story] = {}
    for story in sorted(outlet.stories, key=lambda story: story.night):
        if story.night <= night:
            pages[story.path] = story
    by_path = sorted(pages.values(), key=lambda story: story.path)
    return sorted(by_path, key=lambda story: story.published or story.changed_at, reverse=True)


def render(outlet: Outlet, night: date, address: str) -> dict[str, Page]:
    """Every page that the outlet shows on `night`, by path; links in feeds and sitemaps start with `address`."""
    environment = _environment(outlet, address)
    stories = stories_of(outlet, night)
    pages = {}
    for number, story in enumerate(stories):
        others = stories[number + 1 :] + stories[:number]
        charset = outlet.declared_charset if story.declared_charset is None else story.declared_charset
        text = environment.get_template("article.html").render(story=story, related=others[:RELATED], charset=charset)
        pages[story.path] = _page(outlet, text, outlet.content_type, story.changed_at)
    epoch = datetime(night.year, night.month, night.day, tzinfo=UTC)
    for listing in outlet.listings:
        listed = [story for story in stories if not listing.sections or story.section in listing.sections]
        text = environment.get_template(listing.template).render(listing=listing, stories=listed)
        changed_at = max((story.changed_at for story in listed), default=epoch)
        pages[listing.path] = _page(outlet, text, listing.content_type, changed_at)
    return pages


def render_site(outlet: Outlet, address: str) -> str:
    """The outlet's site TOML, for a crawler that is to find it at `address`."""
    return _environment(outlet, address).get_template("site.toml.j2").render(netloc=urlsplit(address).netloc)


def _read_outlet(folder: Path) -> Outlet:
    path = folder / "outlet.toml"
    header = _load(path, path.read_text(encoding="utf-8"))
    listings = tuple(_listing(entry) for entry in header.pop("listings", []))
    stories = tuple(read_story(story) for story in sorted((folder / "stories").glob("*.md")))
    try:
        return Outlet(name=folder.name, folder=folder, listings=listings, stories=stories, **header)
    except TypeError as error:
        raise NewsroomError(f"{path}: {error}; known keys: {', '.join(Outlet.__dataclass_fields__)}") from error


def _listing(entry: Mapping[str, Any]) -> Listing:
    return Listing(**{**entry, "sections": tuple(entry.get("sections", ()))})


def _load(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise NewsroomError(f"{path}: not TOML: {error}") from error


def _page(outlet: Outlet, text: str, content_type: str, changed_at: datetime) -> Page:
    encoding = outlet.encoding if content_type.startswith(HTML) else "utf-8"
    return Page(text.encode(encoding, errors="xmlcharrefreplace"), content_type, changed_at)


def _environment(outlet: Outlet, address: str) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(outlet.folder),
        autoescape=jinja2.select_autoescape(("html", "xml")),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(rfc2822=format_datetime, printed=print_instant, clock=print_clock)
    environment.globals.update(outlet=outlet, address=address, canonical=f"https://{outlet.host}")
    return environment


def print_instant(instant: datetime) -> str:
    """As an American paper prints it: 'Thursday, November 19, 2026, 8:40 a.m.'."""
    return f"{instant:%A, %B} {instant.day}, {instant.year}, {print_clock(instant)}"


def print_clock(instant: datetime) -> str:
    """The time of day on a twelve-hour clock: '8:40 a.m.'."""
    half = "a.m." if instant.hour < 12 else "p.m."
    return f"{(instant.hour - 1) % 12 + 1}:{instant:%M} {half}"
