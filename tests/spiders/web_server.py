"""A web server on loopback whose pages a test writes, and a crawl of it in a child process."""

from __future__ import annotations

import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl

from spiders.crawl import CrawlResult, Scope, crawl_outcomes, crawl_site
from spiders.dated_urls import Span

NIGHT = date(2026, 11, 19)


@dataclass(frozen=True)
class Answer:
    """What the server says to one path. `wait_seconds` passes first; `repeat` sends the body so many times.

    With `hangs_up` it says nothing and closes the connection; `resets_after` bytes of the body it resets it; with
    `drips` it sends a byte of the body every so many seconds.
    """

    body: bytes = b""
    status: int = 200
    content_type: str | None = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    wait_seconds: float = 0.0
    repeat: int = 1
    hangs_up: bool = False
    resets_after: int | None = None
    drips: float = 0.0


class WebServer:
    """Answers GET by path, POST by "POST /path", 404 where nothing is written.

    It remembers what was asked for, what forms brought, and how much it sent. With `sends_validators` each answer has
    an ETag, and who has that one gets 304.
    """

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.requests: list[tuple[float, str, dict[str, str]]] = []
        self.forms: list[dict[str, str]] = []
        self.bytes_sent = 0
        self.sends_validators = False
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer._answer(self)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.forms.append(dict(parse_qsl(body.decode())))
                self.path = f"POST {self.path}"
                outer._answer(self)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's own name
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._stopped = threading.Event()
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://{self.host}"

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self._server.server_port}"

    def asked(self, path: str) -> int:
        """How many times a path was asked for."""
        return [asked for _, asked, _ in self.requests].count(path)

    def paths(self) -> list[str]:
        return [path for _, path, _ in self.requests]

    def article(self, path: str, words: str = "words") -> str:
        """Write an article page; returns its URL."""
        self.answers[path] = Answer(f"<!doctype html><title>{path}</title><p>{words}</p>".encode())
        return f"{self.url}{path}"

    def page(self, path: str, text: str, content_type: str = "text/html; charset=utf-8") -> str:
        """Write any page; returns its URL."""
        self.answers[path] = Answer(text.encode(), content_type=content_type)
        return f"{self.url}{path}"

    def feed(self, path: str, links: list[str]) -> str:
        """Write an RSS feed of the links; returns its URL."""
        items = "".join(f"<item><link>{link}</link></item>" for link in links)
        rss = f'<?xml version="1.0"?><rss version="2.0"><channel><title>news</title>{items}</channel></rss>'
        self.answers[path] = Answer(rss.encode(), content_type="application/rss+xml")
        return f"{self.url}{path}"

    def stop(self) -> None:
        self._stopped.set()
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.requests.append((time.monotonic(), handler.path, dict(handler.headers)))
        answer = self.answers.get(handler.path, Answer(b"no such page", status=404))
        self._stopped.wait(answer.wait_seconds)
        if answer.hangs_up:
            handler.close_connection = True
            return
        headers = dict(answer.headers)
        if self.sends_validators and answer.status == 200:
            headers["ETag"] = f'"{sha256(answer.body).hexdigest()}"'
            if handler.headers.get("If-None-Match") == headers["ETag"]:
                answer = Answer(status=304, content_type=None)
        handler.send_response(answer.status)
        if answer.content_type is not None:
            headers["Content-Type"] = answer.content_type
        if answer.repeat == 1:
            headers.setdefault("Content-Length", str(len(answer.body)))
        else:
            headers["Connection"] = "close"
        for name, value in headers.items():
            handler.send_header(name, value)
        try:
            handler.end_headers()
            self._send_body(handler, answer)
        except OSError:  # the crawler hung up
            handler.close_connection = True

    def _send_body(self, handler: BaseHTTPRequestHandler, answer: Answer) -> None:
        if answer.resets_after is not None:
            handler.wfile.write(answer.body[: answer.resets_after])
            # Closed while lingering for no time, TCP sends a reset.
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            handler.close_connection = True
            return
        if answer.drips:
            for byte in answer.body:
                if self._stopped.wait(answer.drips):
                    return
                handler.wfile.write(bytes([byte]))
            return
        for _ in range(answer.repeat):
            handler.wfile.write(answer.body)
            self.bytes_sent += len(answer.body)


