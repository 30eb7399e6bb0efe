"""Scrapy's settings for one site's night: the project's, and the few that a site or a run may change."""

from __future__ import annotations

from scrapy.settings import Settings

from spiders.addresses import ALLOW_LOOPBACK
from spiders.site import MIN_DELAY_SECONDS, Site

CONTACT_VARIABLE = "NIGHTDESK_CONTACT"
SECONDS_TO_CLOSE = 600


class NotReadyError(Exception):
    """A crawl that must not begin as things are; the message says what is missing."""


def make_settings(site: Site, *, timeout_seconds: float, allow_loopback: bool, contact: str | None) -> Settings:
    """The settings of a crawl. `contact` is where sites can reach us; the sample newsroom needs none.

    Raises NotReadyError without a contact, or without a browser where the site needs one.
    """
    if not (contact or allow_loopback):
        raise NotReadyError(f"{CONTACT_VARIABLE} is not set: expected a page or mail address where sites can reach you")
    settings = Settings()
    settings.setmodule("spiders.settings", priority="project")
    floor = 0.0 if allow_loopback else MIN_DELAY_SECONDS
    changes: dict[str, object] = {
        "DOWNLOAD_DELAY": max(site.delay_seconds, floor),
        "CLOSESPIDER_TIMEOUT": site.max_minutes * 60 + SECONDS_TO_CLOSE,
        "DOWNLOAD_TIMEOUT": timeout_seconds,
        "COOKIES_ENABLED": site.login_page is not None,
        ALLOW_LOOPBACK: allow_loopback,
    }
    if contact:
        changes["USER_AGENT"] = f"nightdesk/0.1 (+{contact})"
    if site.javascript:
        changes |= _browser_settings(site, timeout_seconds, allow_loopback)
    settings.setdict(changes, priority="cmdline")
    return settings


def _browser_settings(site: Site, timeout_seconds: float, allow_loopback: bool) -> dict[str, object]:
    try:
        from spiders.browser import BrowserMissingError, browser_settings  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise NotReadyError(f"{site.name} needs JavaScript: install nightdesk[browser] ({error})") from error
    try:
        return browser_settings(site, timeout_seconds=timeout_seconds, allow_loopback=allow_loopback)
    except BrowserMissingError as error:
        raise NotReadyError(str(error)) from error
