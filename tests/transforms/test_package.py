"""What lies beside the tables of a release: made from the schema, right about the files."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import pyarrow as pa
import pytest
from lake_rows import NIGHT, make_rows, make_state

from transforms.lake import Lake, Release
from transforms.package.croissant import make_croissant
from transforms.package.fields import name_kind
from transforms.package.json_schema import make_json_schema
from transforms.schema import REFERENCES, TABLES
from transforms.tables import conform


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """One sound row of every table but revisions, which is empty."""
    state = make_state() | {"revisions": {}}
    return Lake(tmp_path_factory.mktemp("root") / "lake").publish(state, night=NIGHT, base=None)


@pytest.fixture(scope="module")
def descriptor(release: Release) -> Any:
    return json.loads((release.path / "datapackage.json").read_text(encoding="utf-8"))


def test_every_file_of_the_release_is_in_the_descriptor_with_its_sha256(release: Release, descriptor: Any) -> None:
    listed = {file["path"]: file for resource in descriptor["resources"] for file in resource["files"]}
    assert listed.keys() == {file.path for file in release.manifest.files}
    for path, file in listed.items():
        body = (release.path / path).read_bytes()
        assert (file["bytes"], file["hash"]) == (len(body), f"sha256:{hashlib.sha256(body).hexdigest()}")
    assert (descriptor["version"], descriptor["previous_version"]) == (release.id, None)


def test_a_table_without_rows_is_a_resource_without_files(descriptor: Any) -> None:
    resources = {resource["name"]: resource for resource in descriptor["resources"]}
    assert resources.keys() == TABLES.keys()
    assert (resources["revisions"]["data"], "path" in resources["revisions"]) == ([], False)
    assert resources["incidents"]["path"] == ["incidents/event_month=2026-11/incidents-2026-11.parquet"]


def test_fields_have_the_schemas_names_limits_and_keys(descriptor: Any) -> None:
    resources = {resource["name"]: resource["schema"] for resource in descriptor["resources"]}
    for table in TABLES.values():
        assert [field["name"] for field in resources[table.name]["fields"]] == list(table.columns)
        assert resources[table.name]["primaryKey"] == list(table.key)
    fields = {field["name"]: field for field in resources["incidents"]["fields"]}
    assert fields["latitude"]["constraints"] == {"required": False, "minimum": -90.0, "maximum": 90.0}
    assert fields["fatalities_best"]["unit"] == "people"
    assert "accomplished" in fields["status"]["constraints"]["enum"]
    assert resources["incidents"]["foreignKeys"] == [
        {"fields": ["superseded_by"], "reference": {"resource": "incidents", "fields": ["incident_id"]}}
    ]


def test_references_name_columns_that_are_there_and_of_one_type() -> None:
    for reference in REFERENCES:
        ours, theirs = TABLES[reference.table].schema, TABLES[reference.to].schema
        types = [ours.field(name).type for name in reference.columns]
        assert types == [theirs.field(name).type for name in reference.key][: len(types)]


@pytest.mark.parametrize("name", TABLES)
def test_a_row_is_valid_by_its_json_schema_and_a_wrong_one_is_not(name: str) -> None:
    table = TABLES[name]
    schema = make_json_schema(table)
    checker = jsonschema.Draft202012Validator(schema)
    checker.check_schema(schema)
    row = json.loads(json.dumps(conform(make_rows(name), table).to_pylist()[0], default=str))
    assert list(checker.iter_errors(row)) == []
    without = {key: value for key, value in row.items() if key != table.key[0]}
    assert [error.validator for error in checker.iter_errors(without)] == ["required"]
    assert [error.validator for error in checker.iter_errors(row | {"unheard_of": 1})] == ["additionalProperties"]


def test_a_word_outside_a_vocabulary_is_invalid_and_null_only_where_the_column_may_be() -> None:
    checker = jsonschema.Draft202012Validator(make_json_schema(TABLES["incidents"]))
    row = json.loads(json.dumps(conform(make_rows("incidents"), TABLES["incidents"]).to_pylist()[0], default=str))
    assert [error.validator for error in checker.iter_errors(row | {"weapon_type": "Slingshot"})] == ["enum"]
    assert list(checker.iter_errors(row | {"weapon_type": None})) == []
    assert {error.validator for error in checker.iter_errors(row | {"status": None})} == {"enum", "type"}


def test_croissant_names_files_and_tables_that_are_there(release: Release) -> None:
    made = make_croissant(release.manifest)
    files = {part["@id"] for part in made["distribution"]}
    fields = {field["@id"] for table in made["recordSet"] for field in table["field"]}
    assert {file.path for file in release.manifest.files} < files
    for table in made["recordSet"]:
        assert {key["@id"] for key in table["key"]} <= fields
        for field in table["field"]:
            assert field["source"]["fileSet"]["@id"] in files
    assert "revisions" not in {table["@id"] for table in made["recordSet"]}


def test_croissant_marks_lists_as_repeated_and_leaves_bytes_out(release: Release) -> None:
    (incidents,) = (table for table in make_croissant(release.manifest)["recordSet"] if table["@id"] == "incidents")
    assert [field["name"] for field in incidents["field"] if field.get("repeated")] == ["sources", "claimants"]
    assert set(TABLES["incidents"].columns) - {field["name"] for field in incidents["field"]} == {"geometry"}


def test_views_sql_opens_the_folder_in_duckdb_alone(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(release.path)
    with duckdb.connect() as connection:
        connection.execute(Path("views.sql").read_text(encoding="utf-8"))
        assert connection.execute("SELECT fatalities_best FROM incidents").fetchall() == [(2,)]
        assert connection.execute("SELECT fatalities FROM acled").fetchall() == [(2,)]
        assert connection.execute("SELECT count(*) FROM revisions").fetchall() == [(0,)]
        assert connection.execute(
            "SELECT comment FROM dictionary WHERE (table_name, column_name) = ('incidents', 'latitude')"
        ).fetchall() == [("WGS 84 latitude. In degrees.",)]


def test_a_changed_or_lost_document_is_damage(release: Release) -> None:
    assert release.find_damaged() == []
    readme = release.path / "README.md"
    readme.rename(readme.with_suffix(".away"))
    try:
        assert release.find_damaged() == [readme]
    finally:
        readme.with_suffix(".away").rename(readme)


def test_a_type_without_a_word_is_refused() -> None:
    with pytest.raises(TypeError, match="decimal128"):
        name_kind(pa.decimal128(5, 2))
