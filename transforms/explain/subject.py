"""What a person asks to have explained (a URL or an id) → the articles to read once more, from the lake or the runs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from transforms.explain.explanation import Explanation, IncidentReading
from transforms.explain.published import read_incident
from transforms.folders import Folders
from transforms.lake import open_lake
from transforms.schema import TABLES
from transforms.texts import ArticleText, RowError, article_texts, read_instant, read_texts


class SubjectError(ValueError):
    """What was asked for is nowhere in the data; the message says where was looked."""


@dataclass(frozen=True)
class Subject:
    """What was asked for: its articles, newest versions; the published incident if one was asked for.

    `mention_ids` are the mentions that were meant, empty = the article as a whole. `refusals` say how an address left
    the pipeline before it became an article.
    """

    articles: tuple[ArticleText, ...]
    mention_ids: tuple[str, ...] = ()
    incident: IncidentReading | None = None
    refusals: tuple[str, ...] = ()


def find_subject(folders: Folders, asked: str) -> Subject:
    """A URL, an article_id, mention_id, claim_id or incident_id in the latest release or else the runs; or a file.

    Raises SubjectError if it is nowhere, InputError if it is a file that cannot be read.
    """
    if Path(asked).exists():
        return bring_subject(Path(asked))
    store = _Store(folders)
    kind = asked.partition("-")[0]
    if kind == "inc":
        return _incident(store, asked)
    if kind in {"men", "clm"}:
        return _mention(store, asked, "mention_id" if kind == "men" else "claim_id")
    return _article(store, asked)


def bring_subject(path: Path) -> Subject:
    """Articles of one's own, as `nightdesk extract` takes them; rows that cannot be read are among the refusals."""
    articles, rejects = read_texts(path)
    refusals = tuple(f"{reject.record}: {reject.reason}: {reject.detail}" for reject in rejects)
    return Subject(tuple(articles), refusals=refusals)


def write_subject(title: str, text: str, published_at: str) -> Subject:
    """A text of one's own, published at an ISO 8601 instant or day; raises SubjectError where it is none."""
    try:
        instant = read_instant(published_at)
    except RowError as error:
        raise SubjectError(str(error)) from error
    article = ArticleText("typed", 1, "typed://text", None, "the text", title, text, instant, None)
    return Subject((article,))


def find_changes(subject: Subject, explanations: Sequence[Explanation]) -> Iterator[str]:
    """What was asked for and is read otherwise now: mentions that an earlier version of the reader published."""
    read = {
        account.mention.mention_id
        for explanation in explanations
        for account in explanation.accounts
        if account.mention is not None
    }
    for mention_id in subject.mention_ids:
        if mention_id not in read:
            yield f"{mention_id}: published by an earlier version of the reader, this one makes no such mention"


def _incident(store: _Store, incident_id: str) -> Subject:
    rows = store.rows("incidents", "incident_id", [incident_id])
    if rows.empty:
        raise store.nothing(incident_id)
    heir = rows["superseded_by"].iloc[-1]
    if isinstance(heir, str):
        return _incident(store, heir)
    mentions = store.rows("mentions", "incident_id", [incident_id])
    mentions = mentions[mentions["is_current"].astype(bool)]
    articles = store.rows("articles", "article_id", list(mentions["article_id"].unique()))
    row = {str(name): value for name, value in rows.iloc[-1].items()}
    incident = read_incident(row, mentions, store.rows("claims", "incident_id", [incident_id]), articles)
    return Subject(_newest(articles), tuple(sorted(mentions["mention_id"])), incident)


def _mention(store: _Store, asked: str, column: str) -> Subject:
    rows = store.rows("mentions" if column == "mention_id" else "claims", column, [asked])
    if rows.empty:
        raise store.nothing(asked)
    row = rows.iloc[-1]
    articles = store.rows("articles", "article_id", [row["article_id"]])
    told = articles[articles["version"] == row["article_version"]]
    return Subject(_newest(told), (str(row["mention_id"]),))


def _article(store: _Store, asked: str) -> Subject:
    columns = ("url", "canonical_url") if "://" in asked else ("article_id",)
    for column in columns:
        rows = store.rows("articles", column, [asked])
        if not rows.empty:
            return Subject(_newest(rows))
    refusals = tuple(store.refusals(asked))
    if not refusals:
        raise store.nothing(asked)
    return Subject((), refusals=refusals)


def _newest(articles: pd.DataFrame) -> tuple[ArticleText, ...]:
    ordered = articles.sort_values(["published_at", "article_id", "version"], kind="stable")
    return tuple(article_texts(ordered.drop_duplicates("article_id", keep="last")))


class _Store:
    """Rows of the latest release, and of what the nights' runs have made since."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders
        self._release = open_lake(folders).latest()

    def rows(self, table: str, column: str, values: Sequence[str]) -> pd.DataFrame:
        """Rows whose column has one of the values; those of the release, or where it has none those of the runs."""
        if self._release is not None:
            found = _select(self._release.files(table), table, column, values)
            if not found.empty:
                return found
        return _select(self._run_files(table), table, column, values)

    def _run_files(self, table: str) -> list[Path]:
        if table == "articles":
            return [path for _, _, path in self._folders.article_nights()]
        step = "incidents" if table == "incidents" else "extract"
        return sorted((self._folders.runs / step).glob(f"night=*/{table}.parquet"))

    def refusals(self, url: str) -> Iterator[str]:
        """Every door by which the address left a night before it became an article, oldest night first."""
        if self._release is not None:
            captures = _select(self._release.files("captures"), "captures", "url", [url])
            for row in captures.sort_values(["night", "fetched_at"]).to_dict(orient="records"):
                yield f"crawl, night {row['night']}: {row['outcome']}, fetched as {row['capture_kind']}"
        for file in sorted((self._folders.runs / "rejects").glob("night=*/*.jsonl")):
            for line in file.read_text(encoding="utf-8").splitlines():
                reject = json.loads(line)
                if reject["record"] == url:
                    night = file.parent.name.removeprefix("night=")
                    yield f"{file.stem}, night {night}: {reject['reason']}: {reject['detail']}"

    def nothing(self, asked: str) -> SubjectError:
        release = f"release {self._release.id}" if self._release else "no release"
        return SubjectError(
            f"{asked}: not in {self._folders.root} ({release}, and the runs); expected the URL of an article, "
            "an article_id, an id that begins with men-, clm- or inc-, or a file of articles"
        )


def _select(files: Sequence[Path], table: str, column: str, values: Sequence[str]) -> pd.DataFrame:
    """The files' rows with one of the values, with Arrow types."""
    schema = TABLES[table].schema
    parts = [_rows_of(path, schema, column, values) for path in files]
    made = pa.concat_tables(parts, promote_options="permissive") if parts else schema.empty_table()
    frame: pd.DataFrame = made.replace_schema_metadata(None).to_pandas(types_mapper=pd.ArrowDtype)
    return frame


def _rows_of(path: Path, schema: pa.Schema, column: str, values: Sequence[str]) -> pa.Table:
    """A column that the file does not have is null: a release may be older than a column."""
    known = set(pq.read_schema(path).names)
    names = [name for name in schema.names if name in known]
    made = pq.read_table(path, columns=names, filters=[(column, "in", list(values))], partitioning=None)
    for name in schema.names:
        if name not in known:
            made = made.append_column(name, pa.nulls(made.num_rows, schema.field(name).type))
    return made.select(schema.names)
