"""The second reader that the settings name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from nightdesk.settings import settings
from nightdesk.terminal import Exit, complain

if TYPE_CHECKING:
    from transforms.second_reader import SecondReader


def second_reader() -> SecondReader | None:
    """The second reader that the settings name; none = the draft stands."""
    told = settings()
    if told.llm_url is None:
        return None
    try:
        from transforms.second_reader import Endpoint, SecondReader
    except ModuleNotFoundError as error:
        complain(
            f"NIGHTDESK_LLM_URL is set, but {error.name} is missing; install the extra: pip install 'nightdesk[llm]'"
        )
        raise typer.Exit(Exit.USAGE) from error
    try:
        endpoint = Endpoint(
            url=told.llm_url,
            model=told.llm_model,
            key=told.llm_key.get_secret_value(),
            timeout=told.llm_timeout,
            deadline=told.llm_deadline,
            tokens=told.llm_tokens,
            price_in=told.llm_price_in,
            price_out=told.llm_price_out,
        )
    except ValueError as error:
        complain(error)
        raise typer.Exit(Exit.USAGE) from error
    return SecondReader(endpoint, told.published.runs / "second_read")
