"""Many news hosts on loopback: nginx serving a folder of saved pages under as many addresses as are asked for."""

from __future__ import annotations

import gzip
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from getpass import getuser
from pathlib import Path

# The sitemap protocol's limit for one file.
URLS_A_SITEMAP = 50_000
_CONFIG = """
user {user}; worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; gzip_static on; keepalive_requests 100000; types {{ text/html html; }}
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{
    {listens}
    root {folder}/pages;
    location = /robots.txt {{ return 200 "User-agent: *\\nDisallow: /private\\n"; }}
    location ~ ^/news/(?<page>\\d+)/\\d+$ {{ default_type "text/html"; try_files /$page.html =404; }}
    location /sitemaps/ {{ default_type "application/xml"; root {folder}; }}
  }}
}}
"""


@dataclass(frozen=True)
class NewsHosts:
    """Hosts that serve the same pages; `sitemaps` are on the first one and name every address once."""

    hosts: tuple[str, ...]
    sitemaps: tuple[str, ...]
    urls: tuple[str, ...]


@contextmanager
def serve(saved_pages: Path, folder: Path, hosts: int, pages: int) -> Iterator[NewsHosts]:
    """Serve `saved_pages` (*.html.gz) in `folder` while open. Raises FileNotFoundError without nginx or pages."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        raise FileNotFoundError("nginx is needed: apt-get install nginx-light")
    saved = _lay_out(saved_pages, folder / "pages")
    port = _free_port()
    names = tuple(f"127.0.0.{number}:{port}" for number in range(2, 2 + hosts))
    urls = tuple(f"http://{names[number % hosts]}/news/{number % saved}/{number}" for number in range(pages))
    config = folder / "nginx.conf"
    config.write_text(
        _CONFIG.format(user=getuser(), folder=folder, listens=" ".join(f"listen {name};" for name in names))
    )
    server = subprocess.Popen([nginx, "-c", str(config), "-e", str(folder / "error.log")])
    try:
        _wait_for(names[-1])
        yield NewsHosts(names, _write_sitemaps(urls, folder / "sitemaps", names[0]), urls)
    finally:
        server.terminate()
        server.wait()


def _lay_out(saved_pages: Path, folder: Path) -> int:
    folder.mkdir()
    files = sorted(saved_pages.glob("*.html.gz"))
    if not files:
        raise FileNotFoundError(f"{saved_pages}: no *.html.gz here")
    for number, file in enumerate(files):
        page = gzip.decompress(file.read_bytes())
        (folder / f"{number}.html").write_bytes(page)
        (folder / f"{number}.html.gz").write_bytes(gzip.compress(page, 6))
    return len(files)


def _write_sitemaps(urls: tuple[str, ...], folder: Path, host: str) -> tuple[str, ...]:
    folder.mkdir()
    sitemaps = []
    for start in range(0, len(urls), URLS_A_SITEMAP):
        entries = "".join(f"<url><loc>{url}</loc></url>" for url in urls[start : start + URLS_A_SITEMAP])
        name = f"{start // URLS_A_SITEMAP}.xml"
        (folder / name).write_text(f"<urlset>{entries}</urlset>")
        sitemaps.append(f"http://{host}/sitemaps/{name}")
    return tuple(sitemaps)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(address: str) -> None:
    host, _, port = address.partition(":")
    end = time.monotonic() + 10
    while True:
        try:
            socket.create_connection((host, int(port)), 1).close()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
        else:
            return
