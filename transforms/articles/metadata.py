"""A page to its authors, language, canonical URL and section."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from urllib.parse import urljoin, urlsplit, urlunsplit

import courlan
import trafilatura.metadata
from lxml.html import HtmlElement
from w3lib.url import canonicalize_url, url_query_cleaner

from transforms.articles.headlines import LONGEST_LABEL, near_headline
from transforms.articles.pages import Page
from transforms.articles.site_names import fold, site_names
from transforms.texts.language import SHORTEST_TELLING_TEXT, SURE, identifier

LONGEST_NAME = 60
MOST_AUTHORS = 12

_BY = re.compile(
    r"^(?:(?:(?i:written|reported|posted|story|edited|article)\s+)?(?i:by)[:\s]+|"
    r"(?i:von|vom|par|por|door|av|af|di|de):\s*|"
    r"(?:Von|VON|von|Vom|Par|Por|Door|Av|Di) (?=[^\W\d_a-z]\S+ [^\W\d_a-z]))"
)
_BYLINE = re.compile(r"\s*(?i:by)[:\s]+[^\W\d_a-z]")
_JOINED = re.compile(r"\s*(?:;|\||\n|\s&\s|,?\s+(?:and|und|et|y|e|og|och|en|ja|i|en)\s+(?=[^\W\d_a-z])|,\s+)\s*")
_NO_NAME = re.compile(
    r"https?:|www\.|@|\d{2}|"
    r"^(?:\w*admin|administrator|editor|author|staff|unknown|none|null|web ?desk|guest|undefined)$",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\s*[,(|/-]\s*(?:\w+ ){0,3}"
    r"(?:reporter|correspondent|editor|writer|bureau chief|journalist|contributor|columnist)\b.*$",
    re.IGNORECASE,
)
_TRACKERS = (
    "fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "mc_cid", "mc_eid", "cmpid", "cmp", "ocid", "ref",
    "ref_src", "referrer", "source", "src", "smid", "smtyp", "ftag", "ncid", "sr_share", "share", "spm", "xtor",
    "outputtype", "amp", "taid", "wt_mc", "partner",
)  # fmt: skip
_UTM = re.compile(r"^(?:utm_|at_|pk_|mtm_|hsa_|_hs|__twitter|__source)", re.IGNORECASE)
# What pages call a language that ISO 639-1 calls otherwise.
_ISO_639_1 = {"iw": "he", "in": "id", "ji": "yi", "nb": "no", "nn": "no", "kur": "ku", "eng": "en", "ara": "ar"}


def read_authors(page: Page) -> tuple[str, ...]:
    """People and agencies in the byline, in order; empty = none found."""
    sources = (
        lambda: page.linked.authors,
        lambda: page.meta("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl"),
        lambda: _marked_authors(page.tree),
        lambda: _bylines(page),
        lambda: _guessed_authors(page),
    )
    for source in sources:
        names = clean_names(source(), page)
        if names:
            return names
    return ()


def _marked_authors(tree: HtmlElement) -> Iterator[str]:
    for element in tree.iterfind(".//*[@itemprop='author']"):
        name = element.find(".//*[@itemprop='name']")
        yield (element if name is None else name).get("content") or (element if name is None else name).text_content()
    for link in tree.iterfind(".//a[@rel='author']"):
        yield link.text_content()


def _bylines(page: Page) -> Iterator[str]:
    """The first line near the headline that begins with 'By' and a capital."""
    for element in near_headline(page):
        for words in (element.text, element.tail):
            if words and len(words) <= LONGEST_LABEL and _BYLINE.match(words):
                yield words
                return


def _guessed_authors(page: Page) -> list[str]:
    return (trafilatura.metadata.extract_author(page.tree) or "").split(";")


def clean_names(raws: Iterable[str], page: Page) -> tuple[str, ...]:
    """The names in printed bylines, each once, without roles and the site's own name unless it stands alone."""
    names: dict[str, str] = {}
    for raw in raws:
        for piece in _JOINED.split(_ROLE.sub("", _BY.sub("", " ".join(raw.split())))):
            name = _BY.sub("", piece).strip(" ,.;:|-–—")
            if 1 < len(name) <= LONGEST_NAME and not _NO_NAME.search(name):
                names.setdefault(fold(name), name)
    people = {fold: name for fold, name in names.items() if fold not in site_names(page)}
    return tuple((people or names).values())[:MOST_AUTHORS]


def read_language(page: Page, text: str) -> str | None:
    """ISO 639-1 code of the text (639-3 where that has none); null where nothing tells.

    The page's own word stands unless a long text surely is in another language.
    """
    said = [page.tree.get("lang"), page.tree.get("xml:lang"), page.linked.language]
    said += page.meta("content-language", "og:locale", "dc.language", "language")
    declared = next((code for code in map(_language_code, said) if code), None)
    if len(text) < SHORTEST_TELLING_TEXT:
        return declared
    told: str
    told, sureness = identifier().classify(text)
    if declared and (declared not in _known_languages() or sureness < SURE):
        return declared
    return _ISO_639_1.get(told, told)


def _language_code(raw: str | None) -> str | None:
    match = re.match(r"\s*([A-Za-z]{2,3})(?:[-_,;\s]|$)", raw or "")
    if not match:
        return None
    code = match[1].lower()
    return _ISO_639_1.get(code, code)


@cache
def _known_languages() -> frozenset[str]:
    return frozenset(_ISO_639_1.get(code, code) for code in identifier().labels)


def canonical_url(page: Page, canonical_hosts: Sequence[str] = ()) -> str:
    """The page's address, normalised: no fragment, tracking parameters or default port.

    The page's canonical link is believed only for its own host, that host's www twin or
    `canonical_hosts`; else the URL that answered is taken.
    """
    for element in page.tree.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split():
            link = urljoin(page.url, (element.get("href") or "").strip())
            if _may_stand_for(link, page, canonical_hosts):
                return normalise_url(link)
    return normalise_url(page.url)


def _may_stand_for(link: str, page: Page, canonical_hosts: Sequence[str]) -> bool:
    try:
        parts = urlsplit(link)
        host = (parts.hostname or "").lower()
    except ValueError:
        return False
    if parts.scheme not in ("http", "https"):
        return False
    # A front page as canonical link of a story is a fault of the template.
    if not parts.path.strip("/") and not parts.query and urlsplit(page.url).path.strip("/"):
        return False
    return host.removeprefix("www.") == page.host.removeprefix("www.") or host in {h.lower() for h in canonical_hosts}


def normalise_url(url: str) -> str:
    """One spelling for one address: sorted query, no trackers, no fragment."""
    parts = urlsplit(courlan.normalize_url(url))
    names = [pair.split("=")[0] for pair in parts.query.split("&") if pair]
    trackers = [name for name in names if name.lower() in _TRACKERS or _UTM.match(name)]
    without = urlunsplit(parts._replace(fragment=""))
    if trackers:
        without = url_query_cleaner(without, trackers, remove=True)
    return str(canonicalize_url(without))


def read_section(page: Page) -> str | None:
    """The publication's section, as it names it; null = not said."""
    return page.linked.section or next(iter(page.meta("article:section", "og:article:section", "section")), None)
