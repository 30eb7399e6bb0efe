"""An S3-compatible server on loopback (moto), in a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from urllib.request import Request, urlopen

_BUCKETS = count(1)


@contextmanager
def serve_s3() -> Iterator[dict[str, str]]:
    """Yields the environment that a client of the server needs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(port)
            yield {
                "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
                "AWS_REGION": "us-east-1",
                "AWS_ACCESS_KEY_ID": "test",
                "AWS_SECRET_ACCESS_KEY": "test",
            }
        finally:
            server.kill()


def make_bucket() -> str:
    """The name of a new bucket on the server that the environment names."""
    name = f"lake-{next(_BUCKETS)}"
    with urlopen(Request(f"{os.environ['AWS_ENDPOINT_URL']}/{name}", method="PUT")):  # noqa: S310 - loopback
        return name


def _wait_for(port: int) -> None:
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"no answer on port {port}")
