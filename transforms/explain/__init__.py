"""An article → how it was read, decision by decision: `nightdesk explain`.

Every reason is the reader's own: its functions are asked, none is written a second time. Nothing of this runs at night.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from transforms.accounts import place_sentences
from transforms.accounts.sentences import ReadText
from transforms.explain.accounts import read_accounts
from transforms.explain.explanation import Explanation, SentenceReading
from transforms.explain.findings import read_findings, why_no_event
from transforms.explain.reasons import DOORS, PLACED, word_for
from transforms.extract import extractor_version, read_article
from transforms.mentions import weigh_accounts
from transforms.texts import ArticleText


def explain_article(article: ArticleText) -> Explanation:
    """Read the article once more and tell why each decision fell as it did.

    Where the text told nothing and the title was read instead, the title stands for the text.
    """
    reading = read_article(article)
    read = reading.read
    why = word_for(DOORS, reading.door) + (f" ({reading.detail})" if reading.detail else "")
    return Explanation(
        article=replace(article, text=article.title) if reading.is_title else article,
        reader=extractor_version(),
        door=reading.door,
        why=why,
        country=read.country if read else None,
        sentences=tuple(_sentences(read)) if read else (),
        accounts=tuple(read_accounts(read, weigh_accounts(read), reading.mentions)) if read else (),
    )


def _sentences(read: ReadText) -> Iterator[SentenceReading]:
    placed = {each.sentence.index: each for each in reversed(list(place_sentences(read)))}
    for sentence in read.sentences:
        account, home = None, placed.get(sentence.index)
        if home is None:
            why = why_no_event(sentence)
        else:
            account, why = home.account, word_for(PLACED, home.reason)
            if account is None:
                why += ", and it says too little to stand for an event of its own"
        yield SentenceReading(
            index=sentence.index,
            start=sentence.start,
            end=sentence.end,
            text=sentence.text,
            account=None if account is None else account + 1,
            why=why,
            findings=read_findings(sentence),
        )
