"""What becomes of a step that failed: the one table, told in `docs/failures.md`."""

from __future__ import annotations

from dataclasses import dataclass

from nightdesk.terminal import Exit


@dataclass(frozen=True)
class Rule:
    """`meaning` is what the exit code says; `is_retried`, whether running it again in the same night can pass."""

    meaning: str
    is_retried: bool
    to_do: str


RULES = {
    Exit.FAILED: Rule("failed", False, "mend what the message names"),
    Exit.USAGE: Rule("wrong call or setting", False, "correct the setting or the site's TOML that the message names"),
    Exit.SITE_BROKEN: Rule("site broken", True, "correct its addresses in its TOML; see: nightdesk sites check {site}"),
    Exit.STOPPED: Rule("stopped before its end", True, "run it again; it goes on from there"),
    Exit.LOCKED: Rule("another process is at it", True, "wait for the other process, then run it again"),
    Exit.SITE_EMPTY: Rule("site empty", False, "look at its feeds and sections in a browser; correct its TOML"),
    Exit.OUT_OF_BOUNDS: Rule("site out of bounds", False, "follow the sentence: correct its TOML, or its [expect]"),
    Exit.REFUSED: Rule("refused by robots.txt", False, "find another way in, or leave the site out"),
    Exit.UNREACHABLE: Rule("site unreachable", True, "look whether it answers a browser; run it again"),
    Exit.STORE: Rule("bucket out of reach", True, "look whether the bucket answers; run it again"),
}
KILLED = Rule("killed", True, "look whether memory ran out; run it again")
"""Any other exit code: a signal or the machine ended the command."""


def rule_for(exit_code: int) -> Rule:
    """What becomes of a step that ended with this code, which is not 0."""
    return RULES[Exit(exit_code)] if exit_code in set(Exit) else KILLED
