"""The labelling page, served to this machine only.

The address has a random token that another site cannot guess, requests must name this host, and what is posted must be
JSON from this very page: a page of the web that the labeller has open can neither read nor write labels.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import jinja2

from transforms.labels import LabelError
from transforms.labels.desk import VOCABULARIES, Desk

ADDRESS = "127.0.0.1"
# An article's label is some kilobytes; more than this is none.
MOST_BYTES = 8_000_000


@contextmanager
def serve_labels(desk: Desk, port: int = 0, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Iterator[str]:
    """Serve the desk until the block ends; gives the page's address. Port 0 = any that is free."""
    token = secrets.token_urlsafe(16)
    handler = type("Handler", (_Handler,), {"desk": desk, "token": token, "now": staticmethod(now)})
    with ThreadingHTTPServer((ADDRESS, port), handler) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()
        try:
            yield f"http://{ADDRESS}:{server.server_port}/{token}/"
        finally:
            server.shutdown()


class _Handler(BaseHTTPRequestHandler):
    """Paths below the token: '' the page, 'articles', 'articles/N' to read and to post."""

    desk: Desk
    token: str
    now: Callable[[], datetime]

    def do_GET(self) -> None:
        path = self._path()
        if path is None:
            self._refuse(HTTPStatus.NOT_FOUND, "no such page; open the address that nightdesk label prints")
        elif path == "":
            self._send_page()
        elif path == "articles":
            self._send_json(HTTPStatus.OK, self.desk.overview())
        else:
            self._answer(self.desk.sheet, path)

    def do_POST(self) -> None:
        path = self._path()
        told = self.headers.get("Content-Length", "")
        length = int(told) if told.isdecimal() else 0
        if path is None or not self._is_own():
            self._refuse(HTTPStatus.FORBIDDEN, "only the labelling page itself may save labels")
        elif length > MOST_BYTES:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"{length} bytes, expected at most {MOST_BYTES}")
        else:
            body = self.rfile.read(length)
            self._answer(lambda number: self._save(number, body), path)

    def _save(self, number: int, body: bytes) -> dict[str, object]:
        label = self.desk.save(number, body, self.now())
        return {"mentions": len(label.mentions), "labelled_at": label.labelled_at.isoformat()}

    def _answer(self, act: Callable[[int], object], path: str) -> None:
        number = path.removeprefix("articles/")
        if not number.isdecimal() or number == path:
            self._refuse(HTTPStatus.NOT_FOUND, f"{path}: no such page")
            return
        try:
            answer = act(int(number))
        except LabelError as error:
            self._refuse(HTTPStatus.UNPROCESSABLE_ENTITY, str(error))
        else:
            self._send_json(HTTPStatus.OK, answer)

    @property
    def _host(self) -> str:
        return f"{ADDRESS}:{self.connection.getsockname()[1]}"

    def _path(self) -> str | None:
        """The path below the token; None where host or token are not ours."""
        _, token, *rest = self.path.partition("?")[0].split("/", maxsplit=2)
        is_ours = self.headers.get("Host") == self._host and secrets.compare_digest(token.encode(), self.token.encode())
        return rest[0] if is_ours and rest else None

    def _is_own(self) -> bool:
        own = f"http://{self._host}"
        is_json = self.headers.get("Content-Type", "").partition(";")[0].strip() == "application/json"
        return is_json and self.headers.get("Origin", own) == own

    def _send_page(self) -> None:
        nonce = secrets.token_urlsafe(16)
        policy = (
            f"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; connect-src 'self'; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        self._send(
            HTTPStatus.OK, "text/html; charset=utf-8", _render_page(nonce).encode(), {"Content-Security-Policy": policy}
        )

    def _send_json(self, status: HTTPStatus, value: object) -> None:
        self._send(status, "application/json", json.dumps(value, ensure_ascii=False).encode())

    def _refuse(self, status: HTTPStatus, message: str) -> None:
        self._send_json(status, {"error": message})

    def _send(self, status: HTTPStatus, kind: str, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        own = {"Content-Type": kind, "Content-Length": f"{len(body)}", "Cache-Control": "no-store"}
        safe = {"Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff"}
        for name, value in (own | safe | (headers or {})).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's own name
        """Requests are not logged: their addresses have the token."""


def _render_page(nonce: str) -> str:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=jinja2.StrictUndefined
    )
    return environment.get_template("page.html").render(nonce=nonce, vocabularies=VOCABULARIES)
