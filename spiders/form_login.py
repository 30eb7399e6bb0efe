"""A site's login form, filled in before anything else is asked of the site.

Scrapy keeps the cookies that come of it. Nothing of it is archived: the page's form may hold secrets, its answer a
name. robots.txt, pace and budget hold for it as for any request.
"""

from __future__ import annotations

from urllib.parse import urljoin

from form2request import form2request
from parsel import Selector
from scrapy import Request
from scrapy.core.engine import ExecutionEngine
from scrapy.http import Response, TextResponse
from scrapy.http.request import NO_CALLBACK

from spiders.credentials import Credentials
from spiders.outcome import outcome_of
from spiders.page_keys import page_key
from spiders.site import Site

_TEXT_TYPES = frozenset({"text", "email", "tel"})
# A redirect is what the form answers with, and a form is not sent twice.
_META = {"dont_redirect": True, "dont_retry": True}


class LoginFailedError(Exception):
    """A form that could not be filled in, or that did not let us in; the message says what was seen, no secret."""


async def log_in(engine: ExecutionEngine, site: Site, login_page: str, credentials: Credentials) -> None:
    """Open the page, fill in its form and send it. Raises LoginFailedError if that does not let us in."""
    page = await _ask(engine, Request(login_page, callback=NO_CALLBACK, dont_filter=True, priority=2, meta=_META))
    if page.status != 200:
        raise LoginFailedError(f"{page.url}: status {page.status} {_leads_to(page)}")
    answer = await _ask(engine, _filled_in(page, site, credentials))
    _require_welcome(answer, login_page)


def _filled_in(page: Response, site: Site, credentials: Credentials) -> Request:
    """The form, ready to be sent: only to the site itself, never over http what came by https, never in an address."""
    found = _find_form(page)
    if found is None:
        raise LoginFailedError(f"{page.url}: no form that asks for a name and one password")
    form, name, password = found
    try:
        sent = form2request(form, {name: credentials.login, password: credentials.password})
    except (NotImplementedError, ValueError) as error:
        raise LoginFailedError(f"{page.url}: {error}") from error
    if sent.method != "POST":
        raise LoginFailedError(f"{page.url}: its form would put the password into an address")
    if not site.owns(sent.url) or (page.url.startswith("https:") and not sent.url.startswith("https:")):
        raise LoginFailedError(f"{page.url}: its form would send the password to {sent.url}")
    made: Request = sent.to_scrapy(callback=NO_CALLBACK, dont_filter=True, priority=2, meta=_META)
    return made


def _find_form(page: Response) -> tuple[Selector, str, str] | None:
    """The first form with one password (a form to register has two), and the names of its name and password fields."""
    for form in page.xpath("//form") if isinstance(page, TextResponse) else ():
        fields = [
            (field.attrib.get("type", "text").lower(), field.attrib.get("name")) for field in form.xpath(".//input")
        ]
        passwords = [place for place, (kind, _) in enumerate(fields) if kind == "password"]
        if len(passwords) != 1:
            continue
        names = [name for kind, name in fields[: passwords[0]] if kind in _TEXT_TYPES and name]
        password = fields[passwords[0]][1]
        if names and password:
            return form, names[-1], password
    return None


def _require_welcome(answer: Response, login_page: str) -> None:
    """A site that does not let us in shows its form again, leads back to it, or answers with an error."""
    if answer.status >= 400:
        raise LoginFailedError(f"{answer.url}: status {answer.status}")
    is_led_back = answer.status >= 300 and _place(_leads_to(answer)) == _place(login_page)
    if is_led_back or (answer.status < 300 and _find_form(answer) is not None):
        raise LoginFailedError(f"{login_page}: it asks for the password again: name or password are not right")


def _leads_to(answer: Response) -> str:
    """Where a redirect leads; the answer's own address if it is none."""
    return urljoin(answer.url, (answer.headers.get("Location") or b"").decode("latin-1"))


def _place(url: str) -> str:
    """The page's key but for its query."""
    return page_key(url).partition("?")[0]


async def _ask(engine: ExecutionEngine, request: Request) -> Response:
    try:
        return await engine.download_async(request)
    except Exception as error:
        raise LoginFailedError(f"{request.url}: {outcome_of(error)}") from error
