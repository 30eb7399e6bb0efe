"""Every snippet of docs/query.md and docs/export.md runs over a small lake; Spark's needs Java, and is slow."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from lake_rows import NIGHT, make_state
from typer.testing import CliRunner

from nightdesk import app
from nightdesk.settings import settings
from transforms.lake import Lake

DOCS = Path(__file__).parents[2] / "docs"
SNIPPETS = re.findall(
    r"^```(sql|python|sh)\n(.*?)^```", (DOCS / "query.md").read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE
)
SQL = [text for language, text in SNIPPETS if language == "sql"]
PYTHON = [text for language, text in SNIPPETS if language == "python" and "pyspark" not in text]
SPARK = [text for language, text in SNIPPETS if language == "python" and "pyspark" in text]
COMMANDS = [
    line
    for page in ("query.md", "export.md")
    for block in re.findall(r"^```sh\n(.*?)^```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    for line in block.splitlines()
]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("root")
    Lake(root / "data" / "lake").publish(make_state(), night=NIGHT, base=None)
    return root


@pytest.fixture(autouse=True)
def in_root(root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(root)
    monkeypatch.setenv("NIGHTDESK_DATA", str(root / "data"))
    settings.cache_clear()
    yield
    settings.cache_clear()


def test_the_document_has_snippets_of_each_kind() -> None:
    assert (len(SQL), len(PYTHON), len(SPARK), len(COMMANDS)) == (7, 4, 1, 11)


@pytest.mark.parametrize("text", SQL)
def test_an_sql_snippet_finds_the_row(text: str) -> None:
    with duckdb.connect() as connection:
        assert len(connection.execute(text).fetchall()) == 1


@pytest.mark.parametrize("text", PYTHON)
def test_a_python_snippet_runs(text: str) -> None:
    names = _run(text)
    results = [names[name] for name in ("by_month", "killed", "places", "counts") if name in names]
    assert [len(result) for result in results] in ([1], [2])  # type: ignore[arg-type]


@pytest.mark.drill
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("text", SPARK)
def test_the_spark_snippet_runs(text: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pyspark (group `spark`) or Java this is skipped by that name."""
    pytest.importorskip("pyspark", reason="pyspark is not installed: uv sync --inexact --group spark")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, and there is none")
    monkeypatch.setenv("PYSPARK_SUBMIT_ARGS", "--master local[1] --conf spark.ui.enabled=false pyspark-shell")
    # Java's working folder is that of the first session in this process.
    names = _run(text.replace("data/lake", f"{root}/data/lake"))
    assert [tuple(row) for row in names["killed"]] == [("IRQ", 2)]  # type: ignore[attr-defined]
    names["spark"].stop()  # type: ignore[attr-defined]


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_of_the_pages_runs(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, shlex.split(line.split(" > ", maxsplit=1)[0])[1:])
    assert (result.exit_code, result.stderr) == (0, "")


def _run(text: str) -> dict[str, object]:
    names: dict[str, object] = {}
    exec(compile(text, "docs/query.md", "exec"), names)  # noqa: S102 - our own document
    return names
