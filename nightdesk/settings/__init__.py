"""The settings that are in force: environment variables, or lines of one file, read in this one place."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from platformdirs import user_cache_path
from pydantic import SecretStr, ValidationError

from nightdesk.settings.themes import (
    CHECKOUT,
    PREFIX,
    Crawling,
    Data,
    Machine,
    Messages,
    Releases,
    SampleNewsroom,
    SecondReading,
    Theme,
)
from nightdesk.settings.variables import FILE_VARIABLE, SettingsError, load_variables
from spiders.site import Site, SiteError, load_site
from transforms.folders import Folders

__all__ = [
    "CHECKOUT",
    "LOGIN_PREFIX",
    "PREFIX",
    "THEMES",
    "Settings",
    "SettingsError",
    "settings",
    "site_named",
    "site_names",
]

LOGIN_PREFIX = f"{PREFIX}LOGIN_"


class Settings(Data, Crawling, Releases, Machine, Messages, SecondReading, SampleNewsroom):
    """Every setting, by its name without the prefix; the themes say what each means."""

    @property
    def is_shared(self) -> bool:
        """Whether the data lies in a bucket, and steps work on what they fetch of it."""
        return "://" in self.data

    @property
    def folders(self) -> Folders:
        """The data root. Raises SettingsError if it lies in a bucket: see `nightdesk.workplace` for that."""
        if self.is_shared:
            raise SettingsError(f"NIGHTDESK_DATA is {self.data}: expected a folder, the only thing this works on")
        return Folders(Path(self.data).resolve(), self.lake or None)

    @property
    def published(self) -> Folders:
        """Where the releases are found, wherever the data lies; of a bucket's, this machine's copies."""
        return Folders(self.scratch_of_data, self.lake or f"{self.data}/lake") if self.is_shared else self.folders

    @property
    def scratch_of_data(self) -> Path:
        """Folder for the files under way of this data root, which lies in a bucket."""
        scratch = self.scratch or user_cache_path("nightdesk") / "scratch"
        return scratch.resolve() / self.data.removeprefix("s3://").replace("/", "-")


THEMES: tuple[type[Theme], ...] = tuple(base for base in Settings.__bases__ if issubclass(base, Theme))
"""The themes, in the order in which a person reads them."""


@cache
def settings() -> Settings:
    """The settings of this process.

    Raises SettingsError for a name or a file that cannot be right, pydantic's ValidationError for a wrong value.
    """
    load_variables()
    refuse_unknown(os.environ)
    return Settings()


def refuse_unknown(environment: Mapping[str, str]) -> None:
    """Raises SettingsError if a variable has our prefix and nobody reads it: a default would be in force unseen."""
    known = {PREFIX + name.upper() for name in Settings.model_fields} | {FILE_VARIABLE}
    for name in sorted(environment):
        if name.startswith(PREFIX) and not name.startswith(LOGIN_PREFIX) and name not in known:
            like = get_close_matches(name, known, n=1)
            raise SettingsError(f"{name} is no setting" + (f"; is {like[0]} meant?" if like else ""))


def tell_wrong(error: ValidationError) -> Iterator[str]:
    """A line for each setting whose value is wrong: name, what was expected, and the value unless it is a secret."""
    for wrong in error.errors():
        name = str(wrong["loc"][0])
        value = "" if Settings.model_fields[name].annotation is SecretStr else f", not {wrong['input']!r}"
        yield f"{PREFIX}{name.upper()}: {wrong['msg'].removeprefix('Value error, ')}{value}"


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
