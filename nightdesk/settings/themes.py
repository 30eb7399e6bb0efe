"""Every setting, by theme: its type, its default and what it means. docs/settings.md is written from here.

The first line of a theme's docstring is its heading there. A secret is a SecretStr, so that nothing shows it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, NonNegativeFloat, PositiveInt, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from transforms.object_store import normalize_url

PREFIX = "NIGHTDESK_"
CHECKOUT = Path(__file__).resolve().parents[2]
# What runs write lies in the checkout, or where the installed program is called.
HOME = CHECKOUT if (CHECKOUT / "pyproject.toml").exists() else Path()

SHOWN = "shown"
"""Key under which a field keeps its default in words, where the value depends on the machine."""


def _setting(default: object, meaning: str, shown: str | None = None) -> Any:  # noqa: ANN401 - Field() itself is Any
    return Field(default, description=meaning, json_schema_extra=None if shown is None else {SHOWN: shown})


class Theme(BaseSettings):
    """Settings that belong together. An empty variable is one that is not set."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, hide_input_in_errors=True)


class Data(Theme):
    """Where data lies."""

    data: str = _setting(
        str(HOME / "data"),
        "Folder of everything that runs write; or `s3://bucket/prefix`, so that many machines share it. "
        "See [many-machines.md](many-machines.md).",
        "`data` in the checkout",
    )
    scratch: Path | None = _setting(
        None,
        "Folder for the files under way, where the data lies in a bucket; safe to delete while nothing runs.",
        "`scratch` in your cache folder",
    )
    lake: str = _setting(
        "",
        "Bucket that the releases are shared in, `s3://bucket/prefix`. See [publishing.md](publishing.md).",
        "none: `lake` under the data",
    )
    cache: Path | None = _setting(None, "Folder of the compiled gazetteer.", "your cache folder")

    @field_validator("data")
    @classmethod
    def is_folder_or_bucket(cls, value: str) -> str:
        return normalize_url(value) if "://" in value else value

    @field_validator("lake")
    @classmethod
    def is_bucket(cls, value: str) -> str:
        return normalize_url(value) if value else value


class Crawling(Theme):
    """Crawling."""

    sites: Path = _setting(CHECKOUT / "spiders" / "sites", "Folder of the site TOMLs.", "`spiders/sites`")
    contact: str = _setting(
        "",
        "Who runs the crawl: a page or a mail address for the user agent. Without it no site is asked.",
        "none: required",
    )
    crawls_at_once: PositiveInt = _setting(
        6, "Sites that Airflow crawls at a time; fewer than the tasks that it runs at a time, or nothing else is done."
    )
    allow_loopback: bool = _setting(False, "Lets the crawl contact this machine; only for the sample newsroom.")


class Releases(Theme):
    """How long releases are kept."""

    keep_releases: PositiveInt = _setting(30, "How many releases are kept, the latest among them.")
    keep_days: PositiveInt = _setting(60, "For how many days a release is kept after readers were sent on.")


class Machine(Theme):
    """This machine."""

    workers: PositiveInt = _setting(os.cpu_count() or 1, "Processes that read articles.", "one for each processor")
    log: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = _setting(
        "WARNING", "`INFO` or `DEBUG` adds what the libraries say."
    )
    airflow_port: int = _setting(
        8440, "Port of Airflow's pages and API, on loopback. See [operations.md](operations.md)."
    )

    @field_validator("log", mode="before")
    @classmethod
    def in_capitals(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value


class Messages(Theme):
    """The message of a night. See [failures.md](failures.md#the-message-of-a-night)."""

    alert_mail_to: str = _setting("", "Who gets it by mail: addresses, with commas between.", "none: no mail")
    alert_mail_from: str = _setting("", "Who it is from.", "the SMTP connection's `from_email`")
    alert_webhook: SecretStr = _setting(
        SecretStr(""),
        "Address that it is posted to as JSON, or the name of the Airflow connection whose password is that address.",
        "none: no webhook",
    )
    alert_always: bool = _setting(False, "Sends a message for a clean night too.")
    late_hours: NonNegativeFloat = _setting(
        6.0, "Hours after which a night that has not ended is late; 0 = never, which `airflow dags test` needs."
    )


class SecondReading(Theme):
    """The second reader, which is off without an endpoint."""

    llm_url: str | None = _setting(
        None,
        "Endpoint of the [second reader](second-reader.md); https, or http on this machine.",
        "none: off",
    )
    llm_model: str = _setting("", "Name of the model at that endpoint.")
    llm_key: SecretStr = _setting(SecretStr(""), "Its key.")
    llm_timeout: float = _setting(60.0, "Seconds for one answer.")
    llm_deadline: float = _setting(1_800.0, "Seconds for all answers of a run.")
    llm_tokens: int = _setting(2_000_000, "Tokens that a run may spend.")
    llm_price_in: float = _setting(0.0, "Price of a million tokens sent.")
    llm_price_out: float = _setting(0.0, "Price of a million tokens written.")


class SampleNewsroom(Theme):
    """The sample newsroom."""

    newsroom_port: int = _setting(8451, "First port of the sample newsroom; each outlet has one.")
