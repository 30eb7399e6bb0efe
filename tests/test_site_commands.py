"""`nightdesk sites` as a newcomer types it, on one outlet of the sample newsroom."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from night_runs import FIRST, NEWSROOM, House

from nightdesk.settings import settings, site_names
from nightdesk.sites import add_site
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


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of sites that the commands see in this process."""
    monkeypatch.setenv("NIGHTDESK_SITES", str(tmp_path))
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()


@pytest.mark.drill
def test_a_site_is_added_and_its_first_article_read(house: House, oasis: str) -> None:
    added = house.run("sites", "add", oasis, "--name", "oasis")
    assert added.returncode == 0, added.stderr
    site = load_site(house.sites / "oasis.toml")
    assert (site.source, site.sitemaps, site.verified) == ("Oasis Dispatch", (f"{oasis}/sitemap_index.xml",), False)
    assert "# Guessed from " in added.stdout
    assert "oasis: works" in added.stdout and "nightdesk sites check oasis --mark" in added.stdout


@pytest.mark.parametrize(
    ("name", "complaint"),
    [("Kessa Times", "a site's name must be lower-case letters"), ("kessa", "there is such a site; choose another")],
)
def test_a_name_that_a_site_cannot_have_is_refused_before_anything_is_asked(
    folder: Path, name: str, complaint: str
) -> None:
    (folder / "kessa.toml").touch()
    with pytest.raises(SiteError, match=complaint):
        add_site("https://kessa.example/", name)


def test_a_night_crawls_verified_sites_and_those_whose_file_is_broken(folder: Path) -> None:
    keys = "source = 'Kessa'\nurl = 'https://kessa.example'\nfeeds = ['https://kessa.example/rss']\n"
    (folder / "unseen.toml").write_text(f"{keys}verified = false\n")
    with pytest.raises(SiteError, match="none of its 1 sites is verified; run first: nightdesk sites check --mark"):
        site_names()
    (folder / "seen.toml").write_text(keys)
    (folder / "broken.toml").write_text(f"{keys}colour = 1\n")
    assert site_names() == ["broken", "seen"]
