"""What changed between two captures of a page."""

import pytest
from page_html import PARAGRAPHS

from transforms.articles.versions import CHANGES, Versions, find_changes, make_version
from transforms.schema import ARTICLE_CHANGES

TITLE = "Nine soldiers killed in attack"
TEXT = "\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    ("title", "text", "changes"),
    [
        (TITLE, TEXT, ()),
        (TITLE.upper(), TEXT.replace(" ", "  "), ()),
        ("Soldiers killed in attack on post", TEXT, ("title",)),
        ("Ten soldiers killed in attack", TEXT.replace("nine", "ten"), ("title", "figures", "text")),
        (TITLE, f"{TEXT}\nThe army has sent troops to the town.", ("text",)),
        (TITLE, f"{TEXT}\nCorrection: the post lies near Kessa, not Oru.", ("text", "correction")),
        (TITLE, f"{TEXT}\nAn earlier version of this story named another town.", ("text", "correction")),
        (TITLE, "This article has been removed at the request of the army.", ("figures", "text", "removal")),
    ],
)
def test_changes_are_named(title: str, text: str, changes: tuple[str, ...]) -> None:
    assert find_changes(make_version(TITLE, TEXT), make_version(title, text)) == changes
    assert set(changes) <= CHANGES.keys()


def test_changes_are_those_of_the_table() -> None:
    assert tuple(CHANGES) == ARTICLE_CHANGES


def test_correction_of_the_earlier_version_is_not_told_again() -> None:
    corrected = f"{TEXT}\nCorrection: the post lies near Kessa."

    changes = find_changes(make_version(TITLE, corrected), make_version(TITLE, f"{corrected}\nTroops were sent."))

    assert changes == ("text",)


def test_body_of_which_little_is_left_was_removed() -> None:
    long = "\n".join(f"Paragraph of the story that says what happened in village {number}." for number in range(10))

    assert "removal" in find_changes(make_version(TITLE, long), make_version(TITLE, long.split("\n")[0]))


def test_versions_are_counted_by_page() -> None:
    versions = Versions()
    first, changed = make_version(TITLE, TEXT), make_version(TITLE, f"{TEXT}\nTroops were sent.")

    assert [
        versions.add("a", first),
        versions.add("b", first),
        versions.add("a", first),
        versions.add("a", changed),
    ] == [
        (1, ()),
        (1, ()),
        (1, ()),
        (2, ("text",)),
    ]


def test_pages_longest_unread_are_forgotten() -> None:
    versions = Versions(most=1)
    versions.add("a", make_version(TITLE, TEXT))
    versions.add("b", make_version(TITLE, TEXT))

    assert versions.add("a", make_version(TITLE, "Another.")) == (1, ())
