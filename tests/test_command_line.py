"""What a person meets at the command line when something is wrong: one line that says what to do, and an exit code."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import typer
from night_runs import FIRST, NEWSROOM, House

from nightdesk import Exit, app
from spiders import verdict
from spiders.newsroom import Newsroom

SITE = (
    'source = "Kessa Times"\nurl = "{url}"\nfeeds = ["{url}/feed.xml"]\ntimezone = "Africa/Lagos"\ndelay_seconds = 0\n'
)
ARTICLE = {
    "url": "https://kessa.example/2026/11/attack",
    "title": "Five soldiers killed in attack in Mosul",
    "text": "Gunmen killed five soldiers in Mosul on Wednesday, police said.",
    "published_at": "2026-11-19T08:00:00+00:00",
}


@pytest.fixture
def house(tmp_path: Path) -> House:
    (tmp_path / "sites").mkdir()
    return House(tmp_path / "data", tmp_path / "sites")


@pytest.fixture
def broken_outlet() -> Iterator[str]:
    """Address of a server that answers every request with 500."""

    class Broken(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(500)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's own name
            """Nothing is logged."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Broken) as server:
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def oasis(tmp_path: Path, house: House) -> Iterator[Newsroom]:
    """One outlet of the sample newsroom, its TOML among the house's sites."""
    shutil.copytree(NEWSROOM / "oasis", tmp_path / "newsroom" / "oasis")
    with Newsroom(tmp_path / "newsroom", FIRST, port=0) as newsroom:
        newsroom.write_sites(house.sites)
        yield newsroom


def only_line(stderr: str) -> str:
    """The one line that was said; a traceback has more."""
    (line,) = stderr.splitlines()
    return line


def test_exit_codes_are_those_of_the_crawl() -> None:
    codes = {name.removeprefix("EXIT_"): code for name, code in vars(verdict).items() if name.startswith("EXIT_")}
    own = {code.name.removeprefix("SITE_"): code.value for code in Exit if code is not Exit.STORE}
    assert own | {"OK": 0} == codes


def test_unknown_key_in_a_toml_is_named_with_the_known_ones(house: House) -> None:
    (house.sites / "kessa.toml").write_text(SITE.format(url="https://kessa.example").replace("feeds", "feed"))
    for command in (["sites", "check"], ["crawl", "kessa"]):
        done = house.run(*command)
        assert done.returncode == Exit.FAILED
        assert "kessa.toml: unknown key 'feed'; known: " in only_line(done.stderr)
        assert "feeds" in done.stderr


def test_unknown_site_is_named(house: House) -> None:
    done = house.run("crawl", "nowhere", "--night", str(FIRST))
    assert done.returncode == Exit.FAILED
    assert "nowhere.toml: no such file" in only_line(done.stderr)


def test_night_without_any_site_says_where_sites_belong(house: House) -> None:
    done = house.run("night", "--night", str(FIRST))
    assert done.returncode == Exit.FAILED
    assert f"{house.sites}: no site here" in only_line(done.stderr)


@pytest.mark.drill
def test_broken_site_fails_alone_and_the_others_are_published(
    house: House, oasis: Newsroom, broken_outlet: str
) -> None:
    (house.sites / "kessa.toml").write_text(SITE.format(url=broken_outlet))
    (house.sites / "strange.toml").write_text(SITE.format(url=broken_outlet) + "colour = 1\n")
    done = house.run("night", "--night", str(FIRST))
    assert done.returncode == Exit.SITE_BROKEN
    assert done.stderr.splitlines()[-1].startswith("2 sites failed: kessa, strange.")
    assert "crawl kessa 2026-11-19: site unreachable" in done.stdout
    assert "strange.toml: unknown key 'colour'" in done.stderr
    assert {row["site"] for row in house.ask("SELECT DISTINCT site FROM articles")} == set(oasis.addresses)
    refused = house.ask("SELECT outcome FROM outcomes WHERE site = 'kessa' AND step = 'crawl' AND is_refusal")
    assert [row["outcome"] for row in refused] == ["discovery_robots_unreachable"]


@pytest.mark.drill
def test_page_in_a_truncated_archive_is_refused_by_name_and_the_others_are_read(house: House, oasis: Newsroom) -> None:
    assert oasis.addresses
    assert house.run("crawl", "oasis", "--night", str(FIRST)).returncode == 0
    (archive,) = (house.data / "raw").glob("site=oasis/night=*/*.warc.gz")
    archive.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])
    done = house.run("articles", "oasis", "--night", str(FIRST))
    assert done.returncode == 0
    assert "archive_damaged" in done.stdout
    (rejects,) = (house.data / "runs" / "rejects").rglob("*oasis*")
    damaged = [json.loads(line) for line in rejects.read_text().splitlines()]
    assert {reject["reason"] for reject in damaged} == {"archive_damaged"}
    assert all(reject["record"].startswith(oasis.addresses["oasis"]) for reject in damaged)


