"""The settings that are in force, and what they point to."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from pydantic import PositiveInt, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from spiders.site import Site, SiteError, load_site
from transforms.folders import Folders

CHECKOUT = Path(__file__).resolve().parents[1]


class Settings(BaseSettings):
    """Read from the environment (NIGHTDESK_DATA, NIGHTDESK_SITES, …) in this one place."""

    model_config = SettingsConfigDict(env_prefix="NIGHTDESK_")

    data: Path = CHECKOUT / "data" if (CHECKOUT / "pyproject.toml").exists() else Path("data")
    lake: str = ""
    keep_releases: PositiveInt = 30
    keep_days: PositiveInt = 60
    sites: Path = CHECKOUT / "spiders" / "sites"
    allow_loopback: bool = False
    newsroom_port: int = 8451
    workers: int = os.cpu_count() or 1
    llm_url: str | None = None
    llm_model: str = ""
    llm_key: SecretStr = SecretStr("")
    llm_timeout: float = 60.0
    llm_deadline: float = 1_800.0
    llm_tokens: int = 2_000_000
    llm_price_in: float = 0.0
    llm_price_out: float = 0.0

    @field_validator("data", mode="before")
    @classmethod
    def is_folder(cls, value: object) -> object:
        if "://" in str(value):
            raise ValueError(f"{value!r}, expected a folder; the releases alone go to a bucket: NIGHTDESK_LAKE")
        return value

    @field_validator("lake")
    @classmethod
    def is_bucket(cls, value: str) -> str:
        if value and not value.startswith("s3://"):
            raise ValueError(f"{value!r}, expected s3://bucket/prefix, or nothing for the folder lake under the data")
        return value

    @property
    def folders(self) -> Folders:
        return Folders(self.data.resolve(), self.lake or None)


@cache
def settings() -> Settings:
    return Settings()


def site_names() -> list[str]:
    """Names of the sites that a night crawls, sorted: the verified ones, and those whose TOML is broken.

    A broken one fails alone, by name. Raises SiteError if there is none.
    """
    folder = settings().sites
    paths = sorted(folder.glob("*.toml"))
    names = [path.stem for path in paths if _is_crawled(path)]
    if not paths:
        raise SiteError(f"{folder}: no site here; expected one TOML file for each, see docs/sites.md")
    if not names:
        raise SiteError(
            f"{folder}: none of its {len(paths)} sites is verified; run first: nightdesk sites check --mark"
        )
    return names


def _is_crawled(path: Path) -> bool:
    try:
        return load_site(path).verified
    except SiteError:
        return True


def site_named(name: str) -> Site:
    """The site of that name. Raises SiteError if it has no TOML file, or a wrong one."""
    return load_site(settings().sites / f"{name}.toml")
