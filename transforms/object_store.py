"""A bucket that speaks S3, as `s3://bucket/prefix` names it. Credentials, region and endpoint are the AWS_* variables.

obstore: a conditional PUT, parallel requests and retries in one wheel of 15 MB without dependencies (boto3: 32 MB
and seven packages; pyarrow's and s3fs' file systems have no conditional PUT).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import TypeVar

from obstore.exceptions import BaseError
from obstore.store import S3Store

_REQUESTS_AT_ONCE = 8
# A store that does not answer for so long has failed the step, which is then run again.
_RETRY_FOR = timedelta(minutes=2)
Item = TypeVar("Item")
Made = TypeVar("Made")


class StoreError(RuntimeError):
    """The store refuses or does not answer, or another machine was quicker: running the step again can pass."""


def normalize_url(url: str) -> str:
    """The URL without a slash at its end. Raises ValueError unless it is `s3://bucket` or `s3://bucket/prefix`."""
    scheme, _, rest = url.partition("://")
    if scheme != "s3" or not rest.strip("/"):
        raise ValueError(f"{url}: expected s3://bucket/prefix")
    return f"s3://{rest.strip('/')}"


def open_store(url: str) -> S3Store:
    """The store under the prefix. Raises StoreError if the environment's AWS_* variables cannot be right."""
    bucket, _, prefix = url.removeprefix("s3://").partition("/")
    with told(url):
        return S3Store(
            bucket,
            prefix=prefix or None,
            retry_config={"max_retries": 5, "retry_timeout": _RETRY_FOR},
            client_options={"allow_http": True},
        )


@contextmanager
def told(url: str) -> Iterator[None]:
    """An error of the store as a StoreError; the first line says what was asked and what came back."""
    try:
        yield
    except (BaseError, FileNotFoundError) as error:
        raise StoreError(f"{url}: {str(error).splitlines()[0]}") from error


def at_once(work: Callable[[Item], Made], items: Iterable[Item]) -> list[Made]:
    """What `work` makes of each item by its requests, in order; a few are under way at a time."""
    with ThreadPoolExecutor(_REQUESTS_AT_ONCE) as pool:
        return list(pool.map(work, items))
