"""`nightdesk sites` as a newcomer types it, on one outlet of the sample newsroom."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from night_runs import FIRST, NEWSROOM, House

from nightdesk import Exit
from nightdesk.settings import settings, site_names
from spiders.newsroom import Newsroom
from spiders.site import SiteError, load_site


@pytest.fixture
def house(tmp_path: Path) -> House:
    (tmp_path / "sites").mkdir()
    return House(tmp_path / "data", tmp_path / "sites")


@pytest.fixture
def oasis(tmp_path: Path) -> Iterator[str]:
    """Address of an outlet that no TOML tells of yet."""
    shutil.copytree(NEWSROOM / "oasis", tmp_path / "newsroom" / "oasis")
    with Newsroom(tmp_path / "newsroom", FIRST, port=0) as newsroom:
        yield newsroom.addresses["oasis"]


@pytest.mark.slow
def test_a_site_is_added_corrected_checked_and_then_crawled(house: House, oasis: str) -> None:
    added = house.run("sites", "add", oasis, "--name", "oasis")
    assert added.returncode == 0, added.stderr
    site = load_site(house.sites / "oasis.toml")
    assert (site.source, site.sitemaps, site.verified) == ("Oasis Dispatch", (f"{oasis}/sitemap_index.xml",), False)
    assert "# Guessed from " in added.stdout and "oasis: works" in added.stdout
    checked = house.run("sites", "check", "oasis", "--mark")
    assert checked.returncode == 0 and "1 of 1 sites work" in checked.stdout, checked.stderr
    assert load_site(house.sites / "oasis.toml").verified
    again = house.run("sites", "add", oasis, "--name", "oasis")
    assert again.returncode == Exit.FAILED and "choose another --name" in again.stderr


def test_a_name_that_no_site_can_have_is_refused_before_anything_is_asked(house: House) -> None:
    done = house.run("sites", "add", "https://kessa.example/", "--name", "Kessa Times")
    assert done.returncode == Exit.FAILED
    assert "a site's name must be lower-case letters" in done.stderr


def test_a_night_crawls_verified_sites_and_those_whose_file_is_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NIGHTDESK_SITES", str(tmp_path))
    settings.cache_clear()
    keys = "source = 'Kessa'\nurl = 'https://kessa.example'\nfeeds = ['https://kessa.example/rss']\n"
    (tmp_path / "unseen.toml").write_text(f"{keys}verified = false\n")
    with pytest.raises(SiteError, match="none of its 1 sites is verified; run first: nightdesk sites check --mark"):
        site_names()
    (tmp_path / "seen.toml").write_text(keys)
    (tmp_path / "broken.toml").write_text(f"{keys}colour = 1\n")
    assert site_names() == ["broken", "seen"]
    settings.cache_clear()