def test_lines_that_are_no_article_are_refused_by_number_and_the_rest_goes_on(house: House, tmp_path: Path) -> None:
    dateless = {name: value for name, value in ARTICLE.items() if name != "published_at"}
    lines = [json.dumps(ARTICLE), "{not json", json.dumps(dateless), json.dumps({**ARTICLE, "published_at": "soon"})]
    (tmp_path / "articles.jsonl").write_text("\n".join(lines))
    done = house.run("extract", str(tmp_path / "articles.jsonl"), "--out", str(tmp_path / "out"))
    assert (done.returncode, done.stderr) == (0, "")
    rejects = [json.loads(line) for line in (tmp_path / "out" / "rejects.jsonl").read_text().splitlines()]
    assert [(reject["record"], reject["reason"]) for reject in rejects] == [
        ("articles.jsonl:2", "not_json"),
        ("articles.jsonl:3", "missing_published_at"),
        ("articles.jsonl:4", "bad_published_at"),
    ]
    assert pq.read_table(tmp_path / "out" / "mentions.parquet").num_rows == 1


def test_articles_that_do_not_exist_are_named(house: House, tmp_path: Path) -> None:
    done = house.run("extract", str(tmp_path / "nothing.jsonl"), "--out", str(tmp_path / "out"))
    assert done.returncode == Exit.FAILED
    assert f"{tmp_path / 'nothing.jsonl'}: no such file or folder" in only_line(done.stderr)


def test_parquet_without_a_needed_column_names_it(house: House, tmp_path: Path) -> None:
    pq.write_table(pa.table({"url": ["https://kessa.example/a"], "text": ["Five killed."]}), tmp_path / "a.parquet")
    done = house.run("extract", str(tmp_path / "a.parquet"), "--out", str(tmp_path / "out"))
    assert done.returncode == Exit.FAILED
    assert "columns ['title', 'published_at'] are missing" in only_line(done.stderr)


def test_step_out_of_turn_names_the_step_before(house: House) -> None:
    for step, before in (("incidents", "extract"), ("publish", "incidents")):
        done = house.run(step, "--night", str(FIRST))
        assert done.returncode == Exit.FAILED
        assert f"run first: nightdesk {before} --night 2026-11-19" in only_line(done.stderr)


@pytest.mark.parametrize(
    ("setting", "value", "told"),
    [
        ("NIGHTDESK_DATA", "gs://bucket/desk", "expected s3://bucket/prefix"),
        ("NIGHTDESK_LAKE", "gs://bucket/lake", "expected s3://bucket/prefix"),
        ("NIGHTDESK_KEEP_RELEASES", "0", "greater than 0"),
    ],
)
def test_a_setting_that_is_wrong_says_what_is_expected(house: House, setting: str, value: str, told: str) -> None:
    done = House(house.data, house.sites, {setting: value}).run("releases")
    assert done.returncode == Exit.USAGE
    assert told in done.stderr


def test_there_is_nothing_to_go_back_to_before_the_first_night(house: House) -> None:
    done = house.run("rollback")
    assert done.returncode == Exit.FAILED
    assert "nothing is published yet" in only_line(done.stderr)


@pytest.mark.parametrize(
    "arguments",
    [
        ("night", "--night", "19.11.2026"),
        ("extract", "articles.jsonl"),
        ("nothing",),
        ("crawl",),
        ("explain",),
        ("label",),
    ],
    ids=str,
)
def test_wrong_command_line_ends_with_two(house: House, arguments: tuple[str, ...]) -> None:
    assert house.run(*arguments).returncode == Exit.USAGE


def test_what_cannot_be_explained_or_scored_is_named(house: House, tmp_path: Path) -> None:
    done = house.run("explain", "inc-0")
    assert done.returncode == Exit.FAILED
    assert only_line(done.stderr).startswith("inc-0: not in ")
    (tmp_path / "labels.jsonl").write_text('{"format": 1}\n')
    done = house.run("label", "--score", str(tmp_path / "labels.jsonl"))
    assert done.returncode == Exit.FAILED
    assert only_line(done.stderr).startswith("labels.jsonl:1: ")


@pytest.mark.parametrize("name", ["newsroom", "night", "demo", "gazetteer"])
def test_a_command_can_be_typed_without_options(name: str) -> None:
    command = typer.main.get_command(app)
    assert isinstance(command, typer.core.TyperGroup)
    command.commands[name].make_context(name, [])


def test_nothing_published_yet_says_how_to_begin(house: House) -> None:
    done = house.run("query", "SELECT 1")
    assert done.returncode == Exit.FAILED
    assert "run a night first" in only_line(done.stderr)


def test_the_front_door_loads_no_library_that_takes_seconds() -> None:
    heavy = {"pandas", "pyarrow", "duckdb", "numpy", "scipy", "spacy", "scrapy", "lxml", "airflow"}
    loaded = "import sys, nightdesk; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert heavy & set(done.stdout.split()) == set()
