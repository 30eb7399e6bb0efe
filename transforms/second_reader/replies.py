"""Replies kept on disk by what was asked, so that a rerun asks nothing again and gives the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from transforms.mentions import Mention
from transforms.second_reader.endpoint import ASK, RULES, Endpoint, write_draft
from transforms.second_reader.reply import Reply
from transforms.tables import replacing
from transforms.texts import ArticleText


class KeptReplies:
    """A folder with one JSON file for each question: model, rules, article and draft together are its name."""

    def __init__(self, folder: Path, endpoint: Endpoint) -> None:
        self._folder = folder
        self._endpoint = endpoint

    def find(self, article: ArticleText, draft: Sequence[Mention]) -> Reply | None:
        """The reply to this very question; None = not asked before, or the file is no reply to it any more."""
        path = self._path(article, draft)
        if not path.is_file():
            return None
        try:
            return Reply.model_validate_json(path.read_bytes(), context={"text": article.text})
        except ValidationError:
            return None

    def keep(self, article: ArticleText, draft: Sequence[Mention], reply: Reply) -> None:
        path = self._path(article, draft)
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as aside:
            aside.write_text(reply.model_dump_json(), encoding="utf-8")

    def _path(self, article: ArticleText, draft: Sequence[Mention]) -> Path:
        asked = (self._endpoint.url, self._endpoint.model, RULES, ASK, article.title, article.text, write_draft(draft))
        digest = hashlib.sha256("\0".join((*asked, article.published_at.isoformat())).encode()).hexdigest()
        return self._folder / digest[:2] / f"{digest}.json"
