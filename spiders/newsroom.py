"""The sample newsroom over real HTTP: each outlet in data/newsroom on a port of its own, on loopback only.

It lets a whole night run with no network: the crawler meets feeds, sitemaps, robots.txt, validators and
dead links as it would outside. Every page says that it is a sample.
"""

from __future__ import annotations

import errno
import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date
from email.utils import format_datetime
from enum import Enum
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from urllib.parse import urlsplit

from spiders.outlets import NewsroomError, Outlet, Page, read_outlets, render, render_site

logger = logging.getLogger(__name__)

HOST = "127.0.0.1"
PORT = 8451  # the first outlet's; the others follow by name
PORT_SETTING = "NIGHTDESK_NEWSROOM_PORT"
SAMPLE_MARK = "Sample page: a fictional event, written to test Nightdesk"
# A page that fails is asked for three times: the robots.txt alone uses these up, and with them one try of a crawl.
FLAKY_REQUESTS = 3
LONGEST_SILENCE = 300.0
NOT_FOUND = f"<!DOCTYPE html><title>404 Not Found</title><h1>Not found</h1><p>{SAMPLE_MARK}.</p>\n".encode()


class Newsroom:
    """Serves the state of every outlet on one night while it is open.

    `addresses` gives each outlet's URL, without a final slash. A page that is due to change on the
    night shows its changed text; stories of later nights answer 404.
    """

    def __init__(self, folder: Path, night: date, port: int = PORT) -> None:
        """Port 0 lets the system choose a free port for each outlet.

        Raises NewsroomError if the folder holds no newsroom or a file in it is malformed.
        """
        self.folder = folder
        self.night = night
        self.port = port
        self.outlets = read_outlets(folder)
        self.addresses: dict[str, str] = {}
        self._servers: list[_OutletServer] = []

    def __enter__(self) -> Newsroom:
        """Raises NewsroomError if a port that is needed is in use."""
        try:
            for number, outlet in enumerate(self.outlets):
                self._open(outlet, self.port + number if self.port else 0)
        except NewsroomError:
            self.close()
            raise
        logger.info("newsroom open: night=%s outlets=%d first=%s", self.night, len(self.outlets), self._first())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop every outlet and free its port."""
        for server in self._servers:
            server.closing.set()
            server.shutdown()
            server.server_close()
        self._servers.clear()
        self.addresses.clear()

    def turn_to(self, night: date) -> None:
        """Show the state of another night from now on, at the same addresses."""
        self.night = night
        for outlet, server in zip(self.outlets, self._servers, strict=True):
            server.show(outlet, night, self.addresses[outlet.name])

    def disturb(self, outlet: str, fault: Fault | None) -> None:
        """Let an outlet misbehave from now on, or no more. Raises KeyError if no outlet has that name."""
        server = self._server_of(outlet)
        server.fault, server.refused = fault, 0

    def take_down(self, outlet: str, path: str, status: HTTPStatus = HTTPStatus.GONE) -> None:
        """Answer so to one page from now on, though listings still name it; FOUND leads to the front page.

        Raises KeyError as `disturb` does.
        """
        self._server_of(outlet).gone[path] = status

    def write_sites(self, folder: Path) -> list[Path]:
        """Write one site TOML for each open outlet, with the ports now served; the paths, by outlet name."""
        folder.mkdir(parents=True, exist_ok=True)
        paths = []
        for outlet in self.outlets:
            path = folder / f"{outlet.name}.toml"
            path.write_text(render_site(outlet, self.addresses[outlet.name]), encoding="utf-8")
            paths.append(path)
        return paths

    def _server_of(self, outlet: str) -> _OutletServer:
        return dict(zip((each.name for each in self.outlets), self._servers, strict=True))[outlet]

    def _open(self, outlet: Outlet, port: int) -> None:
        server = _listen(outlet, port, len(self.outlets))
        address = f"http://{HOST}:{server.server_port}"
        server.show(outlet, self.night, address)
        self.addresses[outlet.name] = address
        self._servers.append(server)
        Thread(target=server.serve_forever, args=(0.05,), name=f"newsroom-{outlet.name}", daemon=True).start()

    def _first(self) -> str:
        return self.addresses[self.outlets[0].name]


class Fault(Enum):
    """How an outlet misbehaves."""

    ERROR = "answers 500 to everything"
    EMPTY = "shows its pages without a single story"
    SILENT = "takes the request and never answers"
    FLAKY = "answers 500 to its first requests, then well"


class _OutletServer(ThreadingHTTPServer):
    """One outlet's port and the pages behind it; `refused` counts what was answered 500 since it was disturbed.

    `gone` has the paths of pages that were taken down, with the status that they answer.
    """

    pages: Mapping[str, Page]
    empty: Mapping[str, Page]
    fault: Fault | None = None
    refused = 0

    def __init__(self, port: int) -> None:
        super().__init__((HOST, port), _Handler)
        self.closing = Event()
        self.gone: dict[str, HTTPStatus] = {}

    def show(self, outlet: Outlet, night: date, address: str) -> None:
        """Have the pages of that night behind it."""
        self.pages = render(outlet, night, address)
        self.empty = render(replace(outlet, stories=()), night, address)

    def fails(self) -> bool:
        """Whether the next request is answered 500; counts it if so."""
        failing = self.fault is Fault.ERROR or (self.fault is Fault.FLAKY and self.refused < FLAKY_REQUESTS)
        self.refused += failing
        return failing


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "NightdeskNewsroom"
    sys_version = ""
    timeout = 30  # a client that holds a connection open does not keep a thread for ever
    server: _OutletServer

    def do_GET(self) -> None:
        """Answer with the page, 304 if the client has these bytes, 404, or as a page that was taken down."""
        fault = self.server.fault
        if fault is Fault.SILENT:
            self.server.closing.wait(LONGEST_SILENCE)
            self.close_connection = True
            return
        if self.server.fails():
            self._answer(HTTPStatus.INTERNAL_SERVER_ERROR, b"", {})
            return
        pages = self.server.empty if fault is Fault.EMPTY else self.server.pages
        path = urlsplit(self.path).path
        page = None if path in self.server.gone else pages.get(path)
        if page is None:
            status = self.server.gone.get(path, HTTPStatus.NOT_FOUND)
            home = {"Location": "/"} if status is HTTPStatus.FOUND else {}
            self._answer(status, NOT_FOUND, {"Content-Type": "text/html; charset=utf-8", **home})
            return
        validators = {"ETag": page.etag, "Last-Modified": format_datetime(page.changed_at.astimezone(UTC), usegmt=True)}
        if self._has(page):
            self._answer(HTTPStatus.NOT_MODIFIED, b"", validators)
        else:
            self._answer(HTTPStatus.OK, page.body, {**validators, "Content-Type": page.content_type})

    def do_HEAD(self) -> None:
        """The headers that GET would send."""
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's own name
        """The access log, at debug: a line for each request."""
        logger.debug("%s " + format, self.server.server_port, *args)  # noqa: G003 - the base class formats so

    def _has(self, page: Page) -> bool:
        tags = self.headers.get("If-None-Match", "")
        return page.etag in (tag.strip().removeprefix("W/") for tag in tags.split(","))

    def _answer(self, status: HTTPStatus, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response_only(status)
        self.send_header("Server", self.server_version)
        for name, value in headers.items():
            self.send_header(name, value)
        if status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.log_request(status)
        if self.command != "HEAD":
            self.wfile.write(body)


def _listen(outlet: Outlet, port: int, ports: int) -> _OutletServer:
    try:
        return _OutletServer(port)
    except OverflowError as error:
        raise NewsroomError(f"there is no port {port}: set {PORT_SETTING} to at most {65536 - ports}") from error
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise NewsroomError(
            f"port {port} on {HOST}, needed by the outlet {outlet.name}, is in use: "
            f"set {PORT_SETTING} to the first of {ports} free ports in a row"
        ) from error
