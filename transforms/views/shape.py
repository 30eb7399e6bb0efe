"""What a view for people of another codebook is made of, and its SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Given:
    """A column that we can fill: its SQL over the view's source, and where it differs from the codebook.

    An empty `deviation` means that the column is as the codebook has it.
    """

    name: str
    type: str
    sql: str
    deviation: str = ""


@dataclass(frozen=True)
class Absent:
    """Columns that are always null, of one SQL type, and why."""

    type: str
    names: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class View:
    """The incidents in the columns of another codebook, in its order.

    `source` is a FROM clause, `rows` the condition that an incident must meet, `scope` says it in words.
    """

    name: str
    codebook: str
    scope: str
    header: tuple[str, ...]
    source: str
    rows: str
    given: tuple[Given, ...]
    absent: tuple[Absent, ...]

    @property
    def sql(self) -> str:
        """The SELECT that makes the rows, ordered by nothing."""
        filled = {column.name: f"CAST({column.sql} AS {column.type})" for column in self.given}
        empty = {name: f"CAST(NULL AS {group.type})" for group in self.absent for name in group.names}
        known = filled | empty
        columns = ",\n".join(f'    {known[name]} AS "{name}"' for name in self.header)
        return f"SELECT\n{columns}\nFROM {self.source}\nWHERE {self.rows}"

    @property
    def comments(self) -> dict[str, str]:
        """A comment for each column: what it is taken from or why it is null."""
        filled = {column.name: column.deviation or "as the codebook has it." for column in self.given}
        return filled | {name: f"null: {group.reason}" for group in self.absent for name in group.names}


def sql_case(column: str, codes: Mapping[str, object], otherwise: str = "NULL") -> str:
    """SQL that turns the values of a column into codes; a value without a code becomes `otherwise`."""
    arms = " ".join(f"WHEN {sql_text(value)} THEN {_literal(code)}" for value, code in codes.items())
    return f"CASE {column} {arms} ELSE {otherwise} END"


def sql_list(values: tuple[str, ...]) -> str:
    """The values as an SQL list of texts, in brackets."""
    return "(" + ", ".join(sql_text(value) for value in values) + ")"


def sql_text(value: str) -> str:
    """A text as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def _literal(code: object) -> str:
    return sql_text(code) if isinstance(code, str) else str(code)
