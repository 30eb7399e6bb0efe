"""What lets us in at a site that asks for a login: read from the environment, never from a site's file.

The variable is NIGHTDESK_LOGIN_<SITE>, or Airflow's own AIRFLOW_CONN_NIGHTDESK_<SITE>: the name in capitals, '-' as
'_'. Its value is a connection as Airflow writes it in JSON: `login` and `password`, and under `extra` the `cookies`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_PREFIXES = ("NIGHTDESK_LOGIN_", "AIRFLOW_CONN_NIGHTDESK_")
_EXPECTED = 'expected JSON such as {"login": "…", "password": "…", "extra": {"cookies": {"name": "value"}}}'


class CredentialsError(Exception):
    """Credentials that are missing or cannot be read; the message names the variable, never a secret."""


@dataclass(frozen=True)
class Credentials:
    """A name and a password, cookies, or both. What they hold is not shown."""

    login: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    cookies: Mapping[str, str] = field(default_factory=dict, repr=False)


def read_credentials(site: str, environment: Mapping[str, str], *, for_form: bool = False) -> Credentials:
    """The credentials of a site; a form takes only name and password.

    Raises CredentialsError if there are none or they cannot be read.
    """
    names = [prefix + site.upper().replace("-", "_") for prefix in _PREFIXES]
    name = next((name for name in names if environment.get(name)), None)
    if name is None:
        raise CredentialsError(f"{site} has a login, and neither {names[0]} nor {names[1]} is set; {_EXPECTED}")
    try:
        values = json.loads(environment[name])
        extra = values.get("extra") or {}
        made = _to_credentials(values, json.loads(extra) if isinstance(extra, str) else extra)
    except (ValueError, AttributeError, TypeError):
        # Not chained: the cause would show the value.
        raise CredentialsError(f"{name}: cannot be read; {_EXPECTED}") from None
    if for_form and not (made.login and made.password):
        raise CredentialsError(f"{name}: no login and password for the site's form; {_EXPECTED}")
    if not made.cookies and not (made.login and made.password):
        raise CredentialsError(f"{name}: neither cookies nor login and password; {_EXPECTED}")
    return made


def _to_credentials(values: Mapping[str, Any], extra: Mapping[str, Any]) -> Credentials:
    cookies = {str(name): str(value) for name, value in (extra.get("cookies") or {}).items()}
    return Credentials(values.get("login"), values.get("password"), cookies)
