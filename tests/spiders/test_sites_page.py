"""docs/sites.md says what the code does."""

import re
from dataclasses import fields
from pathlib import Path

from spiders.archive import OUTCOMES
from spiders.plan import SKIPS
from spiders.site import Expectation, Site, load_site

PAGE = (Path(__file__).parents[2] / "docs" / "sites.md").read_text(encoding="utf-8")


def test_every_key_is_documented_and_no_other() -> None:
    section = PAGE.partition("## Every key")[2].partition("\n## ")[0]
    table, _, rest = section.partition("### What to expect")
    expect = rest.partition("\n### ")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == [
        "article" if field.name == "layouts" else field.name for field in fields(Site)[1:]
    ]
    assert re.findall(r"^\| `(\w+)` \|", expect, re.MULTILINE) == [field.name for field in fields(Expectation)]


def test_every_outcome_is_documented_with_its_meaning() -> None:
    table = PAGE.partition("| outcome | meaning |")[2]
    assert dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", table, re.MULTILINE)) == OUTCOMES | SKIPS


def test_the_examples_check(tmp_path: Path) -> None:
    site, layouts = re.findall(r"```toml\n(.+?)```", PAGE, re.DOTALL)
    path = tmp_path / "tworivers.toml"
    path.write_text(site)
    assert load_site(path).expect.min_articles == 3
    path.write_text(site + layouts)
    assert [layout.body for layout in load_site(path).layouts] == ["td.story", None]
