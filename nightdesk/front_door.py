"""The commands in the order of their help, and what happens to an error."""

from __future__ import annotations

import sys

import typer
from pydantic import ValidationError

from nightdesk import (
    audit,
    config,
    dataset,
    demo,
    erasing,
    publishing,
    query,
    reading,
    reprocess,
    saved_pages,
    sites,
    status,
    steps,
    up,
    whole_night,
)
from nightdesk.settings import SettingsError, settings, tell_wrong
from nightdesk.terminal import Exit, complain, start_logging
from spiders.archive import ArchiveError
from spiders.outlets import NewsroomError
from spiders.site import SiteError
from transforms.object_store import StoreError

COMMANDS = {
    "A night": (
        whole_night.night,
        steps.crawl,
        steps.articles,
        steps.extract,
        steps.incidents,
        publishing.publish,
        reprocess.reprocess,
    ),
    "The dataset": (dataset.report, query.query, query.export, audit.check, audit.verify),
    "Every night by itself": (up.up, status.status, up.down),
    "Releases": (publishing.releases, publishing.rollback, erasing.erase),
    "The reader": (saved_pages.read, reading.explain, reading.label, reading.train, reading.gazetteer),
    "The sample newsroom": (demo.demo, demo.newsroom),
    "This machine": (config.config,),
}

app = typer.Typer(
    help="News sites in, an auditable dataset of conflict and security incidents out, every night.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
for panel, commands in COMMANDS.items():
    for command in commands:
        app.command(rich_help_panel=panel)(command)

# Whatever Airflow takes is passed on, --help too.
app.command(
    rich_help_panel="Every night by itself",
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []},
)(up.airflow)

sites_app = typer.Typer(help="The sites that are crawled: one TOML file each.", no_args_is_help=True)
sites_app.command("list")(sites.list_sites)
sites_app.command("check")(sites.check_sites)
sites_app.command("add")(sites.add_site)
app.add_typer(sites_app, name="sites", rich_help_panel="A night")


def main() -> None:
    """Run a command; an error that a person can mend is one line on stderr, not a traceback."""
    try:
        start_logging(settings().log)
        app()
    except SystemExit:
        raise
    except ValidationError as error:
        for wrong in tell_wrong(error):
            complain(wrong)
        sys.exit(Exit.USAGE)
    except SettingsError as error:
        complain(error)
        sys.exit(Exit.USAGE)
    except StoreError as error:
        complain(error)
        sys.exit(Exit.STORE)
    except _mendable() as error:
        complain(error)
        sys.exit(Exit.FAILED)


def _mendable() -> tuple[type[Exception], ...]:
    """Errors that name what a person can mend: shown as a line, not as a traceback."""
    from nightdesk.local_airflow.home import AirflowError
    from transforms.checks import CheckError
    from transforms.explain.subject import SubjectError
    from transforms.export import ExportError
    from transforms.labels import LabelError
    from transforms.lake import LakeError
    from transforms.linear_model import LinearModelError
    from transforms.night import StepError
    from transforms.texts import InputError
    from transforms.training import TrainingError
    from transforms.verify.chain import UnknownIncidentError

    ours = SiteError, ArchiveError, NewsroomError, AirflowError
    return (
        *ours,
        InputError,
        StepError,
        LakeError,
        CheckError,
        LinearModelError,
        TrainingError,
        SubjectError,
        LabelError,
        UnknownIncidentError,
        ExportError,
    )
