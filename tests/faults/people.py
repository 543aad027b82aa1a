"""People who correct articles while everything else goes on: by PATCH, and by the page with the token.

What they say is acknowledged as soon as it is on disk; the index is written by whoever has his turn.
"""

from __future__ import annotations

import random
import re
from pathlib import Path

from indexer.corrections.table import CORRECTIONS, Table
from indexer.storage import open_index
from webapp import create_app
from webapp.pages import correcting
from webapp.settings import Settings
from webapp.submissions import SubmissionQueue

TOKEN = "a-token-of-the-tests"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
FIELDS = ("source", "hide")


class People:
    """What they have said so far: (id, field) → value."""

    def __init__(self, index: Path, dice: random.Random) -> None:
        self.said: dict[tuple[str, str], str] = {}
        self._index, self._dice, self._count = index, dice, 0
        app = create_app(index=index, settings=Settings(token=TOKEN))
        queue = app.extensions["cuakhau_submission_queue"]
        assert isinstance(queue, SubmissionQueue)
        # those who write are processes of their own here, that can be killed
        queue._writer.wake = lambda: None  # type: ignore[method-assign]
        self._client = app.test_client()
        correcting.PATIENCE = 0  # type: ignore[misc]

    def speak(self, id_: str, deleted: set[str]) -> str:
        """Correct an article or take a correction back; what is wrong with the answer, or ""."""
        if id_ in deleted and self._dice.random() < 0.3:
            return self._patch(id_, {"delete": None}, deleted)
        field = self._dice.choice(FIELDS)
        self._count += 1
        value: object = f"Báo {self._count}" if field == "source" else True
        if (id_, field) in self.said and self._dice.random() < 0.6:
            value = None
        if self._dice.random() < 0.5:
            return self._patch(id_, {field: value}, deleted)
        return self._fill_in(id_, field, value)

    def is_hidden(self, id_: str) -> bool:
        return (id_, "hide") in self.said

    def shown(self, articles: dict[str, str]) -> dict[str, str]:
        """Those of these articles that are not hidden."""
        return {id_: text for id_, text in articles.items() if not self.is_hidden(id_)}

    def contradicted(self) -> str:
        """Where the table, or the index, says otherwise than people do; "" when neither does."""
        rows = {
            (row.key, row.correction.field): row.correction.value
            for row in Table(self._index / CORRECTIONS)
            if row.correction.field in FIELDS
        }
        if rows != self.said:
            return f"the table says {rows}, people {self.said}"
        now = open_index(self._index).snapshot()
        for doc in range(now.doc_count_all):
            article = now.article(doc)
            if now.find(article.id) != doc:
                continue
            said = self.said.get((article.id, "source"), "")
            if article.source != said or self.is_hidden(article.id):
                return f"{article.id} is shown with the source {article.source!r}, not {said!r}"
        return ""

    def _patch(self, id_: str, fields: dict[str, object], deleted: set[str]) -> str:
        answer = self._client.patch(f"/api/v1/articles/{id_}", headers=BEARER, json=fields)
        if answer.status_code == 404:
            return ""
        if answer.status_code != 202:
            return f"PATCH {id_} {fields}: {answer.status_code} {answer.text}"
        for field, value in fields.items():
            if field == "delete":
                deleted.discard(id_)
            else:
                self._hear(id_, field, value)
        return ""

    def _fill_in(self, id_: str, field: str, value: object) -> str:
        """The form, or for what is taken back «Hoàn tác»."""
        form = f"/correct/{id_}"
        if self._client.get(form).status_code == 403:
            self._client.post(form, data={"token": TOKEN, "name": "Lan"})
        page = self._client.get(form)
        if page.status_code == 404:
            return ""
        found = re.search(r'name="key" value="(\w+)"', page.text)
        assert found is not None
        sent = {"key": found[1], "who": "Lan"}
        if value is None:
            answer = self._client.post("/corrections", data=sent | {"of": id_, "field": field})
        else:
            said = "1" if value is True else str(value)
            answer = self._client.post(form, data=sent | {field: said, f"was_{field}": ""})
        if answer.status_code != 303:
            return f"{form} {field} {value}: {answer.status_code} {answer.text}"
        self._hear(id_, field, value)
        return ""

    def _hear(self, id_: str, field: str, value: object) -> None:
        if value is None:
            self.said.pop((id_, field), None)
        else:
            self.said[id_, field] = "yes" if value is True else str(value)
