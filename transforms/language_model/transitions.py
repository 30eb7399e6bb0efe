"""Parses under way: for each document a stack, a buffer and the arcs so far, and what each of the five moves does.

Arc-eager parsing (Nivre, 2003) with non-monotonic moves (Honnibal and Johnson, 2015), as spaCy 3.8 has it: a word that
already has a head may be given another, one that is left without any goes back to the buffer, and sentences are parted
on the way. Words are numbered throughout the batch. All documents move at once, each by a move of its own, in as few
calls of NumPy as may be: there are few documents in a batch, so that calls are what takes the time.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from transforms.language_model.scorer import NONE, Flags, Indices

# The moves, in the order in which spaCy prefers them where two score alike.
SHIFT: Final = 0
REDUCE: Final = 1
LEFT: Final = 2
RIGHT: Final = 3
BREAK: Final = 4
# By how much each move lengthens a buffer and a stack.
_GROWTH = np.array([[-1, 0, 0, -1, 0], [1, -1, -1, 1, 0]])

# Rows of what `Parses.look` gives: the first words of the buffer, the top ones of the stack.
_FIRST, _SECOND, _TOP, _BELOW, _THIRD = range(5)
# In which of the two each of them is, and how far below its end.
_WHERE, _DEPTH = np.array([0, 0, 1, 1, 1]), np.array([1, 2, 1, 2, 3])[:, None]
# Places without a word at the bottom of each buffer and stack, so that one may look deeper than it is.
_BOTTOM = 3


class Parses:
    """One parse for each document; `heads` and `actions` are filled as it goes on, `NONE` = a root.

    The last of each array stands for no word at all: `NONE` picks it.
    """

    def __init__(self, lengths: Indices) -> None:
        words, count = int(lengths.sum()), len(lengths)
        self.heads, self.actions, self._elder = np.full((3, words + 1), NONE)
        # The latest word under each word, to its left and to its right.
        self._kin = np.full(2 * (words + 1), NONE)
        self._left, self._right = self._kin.reshape(2, -1)
        self._nearest = np.array([0, 0, words + 1])[:, None]
        # A word opens no sentence, and then whether it may go onto a stack that is not empty.
        self._is_inside, self._may_shift = np.ones((2, words + 1), dtype=bool)
        self._is_inside[NONE] = self._may_shift[NONE] = False
        # All buffers, then all stacks; above each is room for one word more.
        ends = np.cumsum(lengths)
        bottoms = ends - lengths + (_BOTTOM + 1) * np.arange(count) + _BOTTOM
        self._ends = np.stack([bottoms + lengths, bottoms + words + (_BOTTOM + 1) * count])
        self._places = np.full(2 * (words + (_BOTTOM + 1) * count), NONE)
        backwards = np.repeat(2 * ends - lengths - 1, lengths) - np.arange(words)
        self._places[np.arange(words) + np.repeat(bottoms - ends + lengths, lengths)] = backwards

    def look(self) -> Indices:
        """The words by which the model is told of each parse that is not finished, a column each; empty = all are."""
        words = self._at_hand()
        is_open = (words[_FIRST] & words[_TOP]) != NONE
        if not is_open.all():
            self._ends, words = self._ends[:, is_open], words[:, is_open]
        return np.concatenate([words, self._kin[words[[_FIRST, _TOP, _TOP]] + self._nearest]])

    def _at_hand(self) -> Indices:
        words: Indices = self._places[self._ends[_WHERE] - _DEPTH]
        return words

    def allowed(self, words: Indices) -> Flags:
        """Which moves each parse allows: a row for `SHIFT`, `REDUCE`, an arc either way and `BREAK`."""
        first, second = words[_FIRST], words[_SECOND]
        has_stack = words[_TOP] != NONE
        shift = ~has_stack | (self._may_shift[first] & (second != NONE))
        part = self._is_inside[second] & (second == first + 1)
        return np.concatenate([shift, has_stack, has_stack & self._is_inside[first], part]).reshape(4, -1)

    def move(self, words: Indices, moves: Indices, actions: Indices) -> None:
        """Let each parse make its move; `actions` is kept of those that draw an arc, as its name."""
        first, top = words[_FIRST], words[_TOP]
        is_reduced = moves == REDUCE
        is_returned = is_reduced & (self.heads[top] == NONE) & (words[_BELOW] != NONE)
        self._may_shift[top[is_returned]] = False
        self._break(words[_SECOND][moves == BREAK])
        self._arc_left(*_picked(moves == LEFT, top, first, actions))
        self._arc_right(*_picked(moves == RIGHT, top, first, actions))
        self._places[self._ends] = words[[_TOP, _FIRST]]
        self._ends += _GROWTH[:, moves]
        self._ends[0] += is_returned

    def _break(self, words: Indices) -> None:
        self._is_inside[words] = self._may_shift[words] = False

    def _arc_left(self, words: Indices, heads: Indices, actions: Indices) -> None:
        # A head that such a word has is to its left, and it the latest word under that head.
        self._right[self.heads[words]] = self._elder[words]
        self.heads[words], self.actions[words] = heads, actions
        self._left[heads] = words
        self._may_shift[heads] = True

    def _arc_right(self, heads: Indices, words: Indices, actions: Indices) -> None:
        self.heads[words], self.actions[words] = heads, actions
        self._elder[words] = self._right[heads]
        self._right[heads] = words


def _picked(flags: Flags, *columns: Indices) -> list[Indices]:
    rows = np.flatnonzero(flags)
    return [column[rows] for column in columns]
