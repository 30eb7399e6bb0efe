"""The optional second reader: a language model looks over our draft, and is believed only where it quotes.

Off unless an endpoint is named (`NIGHTDESK_LLM_URL`). An article whose reply fails, comes late or is past the budget
keeps our draft; by which door it left is in `outcomes`, with the tokens spent.
"""

from __future__ import annotations

import queue
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from transforms.extract import Draft, SecondRead
from transforms.outcomes import Outcome
from transforms.places.gazetteer import Gazetteer, open_gazetteer
from transforms.second_reader.corrections import apply_reply
from transforms.second_reader.endpoint import Answer, Client, Endpoint
from transforms.second_reader.replies import KeptReplies

__all__ = ["Endpoint", "SecondReader"]

STEP = "second_read"
A_MILLION = 1_000_000


class SecondReader:
    """Asks about drafts in parallel, within one deadline and one budget of tokens for all of them.

    Replies are kept in `folder`: the same question is asked once.
    """

    def __init__(self, endpoint: Endpoint, folder: Path) -> None:
        self._endpoint = endpoint
        self._client = Client(endpoint)
        self._kept = KeptReplies(folder, endpoint)
        self._gazetteer: Gazetteer = open_gazetteer()

    def look_over(self, drafts: Sequence[Draft]) -> SecondRead:
        """Correct what is answered and can be shown in the text; articles without a mention are not asked about."""
        answers = self._answers(drafts)
        settled = [self._settle(draft, answer) for draft, answer in zip(drafts, answers, strict=True)]
        outcomes = self._outcomes([(draft.article.url, door) for draft, door in settled], answers)
        return SecondRead(tuple(draft for draft, _ in settled), tuple(outcomes))

    def _answers(self, drafts: Sequence[Draft]) -> list[Answer]:
        """One answer a draft, in order; whoever has not answered at the deadline is waited for no longer."""
        answers = [Answer(None, "deadline" if draft.mentions else "no_draft", None, 0, 0) for draft in drafts]
        asked = [index for index, draft in enumerate(drafts) if draft.mentions]
        questions: queue.SimpleQueue[int] = queue.SimpleQueue()
        for index in asked:
            questions.put(index)
        answered: queue.SimpleQueue[tuple[int, Answer]] = queue.SimpleQueue()
        over = threading.Event()
        desk = _Desk(self._client, self._kept, self._endpoint.tokens)
        for _ in range(min(self._endpoint.parallel, len(asked))):
            # A daemon: an endpoint that drips its reply for ever must not keep the night from ending.
            threading.Thread(target=desk.work, args=(drafts, questions, answered, over), daemon=True).start()
        ends = time.monotonic() + self._endpoint.deadline
        for _ in asked:
            try:
                index, answer = answered.get(timeout=max(0.0, ends - time.monotonic()))
            except queue.Empty:
                break
            answers[index] = answer
        over.set()
        return answers

    def _settle(self, draft: Draft, answer: Answer) -> tuple[Draft, str]:
        if answer.reply is None:
            return draft, answer.door
        corrected = apply_reply(draft.article, draft.mentions, answer.reply, self._gazetteer)
        changed = corrected != draft.mentions
        return Draft(draft.article, corrected), "corrected" if changed else "agreed"

    def _outcomes(self, doors: Sequence[tuple[str, str]], answers: Sequence[Answer]) -> Iterator[Outcome]:
        counts = Counter(door for _, door in doors)
        for door in sorted(counts):
            mine = [(url, answer) for (url, own), answer in zip(doors, answers, strict=True) if own == door]
            url, first = mine[0]
            sent, written = sum(a.tokens_in for _, a in mine), sum(a.tokens_out for _, a in mine)
            cost = (sent * self._endpoint.price_in + written * self._endpoint.price_out) / A_MILLION
            yield Outcome(
                step=STEP,
                site=None,
                outcome=door,
                is_refusal=False,
                records=counts[door],
                example=url if first.detail is None else f"{url}: {first.detail}",
                tokens=sent + written,
                cost=round(cost, 6),
            )


class _Desk:
    """What the asking threads share: the endpoint, the replies kept, and the tokens that are left."""

    def __init__(self, client: Client, kept: KeptReplies, tokens: int) -> None:
        self._client = client
        self._kept = kept
        self._left = tokens
        self._lock = threading.Lock()

    def work(
        self,
        drafts: Sequence[Draft],
        questions: queue.SimpleQueue[int],
        answered: queue.SimpleQueue[tuple[int, Answer]],
        over: threading.Event,
    ) -> None:
        """Answer questions until none is left or the time is over."""
        while not over.is_set():
            try:
                index = questions.get_nowait()
            except queue.Empty:
                return
            answered.put((index, self._answer(drafts[index])))

    def _answer(self, draft: Draft) -> Answer:
        kept = self._kept.find(draft.article, draft.mentions)
        if kept is not None:
            return Answer(kept, "ok", None, 0, 0)
        if self._left <= 0:
            return Answer(None, "budget", "the run's tokens are spent", 0, 0)
        answer = self._client.ask(draft.article, draft.mentions)
        with self._lock:
            self._left -= answer.tokens_in + answer.tokens_out
        if answer.reply is not None:
            self._kept.keep(draft.article, draft.mentions, answer.reply)
        return answer
