"""The folder and the environment of this machine's Airflow, before anything is started."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from nightdesk.local_airflow.home import AirflowHome, without_airflow


@pytest.fixture
def home(tmp_path: Path) -> AirflowHome:
    made = AirflowHome(tmp_path / "airflow", 8440)
    made.furnish()
    return made


def environment(home: AirflowHome, **inherited: str) -> dict[str, str]:
    return home.environment(inherited, "/data", Path("/sites"))


def test_nobody_else_can_read_what_is_in_it(home: AirflowHome) -> None:
    assert stat.S_IMODE(home.folder.stat().st_mode) == 0o700
    secrets = [home.passwords, *(home.folder / "keys").iterdir()]
    assert len(secrets) == 4
    assert {stat.S_IMODE(path.stat().st_mode) for path in secrets} == {0o600}


def test_keys_and_password_stay_when_it_is_furnished_again(home: AirflowHome) -> None:
    before = environment(home), home.password()
    home.furnish()
    assert (environment(home), home.password()) == before


def test_every_home_has_keys_and_a_password_of_its_own(home: AirflowHome, tmp_path: Path) -> None:
    other = AirflowHome(tmp_path / "other", 8440)
    other.furnish()
    secret = ("AIRFLOW__CORE__FERNET_KEY", "AIRFLOW__API_AUTH__JWT_SECRET", "AIRFLOW__API__SECRET_KEY")
    assert not {environment(home)[name] for name in secret} & {environment(other)[name] for name in secret}
    assert home.password() != other.password()


def test_it_is_safe_unless_told_otherwise(home: AirflowHome) -> None:
    safe = environment(home)
    assert safe["AIRFLOW__API__HOST"] == "127.0.0.1"
    assert safe["AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS"] == "False"
    assert safe["AIRFLOW__CORE__LOAD_EXAMPLES"] == "False"


def test_what_is_set_for_airflow_wins_but_for_another_home(home: AirflowHome) -> None:
    told = environment(home, AIRFLOW__CORE__PARALLELISM="2", AIRFLOW_HOME="/elsewhere", PATH="/bin")
    assert (told["AIRFLOW__CORE__PARALLELISM"], told["AIRFLOW_HOME"], told["PATH"]) == ("2", str(home.folder), "/bin")


def test_another_airflow_is_left_out_of_an_environment() -> None:
    assert without_airflow({"AIRFLOW_HOME": "/x", "AIRFLOW__CORE__EXECUTOR": "Y", "HOME": "/h"}) == {"HOME": "/h"}
