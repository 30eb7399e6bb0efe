"""What holds for every test."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from s3_server import serve_s3

# A developer's own nightdesk.env is not what is tested.
os.environ["NIGHTDESK_ENV_FILE"] = os.devnull


@pytest.fixture(scope="session")
def s3_server() -> Iterator[dict[str, str]]:
    """The environment of a client of one S3 server on loopback."""
    with serve_s3() as environment:
        yield environment


@pytest.fixture
def s3_environment(s3_server: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes this process a client of the server."""
    for name, value in s3_server.items():
        monkeypatch.setenv(name, value)
