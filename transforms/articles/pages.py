"""Bytes of a web page to a parsed page.

News pages announce their charset in the header, in a meta tag, wrongly, or not at all. Order of
trust: byte order mark, valid UTF-8, the header, the meta tag, detection. Valid UTF-8 outranks what
is announced because servers say ISO-8859-1 by default and text in another charset is almost never
valid UTF-8 by accident.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

import charset_normalizer
import lxml.html
from lxml import etree
from lxml.html import HtmlElement
from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    resolve_encoding,
)

from transforms.articles.linked_data import LinkedData, read_linked_data

MARKUP_TYPES = ("text/html", "application/xhtml+xml", "application/xml", "text/xml", "application/xhtml")
# A page with more unreadable characters than this share was decoded wrongly or is no text.
MAX_UNREADABLE = 0.01
# Text is UTF-8 although this share of its characters beyond ASCII is broken.
MAX_BROKEN = 0.1
# An HTML element must stand in so many bytes; a broken server prints warnings before the page.
MARKUP_BYTES = 65_536
# The largest of the open pages has 4,100 elements, the deepest nests them 34 deep.
MOST_ELEMENTS, DEEPEST = 30_000, 250
_ELEMENTS = etree.XPath("count(//*)")
_TOO_DEEP = etree.XPath(f"boolean({'/*' * (DEEPEST + 1)})")
# So many bytes are enough to detect a charset by.
DETECTED_BYTES = 100_000

_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|table|div|p|title|meta|h1|script)\b", re.IGNORECASE)
_BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"RIFF", b"\x00\x00\x00")
_CONTROLS = bytes((*range(0x01, 0x09), *range(0x0E, 0x20)))
_UNREADABLE = re.compile(f"[\ufffd{_CONTROLS.decode()}]")
_HTML_LANG = re.compile(rb"<html[^>]*\blang\s*=\s*[\"']?([a-z]{2})", re.IGNORECASE)
_LATIN_CHARSET = re.compile(
    r"cp125[02478]|cp(?:037|273|437|500|775|850|852|858|86[0135]|1026|1140)|hp_roman8|"
    r"iso8859_(?:[12349]|1[03456])|latin_1|mac_(?:iceland|latin2|roman|turkish)"
)
# What browsers take where a page in a Latin-script language names no charset; cp1252 for the others.
_USUAL_CHARSETS = {
    **dict.fromkeys(("bs", "cs", "hr", "hu", "pl", "ro", "sk", "sl", "sq"), "cp1250"),
    **dict.fromkeys(("az", "ku", "tr"), "cp1254"),
    **dict.fromkeys(("et", "lt", "lv"), "cp1257"),
    "vi": "cp1258",
}
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


class NotHtmlError(ValueError):
    """The body is something else than a page of HTML."""


class UndecodableError(ValueError):
    """No charset turns the bytes into readable text."""


class TangledError(ValueError):
    """The markup has more elements, or nests them deeper, than any page of an article: reading it would take long."""


@dataclass(frozen=True, eq=False)
class Page:
    """One page as fetched, equal to itself only; readers never change its tree."""

    url: str
    html: str
    tree: HtmlElement

    @cached_property
    def linked(self) -> LinkedData:
        """What the page's JSON-LD says of the page's own article."""
        return read_linked_data(self.tree, self.url)

    @cached_property
    def head_title(self) -> str:
        """What the first `<title>` says; pictures may have others. Empty where there is none."""
        return next((str(element.text_content()) for element in self.tree.iter("title")), "")

    @property
    def host(self) -> str:
        return (urlsplit(self.url).hostname or "").lower()

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    def meta(self, *names: str) -> list[str]:
        """Contents of meta elements by name, property, itemprop or http-equiv, in the order of `names`."""
        return [content for name in names for content in self._metas.get(name.lower(), ())]

    @cached_property
    def _metas(self) -> dict[str, list[str]]:
        metas: dict[str, list[str]] = {}
        for element in self.tree.iter("meta"):
            content = (element.get("content") or "").strip()
            names = {(element.get(key) or "").strip().lower() for key in ("name", "property", "itemprop", "http-equiv")}
            for name in names - {""}:
                if content:
                    metas.setdefault(name, []).append(content)
        return metas


def read_page(body: bytes, *, url: str, content_type: str | None) -> Page:
    """Decode and parse one page.

    Raises:
        NotHtmlError: the header or the bytes say that this is no HTML.
        UndecodableError: no charset gives readable text.
        TangledError: more than MOST_ELEMENTS elements, or deeper than DEEPEST.
    """
    check_is_html(body, content_type)
    html = decode_page(body, content_type)
    tree = parse_html(html)
    check_is_bounded(tree)
    return Page(url, html, tree)


def check_is_bounded(tree: HtmlElement) -> None:
    """Let pages pass whose elements can be compared with all those around them.

    Raises:
        TangledError: too many elements, or too deep.
    """
    if _ELEMENTS(tree) > MOST_ELEMENTS:
        raise TangledError(f"more than {MOST_ELEMENTS} elements")
    if _TOO_DEEP(tree):
        raise TangledError(f"elements nested more than {DEEPEST} deep")


def check_is_html(body: bytes, content_type: str | None) -> None:
    """Let pages of HTML pass, also those whose header is missing or says plain text.

    Raises:
        NotHtmlError: the header names another type, or the bytes are those of another type.
    """
    kind = (content_type or "").split(";")[0].strip().lower()
    if kind and kind not in (*MARKUP_TYPES, "text/plain", "application/octet-stream"):
        raise NotHtmlError(f"Content-Type is {kind}")
    if body.startswith(_BINARY) and not body.startswith(codecs.BOM_UTF32_BE):
        raise NotHtmlError(f"body starts with {body[:4]!r}")
    if kind not in MARKUP_TYPES and not _MARKUP.search(body[:MARKUP_BYTES].replace(b"\0", b"")):
        raise NotHtmlError(f"no HTML element in the first {MARKUP_BYTES} bytes; Content-Type is {kind or 'missing'}")


def decode_page(body: bytes, content_type: str | None) -> str:
    """The page's characters, without NUL and byte order mark.

    Raises:
        UndecodableError: more than one character in a hundred is unreadable in every charset tried.
    """
    for encoding in _charsets(body, content_type):
        text = _decode(body, encoding).replace("\0", "").lstrip("\ufeff")
        if _is_readable(text):
            return text
    raise UndecodableError(f"{len(body)} bytes are text in no charset tried")


def _is_readable(text: str) -> bool:
    # Nearly all pages have none of them, which their bytes tell faster than a pattern over the characters.
    data = text.encode(errors="replace")
    if "\ufffd" not in text and len(data.translate(None, _CONTROLS)) == len(data):
        return True
    return len(_UNREADABLE.findall(text)) <= MAX_UNREADABLE * len(text)


def _charsets(body: bytes, content_type: str | None) -> list[str]:
    """Charsets to try, the most trusted first."""
    marked, _ = read_bom(body)
    if marked:
        return [marked]
    declared = [http_content_type_encoding(content_type), html_body_declared_encoding(body)]
    names = [name for name in (resolve_encoding(name) for name in declared if name) if name]
    if body.isascii():
        return [*names, "utf-8"]
    if _is_utf8(body):
        return ["utf-8", *names]
    names = [name for name in names if name != "utf-8"]
    return [*(names or _detect(body)), "cp1252", "utf-8"]


def _is_utf8(body: bytes) -> bool:
    """Whether the bytes beyond ASCII are UTF-8, but for a few that a cut or a careless script broke."""
    try:
        body.decode()
    except UnicodeDecodeError:
        pass
    else:
        return True
    text = body.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    return broken <= MAX_BROKEN * (len(text) - len(text.encode("ascii", errors="ignore")))


def _detect(body: bytes) -> list[str]:
    """The charset that browsers take for the page's language, else the one that the letters speak for.

    Detectors tell scripts apart well and Latin charsets badly: a few accents look right in many.
    """
    language = _HTML_LANG.search(body[:DETECTED_BYTES])
    usual = _USUAL_CHARSETS.get(language[1].decode().lower()) if language else None
    if usual:
        return [usual]
    best = charset_normalizer.from_bytes(body[:DETECTED_BYTES]).best()
    return [best.encoding] if best and not _LATIN_CHARSET.fullmatch(best.encoding) else ["cp1252"]


def _decode(body: bytes, encoding: str) -> str:
    try:
        return body.decode(encoding, errors="replace")
    except (LookupError, UnicodeError):  # a codec that is not of text, or one that cannot replace
        return "\ufffd"


def parse_html(html: str) -> HtmlElement:
    """The page's tree; an empty page gives an empty body."""
    # lxml refuses text that carries an encoding declaration, so it gets UTF-8 bytes.
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    # lxml.html asks in Python for the class of each element it hands out; forms and links need none of their own here.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    data = _XML_DECLARATION.sub("", html).encode("utf-8", errors="replace")
    return lxml.html.document_fromstring(data or b"<html></html>", parser=parser, ensure_head_body=True)
