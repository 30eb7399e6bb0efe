"""What fetching and archiving a page costs our spider, beside Scrapy that only fetches and bare aiohttp.

    python benchmarks/crawl.py PAGES [--pages 4000] [--hosts 40] [--rounds 3] [--only ours]

PAGES is a folder of saved pages (*.html.gz). nginx serves them, packed, on loopback under so many hosts; each client
fetches so many addresses, 64 at once and 4 a host, without delay, in a process of its own, in turn. Ours reads them
from sitemaps, asks each host's robots.txt, plans, and writes WARC and index to disk. Rates are pages a CPU-second,
start-up included: only their ratios are good on another machine. "lean" is Scrapy told, as ours is, to make one task
for what an answer brings, where its default is 100. Memory is the resident set at a tenth, at half and
at the end of the pages, in megabytes.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median

from news_hosts import NewsHosts, serve

AT_ONCE, AT_ONCE_A_HOST = 64, 4
NIGHT = date(2026, 11, 19)
MEGABYTE = 1 << 20


def main() -> None:
    """Run the clients in turn and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("saved", type=Path, help="folder of saved pages, *.html.gz")
    parser.add_argument("--pages", type=int, default=4_000, help="addresses that each client fetches")
    parser.add_argument("--hosts", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=tuple(CLIENTS), help="run one client")
    options = parser.parse_args()
    clients = [options.only] if options.only else list(CLIENTS)
    rates: dict[str, list[float]] = {client: [] for client in clients}
    memory: dict[str, list[float]] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        serve(options.saved, Path(folder), options.hosts, options.pages) as web,
    ):
        task = Path(folder) / "task.json"
        task.write_text(json.dumps([web.hosts, web.sitemaps, web.urls]))
        for _ in range(options.rounds):
            for client in clients:
                rate, memory[client] = _measure(client, task, options.pages)
                rates[client].append(rate)
    print(f"{options.pages} pages of {options.hosts} hosts, median of {options.rounds} rounds")
    for client in clients:
        rate = median(rates[client])
        beside = "".join(f", {rate / median(rates[other]):.2f} of {other}" for other in clients if other != client)
        shown = " / ".join(f"{size:.0f}" for size in memory[client])
        print(f"{client:12} {rate:7.0f} pages a CPU-second{beside}; resident {shown} MB")


def _measure(client: str, task: Path, pages: int) -> tuple[float, list[float]]:
    """Pages a CPU-second of one run in a child process, and its resident megabytes on the way."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, __file__, "--client", client, str(task), out]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    result = json.loads(done.stdout.splitlines()[-1])
    if result["pages"] != pages:
        raise RuntimeError(f"{client} fetched {result['pages']} of {pages} pages:\n{done.stderr[-2_000:]}")
    return pages / seconds, result["resident"]


class Progress:
    """Counts pages and notes the resident memory on the way."""

    def __init__(self, pages: int) -> None:
        self.pages = 0
        self.resident: list[float] = []
        self._marks = {max(1, pages // 10), max(1, pages // 2), pages}

    def count(self) -> None:
        self.pages += 1
        if self.pages in self._marks:
            resident = int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
            self.resident.append(resident / MEGABYTE)


def fetch_with_aiohttp(web: NewsHosts, progress: Progress, out: Path) -> None:  # noqa: ARG001 - one interface
    """The ceiling: every body is read and dropped."""
    import aiohttp  # noqa: PLC0415 - the other clients must not pay for it

    async def work(session: aiohttp.ClientSession, urls: list[str]) -> None:
        while urls:
            async with session.get(urls.pop()) as response:
                response.raise_for_status()
                await response.read()
            progress.count()

    async def run() -> None:
        urls = list(web.urls)
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE)) as session:
            await asyncio.gather(*(work(session, urls) for _ in range(AT_ONCE)))

    asyncio.run(run())


def fetch_with_scrapy(web: NewsHosts, progress: Progress, out: Path, **more: int) -> None:  # noqa: ARG001 - one interface
    """Plain Scrapy, tuned to fetch only: no cookies, robots.txt, duplicate filter, console or retry."""
    from collections.abc import AsyncIterator  # noqa: PLC0415
    from typing import Any  # noqa: PLC0415

    from scrapy import Request, Spider  # noqa: PLC0415
    from scrapy.crawler import AsyncCrawlerProcess  # noqa: PLC0415
    from scrapy.http import Response  # noqa: PLC0415

    class Plain(Spider):
        name = "plain"

        async def start(self) -> AsyncIterator[Any]:
            for url in web.urls:
                yield Request(url, dont_filter=True)

        def parse(self, response: Response) -> None:  # noqa: ARG002 - Scrapy's interface
            progress.count()

    settings = {
        "CONCURRENT_REQUESTS": AT_ONCE,
        "CONCURRENT_REQUESTS_PER_DOMAIN": AT_ONCE_A_HOST,
        "DOWNLOAD_DELAY": 0,
        "COOKIES_ENABLED": False,
        "RETRY_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "LOG_LEVEL": "WARNING",
        **more,
    }
    process = AsyncCrawlerProcess(settings)
    process.crawl(Plain)
    process.start()


def crawl_with_ours(web: NewsHosts, progress: Progress, out: Path) -> None:
    """Our spider, as at night but for the pace: discovery, robots.txt, plan, WARC and index on disk."""
    from scrapy import signals  # noqa: PLC0415
    from scrapy.crawler import AsyncCrawlerProcess  # noqa: PLC0415
    from scrapy.settings import Settings  # noqa: PLC0415

    from spiders.archive_writer import ArchiveWriter  # noqa: PLC0415
    from spiders.news import NewsSpider  # noqa: PLC0415
    from spiders.site import Site  # noqa: PLC0415

    every = len(web.urls) * 2
    site = Site(
        "bench",
        "Bench",
        f"http://{web.hosts[0]}/",
        sitemaps=web.sitemaps,
        canonical_hosts=web.hosts,
        delay_seconds=0,
        max_pages=every,
        max_requests=every,
        max_megabytes=every,
    )
    settings = Settings()
    settings.setmodule("spiders.settings", priority="project")
    pace = {"CONCURRENT_REQUESTS": AT_ONCE, "CONCURRENT_REQUESTS_PER_DOMAIN": AT_ONCE_A_HOST, "DOWNLOAD_DELAY": 0}
    settings.setdict(
        {**pace, "AUTOTHROTTLE_ENABLED": False, "NIGHTDESK_ALLOW_LOOPBACK": True, "LOG_LEVEL": "WARNING"},
        priority="cmdline",
    )
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(NewsSpider)
    crawler.signals.connect(progress.count, signal=signals.item_scraped, weak=False)
    with ArchiveWriter(out, site.name, NIGHT) as archive:
        process.crawl(crawler, site=site, night=NIGHT, raw=out, archive=archive, again=False)
        process.start()


CLIENTS: dict[str, Callable[[NewsHosts, Progress, Path], None]] = {
    "aiohttp": fetch_with_aiohttp,
    "scrapy": fetch_with_scrapy,
    "lean": partial(fetch_with_scrapy, CONCURRENT_ITEMS=1),
    "ours": crawl_with_ours,
}


def be_client(name: str, task: Path, out: Path) -> None:
    """Fetch what the task says and print how many pages and the memory, as one line of JSON."""
    hosts, sitemaps, urls = (tuple(part) for part in json.loads(task.read_text()))
    progress = Progress(len(urls))
    CLIENTS[name](NewsHosts(hosts, sitemaps, urls), progress, out)
    print(json.dumps({"pages": progress.pages, "resident": progress.resident}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--client"]:
        be_client(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    else:
        main()
