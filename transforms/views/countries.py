"""`lexicon/country_codes.csv` as an SQL view: ISO codes in the numbers and regions of other codebooks."""

from __future__ import annotations

from transforms.phrases import read_lexicon
from transforms.views.shape import sql_text

NAME = "country_codes"
_NUMBERS = ("iso_numeric", "gw_number", "gtd_region")


def countries_sql() -> str:
    """A SELECT with a row for each country: code, name, iso_numeric, gw_number, acled_region, gtd_region."""
    names = {row["code"]: row["name"] for row in read_lexicon("countries")}
    rows = [
        f"({sql_text(row['code'])}, {sql_text(names[row['code']])}, "
        f"{', '.join(row[number] or 'NULL' for number in _NUMBERS)}, {sql_text(row['acled_region'])})"
        for row in read_lexicon("country_codes")
    ]
    columns = f"code, name, {', '.join(_NUMBERS)}, acled_region"
    values = ",\n".join(rows)
    return f"SELECT * FROM (VALUES\n{values}\n) AS {NAME}({columns})"  # noqa: S608 - our own lexicon
