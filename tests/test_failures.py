"""The failure policy, and the page that tells it."""

from __future__ import annotations

from pathlib import Path

import pytest

from nightdesk import Exit
from nightdesk.failures import KILLED, RULES, rule_for

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "failures.md").read_text(encoding="utf-8")
ROWS = {row[0]: row for row in ([cell.strip() for cell in line.split("|")[1:-1]] for line in PAGE.splitlines()) if row}


def test_every_exit_code_has_a_rule() -> None:
    assert set(RULES) == set(Exit)


@pytest.mark.parametrize("code", Exit, ids=lambda code: code.name)
def test_page_tells_the_rule_of_an_exit_code(code: Exit) -> None:
    rule, row = RULES[code], ROWS[str(code.value)]
    assert (row[1], row[2], row[4]) == (
        rule.meaning,
        "yes" if rule.is_retried else "no",
        rule.to_do.format(site="SITE"),
    )


@pytest.mark.parametrize("code", [137, 143, 255])
def test_command_that_was_killed_is_tried_again(code: int) -> None:
    assert rule_for(code) is KILLED
    assert (ROWS["other"][1], ROWS["other"][2]) == (KILLED.meaning, "yes")
