"""One site's night in this process: `python -m spiders.run SITE.toml --night 2026-11-19 --raw data/raw`.

Exit codes: 0 the night is complete; 1 this program failed; 2 bad arguments or a bad TOML; 3 the site is broken: what
announces its articles cannot be read; 4 stopped before the end; 5 another process crawls this night; 6 the site
announces nothing; 7 its articles are out of bounds; 8 robots.txt forbids it; 9 it does not answer. Whatever ends it,
running it again goes on from there.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess

from spiders.archive import ArchiveError, night_folder, read_captures
from spiders.archive_writer import ArchiveWriter
from spiders.credentials import Credentials, CredentialsError, read_credentials
from spiders.dated_urls import Span
from spiders.disk import night_locked
from spiders.health import NIGHTS_COMPARED
from spiders.news import NewsSpider
from spiders.parent_death import die_with_parent
from spiders.run_settings import CONTACT_VARIABLE, SECONDS_TO_CLOSE, NotReadyError, make_settings
from spiders.site import Site, SiteError, load_site
from spiders.summary import new_articles_before, read_summary, summary_path, write_summary
from spiders.verdict import (
    EXIT_FAILED,
    EXIT_LOCKED,
    EXIT_OK,
    EXIT_STOPPED,
    EXIT_USAGE,
    Ending,
    Verdict,
    judge_backfill,
    judge_night,
)

logger = logging.getLogger(__name__)


def main(arguments: list[str] | None = None) -> int:
    """Crawl one site's night; returns the exit code."""
    options = _parse(arguments)
    try:
        site = load_site(options.toml)
    except SiteError as error:
        sys.stderr.write(f"{error}\n")
        return EXIT_USAGE
    if options.articles is not None:
        site = replace(site, max_pages=options.articles)
    try:
        settings = make_settings(
            site,
            timeout_seconds=options.timeout,
            allow_loopback=options.allow_loopback,
            contact=os.environ.get(CONTACT_VARIABLE),
        )
        credentials = read_credentials(site.name, os.environ, for_form=bool(site.login_page)) if site.login else None
    except (NotReadyError, CredentialsError) as error:
        sys.stderr.write(f"{error}\n")
        return EXIT_USAGE
    process = AsyncCrawlerProcess(settings)
    # A task that is killed must not leave its crawl behind.
    die_with_parent(signal.SIGTERM)
    if options.parent is not None and os.getppid() != options.parent:
        logger.warning("%s: whoever started this crawl has ended meanwhile", site.name)
        return EXIT_STOPPED
    # Scrapy's own limit asks the crawl to end; this one ends it.
    signal.alarm(settings.getint("CLOSESPIDER_TIMEOUT") + SECONDS_TO_CLOSE)
    folder = night_folder(options.raw, site.name, options.night)
    try:
        with night_locked(folder):
            return _crawl_once(process, site, options, credentials)
    except BlockingIOError:
        logger.warning("%s: another process is crawling the night %s", site.name, options.night)
        return EXIT_LOCKED
    except ArchiveError:
        logger.exception("%s: the archive cannot be read", site.name)
        return EXIT_FAILED


def _crawl_once(
    process: AsyncCrawlerProcess, site: Site, options: argparse.Namespace, credentials: Credentials | None
) -> int:
    span = _span(options)
    kept = summary_path(night_folder(options.raw, site.name, options.night), span)
    summary = read_summary(kept)
    if summary is not None and summary.complete and not options.again:
        logger.info("%s: %s is complete already", site.name, span or f"the night {options.night}")
        return EXIT_OK
    started_at = datetime.now(UTC)
    with ArchiveWriter(options.raw, site.name, options.night) as archive:
        ending = _run_spider(process, site, options, archive, credentials)
    captures = read_captures(options.raw, site.name, options.night)
    recent = new_articles_before(options.raw, site.name, options.night, NIGHTS_COMPARED)
    verdict = judge_night(site, captures, ending, recent) if span is None else judge_backfill(captures, ending)
    write_summary(kept, site.name, options.night, verdict, ending, started_at, datetime.now(UTC))
    _report(site, verdict)
    return verdict.exit_code


def _run_spider(
    process: AsyncCrawlerProcess,
    site: Site,
    options: argparse.Namespace,
    archive: ArchiveWriter,
    credentials: Credentials | None,
) -> Ending:
    crawler = process.create_crawler(NewsSpider)
    given = {"site": site, "night": options.night, "raw": options.raw, "archive": archive, "again": options.again}
    process.crawl(crawler, **given, span=_span(options), credentials=credentials)
    process.start()
    spider = crawler.spider
    if process.bootstrap_failed or crawler.stats is None or not isinstance(spider, NewsSpider):
        return Ending("not_started", 1, None)
    errors = crawler.stats.get_value("spider_exceptions/count", 0)
    return Ending(crawler.stats.get_value("finish_reason", "killed"), errors, spider.plan)


def _span(options: argparse.Namespace) -> Span | None:
    return Span(options.first, options.last) if options.first else None


def _report(site: Site, verdict: Verdict) -> None:
    level = logging.INFO if verdict.is_complete else logging.ERROR
    logger.log(level, "%s: %s; %s", site.name, verdict.message, verdict.counts)


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m spiders.run", description="Crawl one site for one night.")
    parser.add_argument("toml", type=Path, help="the site's TOML")
    parser.add_argument("--night", type=date.fromisoformat, required=True, help="logical date, YYYY-MM-DD")
    parser.add_argument("--raw", type=Path, required=True, help="where captures go: data/raw")
    parser.add_argument("--from", dest="first", type=date.fromisoformat, help="backfill: the first day of articles")
    parser.add_argument("--to", dest="last", type=date.fromisoformat, help="backfill: the last day of articles")
    parser.add_argument("--articles", type=int, help="fetch at most so many articles, instead of the site's max_pages")
    parser.add_argument("--timeout", type=float, default=30.0, help="seconds that one answer may take")
    parser.add_argument("--parent", type=int, help="end at once if no longer a child of this process")
    parser.add_argument("--again", action="store_true", help="look once more though the night is complete")
    parser.add_argument(
        "--allow-loopback", action="store_true", help="let the site be on this machine: sample newsroom and tests"
    )
    options = parser.parse_args(arguments)
    if (options.first is None) != (options.last is None) or (options.first and options.first > options.last):
        parser.error("a backfill needs --from and --to, the first day not after the last")
    return options


if __name__ == "__main__":
    sys.exit(main())
