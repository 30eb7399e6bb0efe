"""Docs that cannot rot: every command, option and exit code is told of, with an example."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import typer

from nightdesk import Exit, app

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "commands.md").read_text(encoding="utf-8")


def commands(command: Any, name: str) -> list[tuple[str, Any]]:
    """Every command below a group, by the words that a person types."""
    below = getattr(command, "commands", None)
    if below is None:
        return [(name, command)]
    return [found for key, part in below.items() for found in commands(part, f"{name} {key}")]


COMMANDS = commands(typer.main.get_command(app), "nightdesk")


def test_there_are_commands_to_document() -> None:
    assert {"nightdesk night", "nightdesk sites check"} <= {name for name, _ in COMMANDS}


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_command_is_documented_with_its_options_and_an_example(name: str, command: Any) -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith((f"| `{name}`", f"| `{name} "))]
    assert rows and all(row.split(" | ")[-1].startswith(f"`{name}") for row in rows)
    assert f"`{name}" in (command.help or ""), "the command's own help has no example"
    options = {option for parameter in command.params for option in parameter.opts if option.startswith("--")}
    assert {option for option in options if option not in PAGE} == set()


@pytest.mark.parametrize("code", Exit, ids=lambda code: code.name)
def test_exit_code_is_documented(code: Exit) -> None:
    assert f"| {code.value} | " in PAGE
