"""What a step reads and writes, as OpenLineage's data sets: folders, or prefixes of a bucket, of a night or a site.

Names follow OpenLineage's naming: `file` and the path, or `s3://bucket` and the key. Needs its provider for Airflow.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from nightdesk.settings import settings

if TYPE_CHECKING:
    from airflow.providers.common.compat.openlineage.facet import Dataset
    from airflow.providers.openlineage.extractors import OperatorLineage

_ARCHIVE = "raw/site={site}/night={night}"
_ARTICLES = "runs/articles/site={site}/night={night}.parquet"
# What each step reads, and what it writes.
_STEPS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "crawl": ((), (_ARCHIVE,)),
    "articles": ((_ARCHIVE,), (_ARTICLES,)),
    "extract": (("runs/articles",), ("runs/extract/night={night}",)),
    "incidents": (("runs/extract/night={night}", "lake"), ("runs/incidents/night={night}",)),
    "publish": (("runs/incidents/night={night}",), ("lake",)),
    "report": (("lake",), ()),
}


def lineage_of(arguments: Sequence[str]) -> OperatorLineage[Any, Any] | None:
    """The data sets of a command; None if it is no step of a night."""
    from airflow.providers.openlineage.extractors import OperatorLineage

    step = arguments[0]
    if step not in _STEPS or "--night" not in arguments:
        return None
    night, site = arguments[arguments.index("--night") + 1], arguments[1]
    reads, writes = ([_dataset(path.format(site=site, night=night)) for path in paths] for paths in _STEPS[step])
    return OperatorLineage(inputs=reads, outputs=writes)


def _dataset(path: str) -> Dataset:
    from airflow.providers.common.compat.openlineage.facet import Dataset

    told = settings()
    if path == "lake" and told.lake:
        return Dataset(*_of_bucket(told.lake))
    if told.is_shared:
        return Dataset(*_of_bucket(f"{told.data}/{path}"))
    return Dataset("file", str(told.folders.root / path))


def _of_bucket(url: str) -> tuple[str, str]:
    bucket, _, key = url.removeprefix("s3://").partition("/")
    return f"s3://{bucket}", key
