"""Blocks of a page, and how they are chosen and trained for."""

import gzip
import json
from pathlib import Path

import pytest
from page_html import PARAGRAPHS, make_page

from transforms.articles.block_features import PageBlocks, Story, block_features, is_within
from transforms.articles.blocks import find_blocks
from transforms.articles.body import choose_blocks, join_blocks
from transforms.articles.pages import Page, parse_html, read_page
from transforms.articles.site_names import fold
from transforms.training import Sources, TrainingError, train_part


def texts(html: str) -> list[str]:
    return [block.text for block in find_blocks(parse_html(html))]


def page_of(html: str) -> Page:
    return read_page(html.encode(), url="https://a.example/story", content_type="text/html; charset=utf-8")


def blocks_of(html: str, lines: tuple[str, ...]) -> PageBlocks:
    page = page_of(html)
    return PageBlocks(page, find_blocks(page.tree), Story("Raid", ("Ada Obi",), lines))


def test_inline_elements_part_no_words() -> None:
    assert texts("<p>Nine <b>sol</b>diers<span> were</span> <a href='/x'>killed</a>.</p>") == [
        "Nine soldiers were killed."
    ]


def test_text_beside_paragraphs_is_a_block() -> None:
    assert texts("<div>One<p>Two</p>Three<ul><li>Four</ul></div>") == ["One", "Two", "Three", "Four"]


def test_line_break_ends_a_block_after_a_sentence_only() -> None:
    assert texts("<p>Nine soldiers<br>were killed.<br>Ten fled.</p>") == ["Nine soldiers were killed.", "Ten fled."]


@pytest.mark.parametrize("hidden", ["<script>x()</script>", "<button>Search</button>", "<template>x</template>"])
def test_what_is_no_text_is_left_out_and_parts_words(hidden: str) -> None:
    assert texts(f"<p>Nine{hidden}soldiers</p>") == ["Nine soldiers"]


def test_joiners_stay_and_spaces_without_width_go() -> None:
    assert texts("<p>می\u200cگویند \u200bنه\u200d</p>") == ["می\u200cگویند نه\u200d"]


def test_share_of_links_and_bold() -> None:
    block = find_blocks(parse_html("<p><a>Read</a> <b>more</b></p>"))[0]

    assert (block.linked, block.strong, block.link_share) == (4, 4, 4 / 9)


def test_short_block_is_within_only_as_a_line() -> None:
    assert is_within("nine", {"nine"}, "nine")
    assert not is_within("nine", {"ninesoldiers"}, "ninesoldiers")


def test_long_block_is_within_by_most_of_its_pieces() -> None:
    text = fold("".join(PARAGRAPHS))
    near, far = text[:48] + "x" * 12, text[:30] + "x" * 40

    assert is_within(near, set(), text)
    assert not is_within(far, set(), text)


def test_candidate_of_few_blocks_stands() -> None:
    blocks = blocks_of(make_page(), PARAGRAPHS)

    assert choose_blocks(blocks) == blocks.kept


def test_fact_box_that_the_candidate_took_goes_and_a_lost_paragraph_comes_back() -> None:
    story = [f"{paragraph} This is paragraph {number} of the story." for number in range(3) for paragraph in PARAGRAPHS]
    fact = "The district of Kessa has 90,000 people and three towns, and its army post was built in 1994."
    box = f"<div class='info-box'><div class='box'><ul><li>{fact}</li></ul></div></div>"
    body = "".join(f"<p>{paragraph}</p>" for paragraph in story[:5]) + box
    body += "".join(f"<p>{paragraph}</p>" for paragraph in story[5:])

    blocks = blocks_of(make_page(body=body), (*story[:6], fact, *story[7:]))

    assert join_blocks(blocks, choose_blocks(blocks)) == "\n".join(story)


def test_paragraph_that_stands_twice_is_said_once() -> None:
    blocks = blocks_of(make_page(after=f"<p>{PARAGRAPHS[0]}</p>"), PARAGRAPHS)

    assert join_blocks(blocks, [block.text in PARAGRAPHS for block in blocks.blocks]) == "\n".join(PARAGRAPHS)


def test_features_tell_where_a_block_stands() -> None:
    page = make_page(
        body="".join(f"<p>{p}</p>" for p in (*PARAGRAPHS, "Ada Obi")), after="<p class='teaserBox'>More</p>"
    )
    blocks = blocks_of(page, PARAGRAPHS)
    by_text = {block.text: block_features(blocks, at) for at, block in enumerate(blocks.blocks)}

    assert {"kept", "kept first 0", "same parent True", "tag p"} <= by_text[PARAGRAPHS[0]]
    assert {"dropped", "dropped after", "author line"} <= by_text["Ada Obi"]
    assert {"own teaser", "own box", "same parent False"} <= by_text["More"]


def test_training_needs_the_pages(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"ground_truth\.jsonl: not there"):
        train_part("body", Sources(tmp_path))


def test_same_pages_give_the_same_bytes(tmp_path: Path) -> None:
    gold = tmp_path / "gold" / "pages"
    gold.mkdir(parents=True)
    lines = []
    for number in range(12):
        story = [f"{paragraph} Report {number}." for paragraph in PARAGRAPHS * 2]
        html = make_page(
            body="".join(f"<p>{p}</p>" for p in story), after="<p class='promo'>Get our newsletter now</p>"
        )
        (gold / f"{number}.html.gz").write_bytes(gzip.compress(html.encode()))
        row = {
            "id": str(number),
            "file": f"{number}.html.gz",
            "url": f"https://a.example/{number}",
            "body": "\n".join(story),
        }
        lines.append(json.dumps(row))
    (gold / "ground_truth.jsonl").write_text("\n".join(lines), encoding="utf-8")

    reports = [train_part("body", Sources(gold.parent), tmp_path / name) for name in ("one", "two")]

    assert (tmp_path / "one" / "body.npz").read_bytes() == (tmp_path / "two" / "body.npz").read_bytes()
    assert reports[0][:2] == reports[1][:2]
    assert reports[0][0].startswith("body: tuned: body F1")
