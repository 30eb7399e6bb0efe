"""A server on loopback that speaks as much of OpenAI's protocol as the second reader asks for, from a script."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Stub:
    """Replies in turn, the last for ever: a text, a status code, or "stall" and "drip" for one that never ends."""

    replies: list[str | int]
    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    let_go: threading.Event = field(default_factory=threading.Event)

    def next(self, question: dict[str, Any]) -> str | int:
        self.asked.append(question)
        return self.replies[min(len(self.asked), len(self.replies)) - 1]


@contextmanager
def serve(*replies: str | int) -> Iterator[Stub]:
    """The stub, listening until the block ends."""
    stub = Stub(list(replies))
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(stub))
    server.daemon_threads = True
    stub.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        stub.let_go.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(stub: Stub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            reply = stub.next(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            if reply == "stall":
                stub.let_go.wait()
            elif reply == "drip":
                self._drip()
            elif isinstance(reply, int):
                self._answer(reply, b'{"error": {"message": "as told", "type": "stub"}}')
            else:
                self._answer(200, json.dumps(_completion(str(reply))).encode())

        def _drip(self) -> None:
            self.send_response(200)
            self.end_headers()
            while not stub.let_go.wait(0.05):
                self.wfile.write(b" ")

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Retry-After", "0")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing: the tests read `stub.asked`."""

    return Handler


def _completion(content: str) -> dict[str, Any]:
    return {
        "id": "c1",
        "object": "chat.completion",
        "created": 0,
        "model": "stub",
        "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110},
    }
