"""The settings in force → lines that a person may read over a shoulder: value, where it comes from, no secret."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from pydantic import SecretStr

from nightdesk.settings import LOGIN_PREFIX, PREFIX, THEMES, Settings
from nightdesk.settings.variables import Variables, is_secret

_CONNECTIONS = "AIRFLOW_CONN_NIGHTDESK_"
HIDDEN = "(set, hidden)"


@dataclass(frozen=True)
class InForce:
    """One line: a variable or a derived thing, its value as it may be shown, and where that comes from."""

    name: str
    value: str
    source: str


def list_in_force(settings: Settings, variables: Variables) -> list[InForce]:
    """Every setting in the order of the page, then whatever else the environment holds for us."""
    rows = []
    for name in (name for theme in THEMES for name in theme.model_fields):
        variable = PREFIX + name.upper()
        source = _source(variable, variables) if os.environ.get(variable) else "default"
        rows.append(InForce(variable, show_value(getattr(settings, name)), source))
    return rows + [InForce(name, _show_other(name), _source(name, variables)) for name in _others()]


def list_derived(settings: Settings) -> list[InForce]:
    """Where the settings lead."""
    published = settings.published
    places: dict[str, object] = {"releases": published.bucket or published.lake}
    if settings.is_shared:
        places |= {
            "archive": f"{settings.data}/raw",
            "runs": f"{settings.data}/runs",
            "files under way": published.root,
        }
    else:
        places |= {"archive": settings.folders.raw, "runs": settings.folders.runs}
    if published.bucket:
        places["copies of releases"] = published.lake
    return [InForce(name, str(place), "derived") for name, place in places.items()]


def show_value(value: object) -> str:
    """A value in words; of a secret only whether there is one, of a URL not who asks."""
    if isinstance(value, SecretStr):
        return HIDDEN if value.get_secret_value() else "none"
    if value is None or value == "":
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else _without_user(str(value))


def _without_user(text: str) -> str:
    address = urlsplit(text)
    if not (address.scheme and "@" in address.netloc):
        return text
    return address._replace(netloc=f"…@{address.netloc.rpartition('@')[2]}").geturl()


def _others() -> Iterator[str]:
    """Logins, connections and the bucket's credentials: names that no theme can list."""
    for name in sorted(os.environ):
        if name.startswith((LOGIN_PREFIX, _CONNECTIONS, "AWS_")):
            yield name


def _show_other(name: str) -> str:
    is_open = name.startswith("AWS_") and not is_secret(name)
    return _without_user(os.environ[name]) if is_open else HIDDEN


def _source(name: str, variables: Variables) -> str:
    return str(variables.path) if name in variables.names else "environment"
