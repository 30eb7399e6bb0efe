"""The front door: every step of a night as a command that a person can type.

Commands load what they need when they run: the language model and the data libraries take seconds.
"""

from __future__ import annotations

import getpass
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum
from functools import cache
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from rich.console import Console
from rich.logging import RichHandler
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from spiders.archive import ArchiveError
from spiders.newsroom import Newsroom
from spiders.outlets import NewsroomError
from spiders.site import Site, SiteError, load_site, load_sites
from transforms.folders import Folders

if TYPE_CHECKING:
    from transforms.lake.releases import Release
    from transforms.second_reader import SecondReader

CHECKOUT = Path(__file__).resolve().parent
DEMO_NIGHTS = (date(2026, 11, 19), date(2026, 11, 20))

# Where the output is a file or a task's log, tables may be wider than the 80 columns of an old terminal.
LOG_COLUMNS = 160

log = logging.getLogger("nightdesk")
console = Console(width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else LOG_COLUMNS)
errors = Console(stderr=True)


class Exit(IntEnum):
    """Exit codes: what a person or a scheduler can do about it."""

    FAILED = 1
    """Something is wrong that the message names; running again changes nothing until it is mended."""
    USAGE = 2
    """The command line or a setting is wrong."""
    SITE_BROKEN = 3
    """A site does not answer or has changed; every other site's data is published. Run again once it is mended."""
    STOPPED = 4
    """A crawl was stopped before its end; run again to finish it."""
    LOCKED = 5
    """Another process crawls this site's night; wait for it."""


def tell(line: object) -> None:
    """One line on stdout, never wrapped."""
    console.print(str(line), markup=False, highlight=False, soft_wrap=True)


def complain(line: object) -> None:
    """One line on stderr, never wrapped."""
    errors.print(str(line), style="red", markup=False, highlight=False, soft_wrap=True)


class Settings(BaseSettings):
    """Read from the environment (NIGHTDESK_DATA, NIGHTDESK_SITES, …) in this one place."""

    model_config = SettingsConfigDict(env_prefix="NIGHTDESK_")

    data: Path = CHECKOUT / "data" if (CHECKOUT / "pyproject.toml").exists() else Path("data")
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
    def local(cls, value: object) -> object:
        if str(value).startswith("s3://"):
            raise ValueError("an object store is not supported yet, expected a folder")
        return value

    @property
    def folders(self) -> Folders:
        return Folders(self.data.resolve())


@cache
def settings() -> Settings:
    return Settings()


def site_names() -> list[str]:
    """Names of the sites to crawl, sorted, those whose TOML is broken included: each fails alone, by name.

    Raises SiteError if there is none.
    """
    names = sorted(path.stem for path in settings().sites.glob("*.toml"))
    if not names:
        raise SiteError(f"{settings().sites}: no site here; expected one TOML file for each, see docs/add-a-site.md")
    return names


