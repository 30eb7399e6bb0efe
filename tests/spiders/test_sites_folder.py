"""Policy over the sites that we ship: polite, bounded, sourced, apart."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from spiders.site import Site, load_sites

FOLDER = Path(__file__).resolve().parents[2] / "spiders" / "sites"
SITES, ERRORS = load_sites(FOLDER)
# Published for the world rather than in one country.
INTERNATIONAL = {"allafrica", "insight-crime", "meduza", "middle-east-eye", "un-news"}


def test_forty_sites_check() -> None:
    assert ERRORS == []
    assert len(SITES) >= 40


def test_every_host_belongs_to_one_site() -> None:
    hosts = Counter(host for site in SITES for host in site.hosts)
    assert {host for host, sites in hosts.items() if sites > 1} == set()


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
def test_a_site_is_asked_gently_and_says_what_to_expect(site: Site) -> None:
    assert site.delay_seconds >= 2
    assert site.max_pages <= 500
    assert 1 <= site.expect.min_articles <= 20
    assert (site.country is None) == (site.name in INTERNATIONAL)


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
def test_a_site_s_addresses_are_https_and_its_articles_bound_to_its_host(site: Site) -> None:
    pages = (site.url, *site.feeds, *site.sitemaps, *site.sections, *site.archives)
    assert all(url.startswith("https://") for url in pages)
    assert site.article_url
    assert all(pattern.pattern.startswith("^https://") for pattern in site.article_url)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_a_file_begins_with_where_its_addresses_come_from(path: Path) -> None:
    comment = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    assert any(word in " ".join(comment) for word in ("listed by", "lists", "probe", "declares", "holds its entries"))
