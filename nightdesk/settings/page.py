"""docs/settings.md, written from the settings themselves."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic.fields import FieldInfo

from nightdesk.settings import PREFIX, THEMES
from nightdesk.settings.in_force import show_value
from nightdesk.settings.themes import SHOWN, Theme

_INTRODUCTION = """\
# Settings

Written from `nightdesk/settings/` by `nightdesk check --docs --write`.

Each setting is an environment variable, or a line `NAME=value` of the file `nightdesk.env` in the checkout (another
file: `NIGHTDESK_ENV_FILE`), which systemd's `EnvironmentFile` and compose's `env_file` may read too. Where both say
something, the environment wins; an empty variable is one that is not set, and a name that nobody reads is refused.
`nightdesk config` shows what is in force, and from where.

Secrets are shown nowhere. A file that holds one must be readable by its owner only (`chmod 600 nightdesk.env`).
"""
_OTHERS = """\
## Read by others

| variable | meaning |
|---|---|
| `NIGHTDESK_LOGIN_<SITE>`, `AIRFLOW_CONN_NIGHTDESK_<SITE>` | Login of a site ([crawl.md](crawl.md)). |
| `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` | Credentials of a bucket; neither where the machine has a role. |
| `AWS_REGION`, `AWS_ENDPOINT_URL` | Its region; its address, if it is not AWS. |
| `AIRFLOW__…` | Airflow's own. |
"""


def render_settings() -> str:
    """The page: a table for each theme."""
    return "\n".join([_INTRODUCTION, *(_render_theme(theme) for theme in THEMES), _OTHERS])


def _render_theme(theme: type[Theme]) -> str:
    heading = (theme.__doc__ or "").splitlines()[0].rstrip(".")
    return "\n".join([f"## {heading}", "", "| variable | meaning | default |", "|---|---|---|", *_rows(theme), ""])


def _rows(theme: type[Theme]) -> Iterator[str]:
    for name, field in theme.model_fields.items():
        yield f"| `{PREFIX}{name.upper()}` | {field.description} | {_default(field)} |"


def _default(field: FieldInfo) -> str:
    extra = field.json_schema_extra
    return str(extra[SHOWN]) if isinstance(extra, dict) and SHOWN in extra else show_value(field.default)