app = typer.Typer(
    help="News sites in, an auditable dataset of conflict and security incidents out, every night.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
sites_app = typer.Typer(help="The sites that are crawled: one TOML file each.", no_args_is_help=True)
app.add_typer(sites_app, name="sites")


def _parse_night(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise typer.BadParameter(f"{value!r}, expected a day as YYYY-MM-DD") from error


def _yesterday() -> str:
    return str((datetime.now(UTC) - timedelta(days=1)).date())


NightOption = Annotated[
    date,
    typer.Option(
        "--night",
        parser=_parse_night,
        default_factory=_yesterday,
        show_default="yesterday",
        help="The UTC day that the run covers.",
        metavar="DAY",
    ),
]
SiteArgument = Annotated[str, typer.Argument(help="Name of the site: its TOML file's name without .toml.")]


@sites_app.command("list")
def list_sites() -> None:
    """List the sites, with what each is discovered by. Example: `nightdesk sites list`"""
    sites, broken = load_sites(settings().sites)
    for site in sites:
        ways = ((len(site.feeds), "feeds"), (len(site.sitemaps), "sitemaps"), (len(site.sections), "sections"))
        tell(f"{site.name:20} {site.url:40} " + ", ".join(f"{count} {way}" for count, way in ways if count))
    _show_broken(broken)


@sites_app.command("check")
def check_sites() -> None:
    """Check every TOML file; ends with 1 and names what is wrong. Example: `nightdesk sites check`"""
    sites, broken = load_sites(settings().sites)
    tell(f"{len(sites)} sites are right, {len(broken)} are not, in {settings().sites}")
    _show_broken(broken)


def _show_broken(broken: list[SiteError]) -> None:
    for error in broken:
        complain(error)
    if broken:
        raise typer.Exit(Exit.FAILED)


@app.command()
def crawl(
    site: SiteArgument,
    night: NightOption,
    again: Annotated[bool, typer.Option("--again", help="Crawl again though the night is complete.")] = False,
) -> None:
    """Fetch one site's new pages into the archive. Ends with 3 if the site is broken.

    A night that is complete is not asked for again. Example: `nightdesk crawl voa --night 2026-11-19`
    """
    from spiders.crawl import crawl_outcomes, crawl_site
    from transforms.outcomes import Outcome, save_outcomes

    folders = settings().folders
    result = crawl_site(
        settings().sites / f"{site}.toml",
        night,
        folders.raw,
        log=folders.log("crawl", site, night),
        allow_loopback=settings().allow_loopback,
        again=again,
    )
    doors = crawl_outcomes(folders.raw, site, night)
    outcomes = [
        Outcome("crawl", site, door, refused, count, example) for door, (count, refused, example) in doors.items()
    ]
    save_outcomes(folders.runs, night, "crawl", site, outcomes)
    tell(f"crawl {site} {night}: {result.message}")
    if result.exit_code:
        raise typer.Exit(result.exit_code)


@app.command()
def articles(site: SiteArgument, night: NightOption) -> None:
    """Read the articles of one site's archived pages. Example: `nightdesk articles voa --night 2026-11-19`"""
    from transforms.night.articles import make_night_articles

    report = make_night_articles(settings().folders, _load(site), night, workers=settings().workers)
    tell(report)


@app.command()
def extract(
    night: NightOption,
    texts: Annotated[
        Path | None, typer.Argument(help="Articles of your own: JSON lines, Parquet, or a folder of them.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the tables made of your own articles.")] = None,
) -> None:
    """Read mentions and claims: of one night's articles, or of articles of your own.

    `nightdesk extract ARTICLES.jsonl --out DIR` reads `url`, `title`, `text`, `published_at` (and `site`,
    `language`, `id` if given) of each row and writes `mentions`, `claims` and `incidents` as Parquet;
    rows that cannot be read are in `rejects.jsonl` with their line and the reason.
    """
    if texts is None:
        from transforms.night.extract import extract_night

        sites, _ = load_sites(settings().sites)
        with _progress("extract") as advance:
            made = extract_night(settings().folders, sites, night, settings().workers, advance, _second_reader())
        for step in made:
            tell(step)
        return
    if out is None:
        raise typer.BadParameter("articles of your own need a folder to write to: --out DIR")
    from transforms.bring import extract_folder

    with _progress("extract") as advance:
        summary = extract_folder(texts, out, settings().workers, advance, _second_reader())
    tell(summary)


def _second_reader() -> SecondReader | None:
    """The second reader that the settings name; none = the draft stands."""
    told = settings()
    if told.llm_url is None:
        return None
    try:
        from transforms.second_reader import Endpoint, SecondReader
    except ModuleNotFoundError as error:
        complain(
            f"NIGHTDESK_LLM_URL is set, but {error.name} is missing; install the extra: pip install 'nightdesk[llm]'"
        )
        raise typer.Exit(Exit.USAGE) from error
    try:
        endpoint = Endpoint(
            url=told.llm_url,
            model=told.llm_model,
            key=told.llm_key.get_secret_value(),
            timeout=told.llm_timeout,
            deadline=told.llm_deadline,
            tokens=told.llm_tokens,
            price_in=told.llm_price_in,
            price_out=told.llm_price_out,
        )
    except ValueError as error:
        complain(error)
        raise typer.Exit(Exit.USAGE) from error
    return SecondReader(endpoint, told.folders.runs / "second_read")


@app.command()
def incidents(night: NightOption) -> None:
    """Link the night's mentions with what is published. Example: `nightdesk incidents --night 2026-11-19`"""
    from transforms.night.incidents import link_night

    tell(f"{link_night(settings().folders, night)}")


@app.command()
def publish(night: NightOption) -> None:
    """Check what the night made and publish it as one release; the same rows publish nothing.

    Example: `nightdesk publish --night 2026-11-19`
    """
    from transforms.night.incidents import publish_night

    release, is_new = publish_night(settings().folders, night)
    tell(f"publish {night}: release {release.id}" + ("" if is_new else ", unchanged"))


@app.command()
def night(night: NightOption) -> None:
    """All steps of one night, for every site. A broken site fails alone; the run then ends with 3.

    Example: `nightdesk night --night 2026-11-19`
    """
    broken = [name for name in site_names() if not _run_site(name, night)]
    log.info("extract night=%s", night)
    extract(night)
    log.info("incidents night=%s", night)
    incidents(night)
    log.info("publish night=%s", night)
    publish(night)
    report(night)
    if broken:
        complain(f"{len(broken)} sites failed: {', '.join(broken)}. Mend them and run this night again.")
        raise typer.Exit(Exit.SITE_BROKEN)


def _run_site(name: str, night: date) -> bool:
    """Crawl and read one site; its failure is told and stays its own."""
    try:
        log.info("crawl site=%s night=%s", name, night)
        crawl(name, night)
        log.info("articles site=%s night=%s", name, night)
        articles(name, night)
    except typer.Exit:
        return False
    except (SiteError, ArchiveError) as error:
        complain(error)
        return False
    return True


@app.command()
def report(night: NightOption) -> None:
    """Show the incidents, and what became of each record. Example: `nightdesk report --night 2026-11-19`"""
    from transforms.report import incident_table, refusal_table

    release = _latest(settings().folders.lake)
    console.print(incident_table(release))
    console.print(refusal_table(release, night))


@app.command()
def query(
    sql: Annotated[
        str, typer.Argument(help="SQL over captures, articles, mentions, claims, incidents, revisions, outcomes.")
    ],
) -> None:
    """Ask the latest release in SQL (DuckDB); each table is a view of its name.

    Example: `nightdesk query "SELECT country, sum(fatalities_best) FROM incidents WHERE is_current GROUP BY 1"`
    """
    import duckdb

    from transforms.schema import TABLES

    connection = duckdb.connect()
    release = _latest(settings().folders.lake)
    for table in TABLES:
        if files := [str(path) for path in release.files(table)]:
            connection.read_parquet(files).create_view(table)
    try:
        tell(connection.sql(sql))
    except duckdb.Error as error:
        complain(error)
        raise typer.Exit(Exit.USAGE) from error


@app.command()
def check(
    docs: Annotated[
        bool, typer.Option("--docs", help="Check that docs/data-dictionary.md says what the schemas say.")
    ] = False,
    write: Annotated[bool, typer.Option("--write", help="With --docs: write it.")] = False,
) -> None:
    """Check the latest release against every rule, its bytes against the manifest. Example: `nightdesk check`"""
    from transforms.checks import run_checks
    from transforms.schema import TABLES

    if docs:
        _check_dictionary(write)
        return
    release = _latest(settings().folders.lake)
    damaged = release.find_damaged()
    failures = run_checks({table: release.files(table) for table in TABLES})
    for path in damaged:
        complain(f"{path}: not the bytes that were published")
    for failure in failures:
        complain(f"{failure.table}: {failure.check}: {failure.message}")
    if damaged or failures:
        raise typer.Exit(Exit.FAILED)
    rows = sum(file.rows for file in release.manifest.files)
    tell(f"release {release.id}: {len(release.manifest.files)} files, {rows} rows, every check holds")


def _check_dictionary(write: bool) -> None:
    from transforms.dictionary import render_dictionary

    path = CHECKOUT / "docs" / "data-dictionary.md"
    if write:
        path.write_text(render_dictionary(), encoding="utf-8")
    elif path.read_text(encoding="utf-8") != render_dictionary():
        complain(f"{path} is behind transforms/schema.py; write it with: nightdesk check --docs --write")
        raise typer.Exit(Exit.FAILED)


@app.command()
def train(
    part: Annotated[str, typer.Argument(help="What to train: casing, gate, roles.", metavar="PART")],
    gold: Annotated[Path, typer.Option("--gold", help="Folder of the open gold.")],
    labels: Annotated[
        Path | None, typer.Option("--labels", help="Folder of your own labels, as nightdesk label writes them.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for the weights; default: where they are read.")
    ] = None,
) -> None:
    """Train the weights of a part anew; the same gold gives the same bytes. Needs the extra `train`.

    Example: `nightdesk train roles --gold ../shared/gold --out weights`
    """
    from transforms.linear_model import SHIPPED
    from transforms.training import Sources, train_part

    for line in train_part(part, Sources(gold, labels), out or SHIPPED):
        tell(line)


@app.command()
def explain(
    asked: Annotated[
        str | None, typer.Argument(help="URL, article_id, mention_id, claim_id, incident_id, or a file of articles.")
    ] = None,
    text: Annotated[str | None, typer.Option("--text", help="A text of your own instead.")] = None,
    title: Annotated[str, typer.Option("--title", help="With --text: its headline.")] = "",
    published: Annotated[
        str | None, typer.Option("--published", help="With --text: when it was published.", show_default="yesterday")
    ] = None,
    html: Annotated[Path | None, typer.Option("--html", help="Write one self-contained page instead.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON instead.")] = False,
) -> None:
    """Show how an article was read, and why each decision fell. Example: `nightdesk explain inc-4a6ae6a3bedc1c88`"""
    from transforms.explain import explain_article
    from transforms.explain.machine import render_json
    from transforms.explain.page import render_page
    from transforms.explain.subject import find_changes, find_subject, write_subject
    from transforms.explain.terminal import show_subject

    if asked is None and text is None:
        raise typer.BadParameter("say what to explain: a URL, an id or a file, or give a text with --text")
    subject = (
        find_subject(settings().folders, asked)
        if asked
        else write_subject(title, text or "", published or _yesterday())
    )
    for refusal in subject.refusals:
        complain(refusal)
    explanations = [explain_article(article) for article in subject.articles]
    changes = list(find_changes(subject, explanations))
    if as_json:
        typer.echo(render_json(explanations, subject.incident, changes))
    elif html is not None:
        html.write_text(render_page(explanations, subject.incident, changes), encoding="utf-8")
        tell(f"explain: {len(explanations)} articles in {html}")
    else:
        for part in show_subject(explanations, subject.incident, changes):
            console.print(part)


@app.command()
def label(
    articles: Annotated[
        Path | None, typer.Argument(help="Articles to label: JSON lines, Parquet, or a folder of them.")
    ] = None,
    out: Annotated[Path, typer.Option("--out", help="File that labels are added to.")] = Path("labels.jsonl"),
    labeller: Annotated[str, typer.Option("--labeller", help="Who labels.")] = getpass.getuser(),
    port: Annotated[int, typer.Option("--port", help="Port on this machine; 0 = any that is free.")] = 0,
    score: Annotated[Path | None, typer.Option("--score", help="Score the reader on these labels instead.")] = None,
) -> None:
    """Correct what we read of articles on a local page, or score the reader on such labels.

    Example: `nightdesk label articles.jsonl --out labels.jsonl`, then `nightdesk label --score labels.jsonl`
    """
    if score is not None:
        from transforms.labels.file import read_labels
        from transforms.labels.score import score_labels, score_table

        console.print(score_table(score_labels(read_labels(score))))
        return
    if articles is None:
        raise typer.BadParameter("say which articles to label, or which labels to --score")
    from transforms.labels.desk import Desk
    from transforms.labels.server import serve_labels
    from transforms.texts import read_texts

    texts, rejects = read_texts(articles)
    for reject in rejects:
        complain(f"{reject.record}: {reject.reason}: {reject.detail}")
    with serve_labels(Desk(texts, out, labeller), port) as address:
        tell(f"{len(texts)} articles to label at {address}")
        tell(f"Labels go to {out}. Ctrl-C ends it.")
        with suppress(KeyboardInterrupt):
            Event().wait()


@app.command()
def gazetteer() -> None:
    """Compile the gazetteer if it is not there yet (some seconds, once). Example: `nightdesk gazetteer`"""
    from transforms.places.gazetteer import default_path, open_gazetteer

    open_gazetteer()
    tell(f"gazetteer: {default_path()}")


@app.command()
def newsroom(
    night: Annotated[date, typer.Option("--night", parser=_parse_night, metavar="DAY")] = DEMO_NIGHTS[0],
) -> None:
    """Serve the sample newsroom on loopback until Ctrl-C: fictional outlets, as they stood on that night.

    Example: `nightdesk newsroom --night 2026-11-20`
    """
    with Newsroom(CHECKOUT / "data" / "newsroom", night, settings().newsroom_port) as served:
        for outlet, url in served.addresses.items():
            tell(f"{outlet:14} {url}")
        tell("Ctrl-C ends it.")
        with suppress(KeyboardInterrupt):
            Event().wait()


@app.command()
def demo(
    airflow: Annotated[bool, typer.Option(help="Run the nights as Airflow DAG runs, or as plain commands.")] = True,
) -> None:
    """Two nights of the sample newsroom, from HTTP to a queryable incident, kept in data/demo.

    Run again, it publishes nothing: the same pages give the same incidents. Example: `nightdesk demo --no-airflow`
    """
    from transforms.lake import Lake

    folders = Folders(settings().data.resolve() / "demo")
    before = Lake(folders.lake).latest()
    environment = _demo_environment(folders)
    if airflow:
        _call(
            [sys.executable, "-m", "airflow", "db", "migrate"], environment, folders.log("demo", "db", DEMO_NIGHTS[0])
        )
    for day in DEMO_NIGHTS:
        with Newsroom(CHECKOUT / "data" / "newsroom", day, settings().newsroom_port) as served:
            served.write_sites(folders.runs / "sites")
            console.rule(f"night {day}")
            command = ["airflow", "dags", "test", "nightly"] if airflow else ["nightdesk", "night", "--night"]
            _call([sys.executable, "-m", *command, str(day)], environment, folders.log("demo", command[1], day))
    release = _latest(folders.lake)
    _show_demo(folders, release)
    if before is not None and before.id == release.id:
        tell(f"Both nights gave the same rows as before: nothing new was published, release {release.id} stays.")


def _demo_environment(folders: Folders) -> dict[str, str]:
    """What the nights of the demo run under: its own data, and an Airflow of its own that opens no port to others."""
    home = folders.runs / "airflow"
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW_")}
    return inherited | {
        "NIGHTDESK_DATA": str(folders.root),
        "NIGHTDESK_SITES": str(folders.runs / "sites"),
        "NIGHTDESK_ALLOW_LOOPBACK": "true",
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(CHECKOUT / "dags"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DEFAULT_TASK_RETRY_DELAY": "1",
        "AIRFLOW__API__HOST": "127.0.0.1",
    }


def _call(command: list[str], environment: dict[str, str], path: Path) -> None:
    """Run a program with its output in the log `path`; a failure shows the log's end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    tell(f"{' '.join(command[2:])}  (log: {path})")
    with path.open("wb") as output:
        code = subprocess.run(
            command, env=environment, stdout=output, stderr=subprocess.STDOUT, check=False, cwd=CHECKOUT, umask=0o077
        ).returncode
    if code:
        for line in path.read_text("utf-8", "replace").splitlines()[-40:]:
            complain(line)
        complain(f"{' '.join(command[2:])} ended with {code}; the whole log is {path}")
        raise typer.Exit(Exit.FAILED)


def _show_demo(folders: Folders, release: Release) -> None:
    from transforms.report import incident_table, refusal_table

    console.print(incident_table(release))
    for day in DEMO_NIGHTS:
        console.print(refusal_table(release, day))
    lake = folders.lake / "latest"
    if lake.is_relative_to(Path.cwd()):
        lake = lake.relative_to(Path.cwd())
    # Printed for a person to paste, with a path of our own in it; nothing is asked with it here.
    query = f"""\
  .venv/bin/python -c "import duckdb; print(duckdb.sql(\\"\\"\\"
    SELECT i.event_date, i.location, c.claimant, c.quantity, c.low, c.best, c.sentence
    FROM '{lake}/incidents/**/*.parquet' i JOIN '{lake}/claims/**/*.parquet' c USING (incident_id)
    WHERE i.is_current AND c.is_current AND i.source_count >= 3 ORDER BY 1, 2, 3\\"\\"\\"))"
"""  # noqa: S608
    tell(
        f"\nThe Parquet lies in {lake}/<table>/event_month=*/. Who claims what of the attack that most outlets told:\n"
    )
    tell(query)


def _load(site: str) -> Site:
    return load_site(settings().sites / f"{site}.toml")


def _latest(lake: Path) -> Release:
    from transforms.lake import Lake

    release = Lake(lake).latest()
    if release is None:
        complain(f"{lake}: nothing is published yet; run a night first: nightdesk night, or make demo")
        raise typer.Exit(Exit.FAILED)
    return release


@contextmanager
def _progress(step: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on the terminal, nothing where the output is no terminal; called with (done more, of how many)."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=errors, disable=not errors.is_terminal) as progress:
        task = progress.add_task(step, total=None)
        yield lambda more, total: progress.update(task, advance=more, total=total)


def _mendable() -> tuple[type[Exception], ...]:
    """Errors that name what a person can mend: shown as a line, not as a traceback."""
    from transforms.checks import CheckError
    from transforms.explain.subject import SubjectError
    from transforms.labels import LabelError
    from transforms.lake import LakeError
    from transforms.linear_model import LinearModelError
    from transforms.night import StepError
    from transforms.texts import InputError
    from transforms.training import TrainingError

    ours = SiteError, ArchiveError, NewsroomError
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
    )


def _start_logging() -> None:
    """Lines of the steps and warnings go to stderr; NIGHTDESK_LOG=INFO or DEBUG adds what the libraries say."""
    lines: logging.Handler = RichHandler(console=errors, show_path=False, markup=False)
    if not errors.is_terminal:
        lines = logging.StreamHandler()
        lines.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.basicConfig(level=os.environ.get("NIGHTDESK_LOG", "WARNING").upper(), handlers=[lines])
    log.setLevel(min(logging.INFO, logging.getLogger().level))


def main() -> None:
    """Run a command; an error that a person can mend is one line on stderr, not a traceback."""
    _start_logging()
    try:
        app()
    except SystemExit:
        raise
    except ValidationError as error:
        complain(f"settings: {error}")
        sys.exit(Exit.USAGE)
    except _mendable() as error:
        complain(error)
        sys.exit(Exit.FAILED)


if __name__ == "__main__":
    main()
