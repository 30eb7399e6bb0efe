from collections.abc import Iterator
from pathlib import Path

import pytest
from web_server import CrawledSite, WebServer


@pytest.fixture
def web() -> Iterator[WebServer]:
    server = WebServer()
    yield server
    server.stop()


@pytest.fixture
def other_web() -> Iterator[WebServer]:
    server = WebServer()
    yield server
    server.stop()


@pytest.fixture
def daily(tmp_path: Path) -> CrawledSite:
    return CrawledSite(tmp_path)
