"""SQLite FTS5, as its documentation has it for languages with marks: unicode61 with
remove_diacritics 2, bm25 with the title weighing more, marks by highlight().
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tests.conformance.judging import Answer, Filters

__all__ = ["Fts5"]

ORDER = {
    "relevance": "bm25(articles, 0, 5, 1)",
    "newest": "date IS NULL, date DESC",
    "oldest": "date IS NULL, date",
}
OPENED, CLOSED = "\x02", "\x03"


class Fts5:
    """A virtual table, and one row for each place of a document."""

    name = "SQLite FTS5"

    def __init__(self, documents: Iterable[Mapping[str, Any]], folder: Path) -> None:
        self._db = sqlite3.connect(folder / "fts5.sqlite")
        self._db.execute(
            "CREATE VIRTUAL TABLE articles USING fts5"
            "(id UNINDEXED, title, body, date UNINDEXED, tokenize='unicode61 remove_diacritics 2')"
        )
        self._db.execute("CREATE TABLE places (id TEXT, facet TEXT, value TEXT)")
        for one in documents:
            row = (one["id"], one["title"], one["body"], one.get("date"))
            self._db.execute("INSERT INTO articles VALUES (?, ?, ?, ?)", row)
            places = [("province", value) for value in one["provinces"]]
            places += [("counterpart", value) for value in one["counterparts"]]
            if one.get("date"):
                places.append(("year", one["date"][:4]))
            self._db.executemany(
                "INSERT INTO places VALUES (?, ?, ?)", [(one["id"], *place) for place in places]
            )

    def ask(self, query: str, filters: Filters, sort: str) -> Answer:
        rows = self._rows(query, filters, sort)
        facets = {}
        for name in ("province", "counterpart", "year"):
            others = {key: value for key, value in filters.items() if key != name}
            ids = [
                row[0] for row in (self._rows(query, others, sort) if others != filters else rows)
            ]
            facets[name] = self._counted(name, ids)
        marks = {id: _marked(title + "\n" + body) for id, title, body in rows}
        return Answer([row[0] for row in rows], len(rows), (), marks, facets)

    def _rows(self, query: str, filters: Filters, sort: str) -> list[tuple[str, str, str]]:
        match = " ".join(_part(part) for part in re.findall(r'"[^"]*"|\S+', query))
        where, values = ["1"], []
        if match.strip():
            where.append("articles MATCH ?")
            values.append(match)
        for name in ("province", "counterpart"):
            wanted = filters.get(name, [])
            if wanted:
                marks = ", ".join("?" * len(wanted))
                where.append(
                    f"id IN (SELECT id FROM places WHERE facet = '{name}' AND value IN ({marks}))"
                )
                values += wanted
        if "date_from" in filters:
            where.append("date >= ?")
            values.append(filters["date_from"])
        if "date_to" in filters:
            where.append("date <= ? || '~'")  # behind every day of a month or year
            values.append(filters["date_to"])
        shown = "title, body"
        if match.strip():
            shown = f"highlight(articles, 1, '{OPENED}', '{CLOSED}'), "
            shown += f"highlight(articles, 2, '{OPENED}', '{CLOSED}')"
        order = ORDER[sort] if match.strip() or sort != "relevance" else "rowid"
        asked = f"SELECT id, {shown} FROM articles WHERE {' AND '.join(where)} ORDER BY {order}"
        return self._db.execute(asked, values).fetchall()

    def _counted(self, facet: str, ids: Iterable[str]) -> dict[str, int]:
        wanted = set(ids)
        found: dict[str, int] = {}
        for id, value in self._db.execute("SELECT id, value FROM places WHERE facet = ?", (facet,)):
            if id in wanted:
                found[value] = found.get(value, 0) + 1
        return found


def _part(part: str) -> str:
    """Its operators as they are, everything else as a string, so that no letter is a fault."""
    if part in ("AND", "OR", "NOT"):
        return part
    if part.startswith("-") and len(part) > 1:
        return "NOT " + _part(part[1:])
    return '"' + part.replace('"', "") + '"'


def _marked(text: str) -> list[str]:
    return re.findall(f"{OPENED}(.*?){CLOSED}", text, re.DOTALL)
