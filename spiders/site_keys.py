"""The keys of a site's TOML -> checked values: what each kind of key may hold, in words and in code."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cssselect import HTMLTranslator, SelectorError

from spiders.dated_urls import is_dated

HOST = r"[a-z0-9.-]+(?::\d{1,5})?|\[[0-9a-f:.]+\](?::\d{1,5})?"
DEFAULT_PORTS = {"http": 80, "https": 443}


class SiteError(Exception):
    """A site's TOML that cannot be crawled by; the message names file, key, value and what was expected."""


# What is expected, as the message of an error says it, and what makes the value of it or raises.
Check = tuple[str, Callable[[object], object]]


def text(value: object) -> str:
    """Words, stripped. Raises ValueError if there are none."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError
    return value.strip()


def matching(pattern: str) -> Callable[[object], str]:
    """A converter that takes only words that match the whole pattern."""

    def convert(value: object) -> str:
        if not re.fullmatch(pattern, text(value)):
            raise ValueError
        return text(value)

    return convert


def web_address(value: object) -> str:
    """An http(s) URL with a host and without a password. Raises ValueError if it is none."""
    parts = urlsplit(text(value))
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or parts.username is not None:
        raise ValueError
    if parts.port == 0 or re.search(r"\s", text(value)):
        raise ValueError
    return text(value)


def dated_address(value: object) -> str:
    """An http(s) URL with a {date:…} in it. Raises ValueError if it is none."""
    if not is_dated(text(value)):
        raise ValueError
    web_address(re.sub(r"\{.*?\}", "2026", text(value)))
    return text(value)


def numbered_address(value: object) -> str:
    """An address with {page} in it, and {url} where the first page's stands. Raises ValueError if it is none."""
    if not re.fullmatch(r"[^{}\s]*(?:\{url\}[^{}\s]*)?\{page\}[^{}\s]*", text(value)):
        raise ValueError
    return text(value)


def zone(value: object) -> str:
    """An IANA time zone's name. Raises ValueError or ZoneInfoNotFoundError if it is none."""
    return ZoneInfo(text(value)).key


def pattern(value: object) -> re.Pattern[str]:
    """A regular expression. Raises re.error if it is none."""
    return re.compile(text(value))


def list_of(convert: Callable[[object], object]) -> Callable[[object], tuple[object, ...]]:
    """A converter for a list of such values."""

    def convert_all(value: object) -> tuple[object, ...]:
        if not isinstance(value, list):
            raise TypeError
        return tuple(convert(item) for item in value)

    return convert_all


def number(kind: type[int] | type[float], low: float, high: float = float("inf")) -> Callable[[object], float]:
    """A converter for numbers from `low` to `high`, both included; never infinity, nor true or false."""

    def convert(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, kind)):
            raise TypeError
        if not low <= value <= high or value == float("inf"):
            raise ValueError
        return kind(value)

    return convert


def flag(value: object) -> bool:
    """True or false. Raises TypeError if it is neither."""
    if not isinstance(value, bool):
        raise TypeError
    return value


def table(value: object) -> dict[str, object]:
    """A table of keys. Raises TypeError if it is none."""
    if not isinstance(value, dict):
        raise TypeError
    return value


def day(value: object) -> date:
    """A day, as TOML writes one or as words. Raises ValueError or TypeError if it is none."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    return date.fromisoformat(text(value))


def selector(value: object) -> str:
    """A CSS selector for elements of HTML. Raises ValueError if it is none."""
    try:
        HTMLTranslator().css_to_xpath(text(value))
    except SelectorError as error:
        raise ValueError(str(error)) from error
    return text(value)


def convert_table(
    file: str, checks: Mapping[str, Check], values: Mapping[str, object], prefix: str = ""
) -> dict[str, Any]:
    """The checked values of one table of a site's file; `prefix` is how its keys are named in errors.

    Raises:
        SiteError: an unknown key, or a value that is not what its key holds.
    """
    unknown = sorted(values.keys() - checks.keys())
    if unknown:
        raise SiteError(f"{file}: unknown key {prefix + unknown[0]!r}; known: {', '.join(checks)}")
    return {key: _convert(file, prefix + key, checks[key], value) for key, value in values.items()}


def _convert(file: str, key: str, check: Check, value: object) -> object:
    expected, convert = check
    try:
        return convert(value)
    except (ValueError, TypeError, re.error, ZoneInfoNotFoundError) as error:
        reason = f" ({error})" if isinstance(error, re.error) else ""
        raise SiteError(f"{file}: {key}: expected {expected}, got {value!r}{reason}") from error
