"""SQLite FTS5: unicode61 with remove_diacritics 2, bm25 with the title weighing more.

That tokenizer leaves đ alone, so it is given a text whose đ is d; the table's content is another
table with the text as it was, which is what highlight() and snippet() then show.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.conformance.judging import Answer, Filters
from tests.peers.peer import FACETS, Document, Page
from tests.peers.text import CLOSED, OPENED, D, composed, joined, words

__all__ = ["Fts5"]

TABLES = """
CREATE TABLE content (n INTEGER PRIMARY KEY, id TEXT UNIQUE, title TEXT, body TEXT, date TEXT);
CREATE TABLE facet (n INTEGER, name TEXT, value TEXT);
CREATE INDEX facet_of ON facet(n);
CREATE INDEX facet_value ON facet(name, value);
CREATE VIRTUAL TABLE articles USING fts5
    (title, body, content='content', content_rowid='n', tokenize='unicode61 remove_diacritics 2');
"""
RANK = "bm25(articles, 5, 1)"
ORDER = {"relevance": RANK, "newest": "date IS NULL, date DESC", "oldest": "date IS NULL, date"}
IN_ALL = "articles JOIN content ON content.n = articles.rowid"


class Fts5:
    """One virtual table, and one row for each place and year of a document."""

    name = "SQLite FTS5"
    data = ""
    serves = False

    @staticmethod
    def missing() -> str:
        return ""

    @staticmethod
    def version() -> str:
        return sqlite3.sqlite_version

    @staticmethod
    def build(documents: Iterable[Document], folder: Path) -> None:
        base = sqlite3.connect(folder / "fts5.sqlite")
        base.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;" + TABLES)
        _insert(base, documents)
        base.execute("INSERT INTO articles(articles) VALUES ('optimize')")
        base.commit()
        base.close()

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._base = sqlite3.connect(folder / "fts5.sqlite")
        self._base.execute("PRAGMA synchronous=FULL")
        self._base.execute("CREATE TEMP TABLE hit (n INTEGER PRIMARY KEY)")

    def ask(self, query: str, filters: Filters, sort: str) -> Answer:
        rows = self._rows(query, filters, sort)
        facets = {}
        for name in FACETS:
            others = {key: value for key, value in filters.items() if key != name}
            counted = self._rows(query, others, sort) if others != filters else rows
            facets[name] = self._counted([row[0] for row in counted])[name]
        marks = {id: joined(f"{title}\n{body}") for _, id, title, body in rows}
        return Answer([row[1] for row in rows], len(rows), (), marks, facets)

    def _rows(self, query: str, filters: Filters, sort: str) -> list[tuple[int, str, str, str]]:
        match = _match(query)
        where, values = ["1"], []
        if match:
            where.append("articles MATCH ?")
            values.append(match)
        for name in ("province", "counterpart"):
            wanted = filters.get(name, [])
            if wanted:
                marks = ", ".join("?" * len(wanted))
                where.append(
                    f"n IN (SELECT n FROM facet WHERE name = '{name}' AND value IN ({marks}))"
                )
                values += wanted
        if "date_from" in filters:
            where.append("date >= ?")
            values.append(filters["date_from"])
        if "date_to" in filters:
            where.append("date <= ? || '~'")  # behind every day of a month or year
            values.append(filters["date_to"])
        shown, table = "content.title, content.body", "content"
        if match:
            shown, table = f"{_highlight(0)}, {_highlight(1)}", IN_ALL
        order = ORDER[sort] if match or sort != "relevance" else "n"
        asked = f"SELECT n, id, {shown} FROM {table} WHERE {' AND '.join(where)} ORDER BY {order}"
        return self._base.execute(asked, values).fetchall()

    def _counted(self, rows: Iterable[int]) -> dict[str, dict[str, int]]:
        self._base.execute("DELETE FROM hit")
        self._base.executemany("INSERT INTO hit VALUES (?)", ((n,) for n in rows))
        return self._counts()

    def _counts(self) -> dict[str, dict[str, int]]:
        """Of what the table of hits holds."""
        found: dict[str, dict[str, int]] = {name: {} for name in FACETS}
        asked = "SELECT name, value, count(*) FROM hit JOIN facet USING (n) GROUP BY name, value"
        for name, value, number in self._base.execute(asked):
            found[name][value] = number
        return found

    def page(self, query: str, *, facets: bool, snippets: bool) -> Page:
        match, run = _match(query), self._base.execute
        counts: dict[str, dict[str, int]] = {}
        if facets:
            run("DELETE FROM hit")
            run("INSERT INTO hit SELECT rowid FROM articles WHERE articles MATCH ?", (match,))
            counts = self._counts()
            total = run("SELECT count(*) FROM hit").fetchone()[0]
        else:
            asked = "SELECT count(*) FROM articles WHERE articles MATCH ?"
            total = run(asked, (match,)).fetchone()[0]
        shown = f"snippet(articles, -1, '{OPENED}', '{CLOSED}', '…', 40)" if snippets else "''"
        asked = f"SELECT id, {shown} FROM {IN_ALL} WHERE articles MATCH ? ORDER BY {RANK} LIMIT 10"
        rows = run(asked, (match,)).fetchall()
        return Page([row[0] for row in rows], total, counts, [row[1] for row in rows])

    def best(self, query: str) -> list[str]:
        match = " OR ".join(f'"{word}"' for word in words(composed(query).translate(D)))
        if not match:
            return []
        asked = f"SELECT id FROM {IN_ALL} WHERE articles MATCH ? ORDER BY {RANK} LIMIT 10"
        return [row[0] for row in self._base.execute(asked, (match,))]

    def add(self, documents: Iterable[Document]) -> None:
        _insert(self._base, documents)
        self._base.commit()

    def ids(self) -> set[str]:
        return {row[0] for row in self._base.execute("SELECT id FROM content")}

    def again(self) -> Fts5:
        return Fts5(self._folder)

    def close(self) -> None:
        self._base.close()


def _insert(base: sqlite3.Connection, documents: Iterable[Document]) -> None:
    for one in documents:
        title, body = composed(one["title"]), composed(one["body"])
        row = (one["id"], title, body, one.get("date"))
        asked = "INSERT INTO content(id, title, body, date) VALUES (?, ?, ?, ?)"
        n = base.execute(asked, row).lastrowid
        searched = (n, title.translate(D), body.translate(D))
        base.execute("INSERT INTO articles(rowid, title, body) VALUES (?, ?, ?)", searched)
        base.executemany(
            "INSERT INTO facet VALUES (?, ?, ?)", ((n, *pair) for pair in _facets(one))
        )


def _facets(one: Document) -> Iterator[tuple[str, str]]:
    yield from (("province", value) for value in one["provinces"])
    yield from (("counterpart", value) for value in one["counterparts"])
    if one.get("date"):
        yield "year", one["date"][:4]


def _highlight(column: int) -> str:
    return f"highlight(articles, {column}, '{OPENED}', '{CLOSED}')"


def _match(query: str) -> str:
    """Operators and brackets as they are, everything else as strings, so that no letter is a fault.

    What stands side by side is joined by itself, but for brackets.
    """
    parts = re.findall(r'-?"[^"]*"|[()]|[^\s()]+', composed(query).translate(D))
    found = " ".join(map(_part, parts)).strip()
    return re.sub(r"\) (?=[\"(])", ") AND ", re.sub(r"(?<=\") \(", " AND (", found))


def _part(part: str) -> str:
    if part in ("AND", "OR", "NOT", "(", ")"):
        return part
    if part.startswith("-") and len(part) > 1:
        return "NOT " + _part(part[1:])
    return '"' + part.replace('"', "") + '"'
