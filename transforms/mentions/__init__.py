"""An article's accounts of incidents as mentions: read, weighed against each other, counted, and as rows of tables."""

from __future__ import annotations

from transforms.mentions.counting import count_mention
from transforms.mentions.mention import Mention, Span, make_mention_id, with_evidence
from transforms.mentions.reading import read_mentions
from transforms.mentions.rows import claim_rows, mention_row
from transforms.mentions.telling import make_telling
from transforms.mentions.weighing import MOST_MENTIONS, Weighed, weigh_accounts

__all__ = [
    "MOST_MENTIONS",
    "Mention",
    "Span",
    "Weighed",
    "claim_rows",
    "count_mention",
    "make_mention_id",
    "make_telling",
    "mention_row",
    "read_mentions",
    "weigh_accounts",
    "with_evidence",
]
