"""A parsed page to the article's body text, paragraphs apart by one newline.

An extractor gives a candidate; a small trained model then judges every block of the page, those of the candidate and
the others, by where it stands, how it is named and what it says (`models/body.md`). So fact boxes, captions and
newsletter lines between the paragraphs go, and paragraphs that the extractor lost come back. Text is taken from the
page itself, so that joiners and direction marks, which the extractor deletes, are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from transforms.articles.block_features import PageBlocks, Story, block_features
from transforms.articles.blocks import find_blocks
from transforms.articles.candidate import read_candidate
from transforms.articles.pages import Page
from transforms.linear_model import LinearModel, load_model

OF_STORY = "story"
# Longer blocks that stand twice are the same paragraph shown twice (for phones, for print); the first counts.
SAID_ONCE = 20
# A candidate of fewer blocks gives the model too little to compare a block with, and a lost lead costs a story.
FEWEST_BLOCKS = 5


@cache
def _model() -> LinearModel:
    return load_model("body")


def read_text(page: Page, title: str | None, authors: tuple[str, ...]) -> str:
    """The article's own words; empty where the page has no article."""
    lines = read_candidate(page)
    if not lines:
        return ""
    blocks = PageBlocks(page, find_blocks(page.tree), Story(title, authors, lines))
    return join_blocks(blocks, choose_blocks(blocks))


def choose_blocks(blocks: PageBlocks) -> list[bool]:
    """Whether each block is of the story; where the candidate is a few lines, it stands as it is."""
    if len(blocks.ranks) < FEWEST_BLOCKS:
        return blocks.kept
    model = _model()
    return [
        blocks.may_be_of_story(at) and model.is_taken(OF_STORY, block_features(blocks, at))
        for at in range(len(blocks.blocks))
    ]


def join_blocks(blocks: PageBlocks, chosen: Sequence[bool]) -> str:
    """The chosen blocks as text, each long one once."""
    said: set[str] = set()
    lines = []
    for block, folded, is_chosen in zip(blocks.blocks, blocks.folded, chosen, strict=True):
        if is_chosen and folded not in said:
            lines.append(block.text)
            said |= {folded} if len(folded) > SAID_ONCE else set()
    return "\n".join(lines)
