"""Settings: read from the environment or a file, refused where they cannot be right, shown without secrets."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from nightdesk.settings import CHECKOUT, THEMES, Settings, SettingsError, refuse_unknown, settings
from nightdesk.settings.in_force import list_in_force
from nightdesk.settings.page import render_settings
from nightdesk.settings.variables import Variables, is_secret, load_variables


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Settings read anew, and an environment that is put back."""
    monkeypatch.setattr(os, "environ", os.environ.copy())
    for read in (settings, load_variables):
        read.cache_clear()
    yield
    for read in (settings, load_variables):
        read.cache_clear()


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "desk.env"
    path.touch(mode=0o600)
    monkeypatch.setenv("NIGHTDESK_ENV_FILE", str(path))
    return path


def shown() -> dict[str, tuple[str, str]]:
    return {row.name: (row.value, row.source) for row in list_in_force(settings(), load_variables())}


def test_value_of_the_file_is_in_force_and_is_named_as_its_source(file: Path) -> None:
    file.write_text("# ours\nNIGHTDESK_KEEP_DAYS=9\nexport NIGHTDESK_CONTACT='desk@example.org'\n")
    assert settings().keep_days == 9
    assert shown()["NIGHTDESK_KEEP_DAYS"] == ("9", str(file))
    assert os.environ["NIGHTDESK_CONTACT"] == "desk@example.org"


def test_environment_wins_over_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text("NIGHTDESK_KEEP_DAYS=9\n")
    monkeypatch.setenv("NIGHTDESK_KEEP_DAYS", "8")
    assert shown()["NIGHTDESK_KEEP_DAYS"] == ("8", "environment")


def test_empty_variable_is_one_that_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIGHTDESK_KEEP_DAYS", "")
    assert shown()["NIGHTDESK_KEEP_DAYS"] == ("60", "default")


def test_file_that_holds_a_secret_must_be_closed_to_others(file: Path) -> None:
    file.write_text("NIGHTDESK_LLM_KEY=k3y\n")
    file.chmod(0o640)
    with pytest.raises(SettingsError, match=f"{file} holds NIGHTDESK_LLM_KEY and others may read it; run: chmod 600"):
        settings()
    file.chmod(0o600)
    load_variables.cache_clear()
    assert settings().llm_key.get_secret_value() == "k3y"


@pytest.mark.parametrize("line", ["NIGHTDESK_KEEP_DAYS", "NIGHTDESK_KEEP_DAYS='9"])
def test_line_that_cannot_be_read_is_named(file: Path, line: str) -> None:
    file.write_text(f"NIGHTDESK_WORKERS=1\n{line}\n")
    with pytest.raises(SettingsError, match=f"{file} line 2: expected NAME=value"):
        settings()


def test_file_that_is_named_must_exist(file: Path) -> None:
    file.unlink()
    with pytest.raises(SettingsError, match="does not exist"):
        settings()


def test_name_that_nobody_reads_is_refused_with_the_likest() -> None:
    with pytest.raises(SettingsError, match="NIGHTDESK_KEEP_DAY is no setting; is NIGHTDESK_KEEP_DAYS meant"):
        refuse_unknown({"NIGHTDESK_KEEP_DAY": "3", "NIGHTDESK_LOGIN_VOA": "{}", "PATH": "/bin"})


def test_no_secret_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = {
        "NIGHTDESK_LLM_KEY": "s3cret",
        "NIGHTDESK_LLM_URL": "https://desk:s3cret@models.example/v1",
        "NIGHTDESK_LOGIN_VOA": '{"password": "s3cret"}',
        "AIRFLOW_CONN_NIGHTDESK_VOA": '{"password": "s3cret"}',
        "AWS_SECRET_ACCESS_KEY": "s3cret",
        "AWS_ENDPOINT_URL": "http://desk:s3cret@127.0.0.1:9000",
    }
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)
    rows = shown()
    assert secrets.keys() <= rows.keys()
    assert "s3cret" not in str(rows)
    assert rows["NIGHTDESK_LLM_URL"][0] == "https://…@models.example/v1"


def test_every_secret_setting_is_known_by_its_name() -> None:
    secret = {name for name, field in Settings.model_fields.items() if field.annotation is SecretStr}
    assert "llm_key" in secret
    assert {name for name in Settings.model_fields if is_secret(f"NIGHTDESK_{name.upper()}")} == secret


def test_every_setting_is_shown_and_told_of() -> None:
    names = {f"NIGHTDESK_{name.upper()}" for name in Settings.model_fields}
    told = {row.name for row in list_in_force(Settings(), Variables())}
    assert names and names <= told
    assert all(f"| `{name}` | " in render_settings() for name in names)
    assert all(field.description for theme in THEMES for field in theme.model_fields.values())


def test_page_says_what_the_settings_say() -> None:
    assert (CHECKOUT / "docs" / "settings.md").read_text(encoding="utf-8") == render_settings()