@dataclass(frozen=True)
class CrawledSite:
    """A site's TOML and the raw folder that its crawls fill."""

    folder: Path

    @property
    def raw(self) -> Path:
        return self.folder / "raw"

    @property
    def toml(self) -> Path:
        return self.folder / "daily.toml"

    def log(self) -> str:
        return (self.folder / "crawl.log").read_text()

    def pids_of_crawls(self) -> list[int]:
        """Processes that crawl this site, by their command lines."""
        ours = str(self.toml).encode()
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                words = (process / "cmdline").read_bytes().split(b"\0")
            except OSError:  # it ended meanwhile
                continue
            if b"spiders.run" in words and ours in words:
                found.append(int(process.name))
        return found

    def write_site(self, url: str, *, expect: dict[str, object] | None = None, **keys: object) -> None:
        """Write the site's TOML: no delay between requests unless the test says so."""
        values = {"source": "The Daily", "url": url, "delay_seconds": 0, **keys}
        lines = [f"{key} = {_toml(value)}\n" for key, value in values.items()]
        bounds = [f"{key} = {_toml(value)}\n" for key, value in (expect or {}).items()]
        self.toml.write_text("".join([*lines, "[expect]\n", *bounds]))

    def crawl(
        self, night: date = NIGHT, *, again: bool = False, timeout_seconds: float = 10, span: Span | None = None
    ) -> CrawlResult:
        return crawl_site(
            self.toml,
            night,
            self.raw,
            log=self.folder / "crawl.log",
            allow_loopback=True,
            again=again,
            timeout_seconds=timeout_seconds,
            scope=Scope(span),
        )

    def counts(self, night: date = NIGHT) -> dict[str, int]:
        """How many records left the night's crawl by each door."""
        return {door: records for door, (records, _, _) in crawl_outcomes(self.raw, "daily", night).items()}


NAMESERVER = """
import socket
ask, answers = socket.getaddrinfo, {names!r}
def answer(host, port, *rest, **more):
    if host not in answers:
        return ask(host, port, *rest, **more)
    first = answers[host][0]
    if len(answers[host]) > 1:
        del answers[host][0]
    return [found for address in first for found in ask(address, port, *rest, **more)]
socket.getaddrinfo = answer
import scrapy.resolver
class Forgetful(dict):
    def __setitem__(self, name, answer):
        pass
scrapy.resolver.dnscache = Forgetful()
"""


def crawl_with_settings(
    daily: CrawledSite,
    *,
    night: date = NIGHT,
    timeout_seconds: float = 1,
    names: Mapping[str, list[list[str]]] | None = None,
    **settings: object,
) -> int:
    """Crawl the site with some of Scrapy's settings changed; the exit code.

    `names` is what the domain name system says of a host: the addresses of its first answer, its second, and so on;
    no answer is then remembered.
    """
    changes = "".join(f"s.{name} = {value!r}; " for name, value in settings.items())
    program = NAMESERVER.format(names=dict(names)) if names else ""
    program += f"import spiders.settings as s, spiders.run as r, sys; {changes}sys.exit(r.main())"
    command = [sys.executable, "-c", program, str(daily.toml), "--night", str(night), "--raw", str(daily.raw)]
    with (daily.folder / "crawl.log").open("ab") as log:
        return subprocess.run(
            [*command, "--allow-loopback", "--timeout", str(timeout_seconds)], stdout=log, stderr=log, check=False
        ).returncode


def _toml(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    return f"'{value}'" if isinstance(value, str) else str(value).lower()
