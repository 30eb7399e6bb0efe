"""Touched months in, an immutable release and one pointer to it out.

    lake/latest -> releases/<id>
    lake/releases/<id>/manifest.json
    lake/releases/<id>/<table>/event_month=<YYYY-MM>/<table>-<YYYY-MM>.parquet
    lake/releases/<id>/datapackage.json and what else `transforms.package` makes

A release is staged outside the lake, checked, renamed into place and then pointed at; a reader
sees the old state or the new one, and a kill at any moment leaves the old one. Months that did
not change are hard links to the release before. Table folders hold months and nothing else:
readers' globs take every file under them for data.

A lake may be shared in a bucket (`transforms.lake.bucket`). The pointer there is then the one that counts, and
the folder is a copy: of the releases that were made or read on this machine.
"""

from __future__ import annotations

from transforms.folders import Folders
from transforms.lake.bucket import Bucket
from transforms.lake.lake import Lake
from transforms.lake.releases import LakeError, Release
from transforms.lake.retention import Retention
from transforms.lake.staging import Months, split_months

__all__ = ["Lake", "LakeError", "Months", "Release", "Retention", "open_lake", "split_months"]


def open_lake(folders: Folders) -> Lake:
    """The lake of a data root: in its own folder, or shared in the bucket that the settings name."""
    return Lake(folders.lake, shared=None if folders.bucket is None else Bucket(folders.bucket))
