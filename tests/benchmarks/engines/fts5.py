"""SQLite FTS5: ready tokens, another table of folded ones, facets and dates in plain tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from indexer.language import fold, index_terms
from indexer.model.article import Article
from tests.benchmarks.corpora import BenchQuery

__all__ = ["Fts5"]

_TABLES = """
CREATE TABLE article (n INTEGER PRIMARY KEY, id TEXT, day INTEGER, body TEXT);
CREATE TABLE facet (n INTEGER, name TEXT, value TEXT);
CREATE VIRTUAL TABLE text USING fts5(t, content='', tokenize="unicode61 remove_diacritics 0");
CREATE VIRTUAL TABLE bare USING fts5(t, content='', tokenize="unicode61 remove_diacritics 0");
"""


class Fts5:
    """Facets are counted over the matches kept in a temporary table."""

    name = "SQLite FTS5"

    def build(self, folder: Path, articles: Iterable[Article]) -> None:
        folder.mkdir(parents=True)
        base = sqlite3.connect(folder / "index.db")
        base.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _TABLES)
        for n, article in enumerate(articles):
            tokens = index_terms(f"{article.title}\n{article.text}")[0]
            day = int(article.date.start.replace("-", "") or 0)
            base.execute("INSERT INTO article VALUES (?,?,?,?)", (n, article.id, day, article.text))
            base.execute("INSERT INTO text(rowid, t) VALUES (?,?)", (n, " ".join(tokens)))
            base.execute(
                "INSERT INTO bare(rowid, t) VALUES (?,?)", (n, " ".join(map(fold, tokens)))
            )
            facets = [
                ("province", value) for value in dict.fromkeys(p.today for p in article.provinces)
            ]
            named = dict.fromkeys(
                name for c in article.counterparts for name in (c.name, c.parent) if name
            )
            facets += [("counterpart", value) for value in named]
            facets.append(("year", article.date.start[:4] or "unknown"))
            base.executemany("INSERT INTO facet VALUES (?,?,?)", [(n, *facet) for facet in facets])
        base.executescript(
            "CREATE INDEX by_n ON facet(n); CREATE INDEX by_value ON facet(name, value, n); CREATE INDEX by_day ON article(day);"
        )
        base.commit()
        base.close()

    def open(self, folder: Path) -> None:
        self._base = sqlite3.connect(folder / "index.db", check_same_thread=False)
        self._base.execute("CREATE TEMP TABLE IF NOT EXISTS hit (n INTEGER PRIMARY KEY)")

    def ask(self, shape: str, query: BenchQuery) -> tuple[int, list[str]]:
        table, match = "text", " AND ".join(f'"{word}"' for word in query.words)
        match_order, joined, values, offset = "rank", "", (), 0
        match shape:
            case "phrase":
                match = '"' + " ".join(query.words) + '"'
            case "prefix":
                table, match = (
                    "bare",
                    " AND ".join(
                        [*(f'"{word}"' for word in query.bare[:-1]), f'"{query.bare[-1][:2]}"*']
                    ),
                )
            case "bare" | "half":
                table, match = "bare", " AND ".join(f'"{word}"' for word in query.bare)
            case "filtered":
                joined = (
                    f"JOIN facet f ON f.n = {table}.rowid AND f.name = 'province' AND f.value = ?"
                )
                values = (f"Tỉnh {int(query.province.split()[1]) % 34}",)
            case "newest":
                joined, match_order = f"JOIN article a ON a.n = {table}.rowid", "a.day DESC"
            case "page 50":
                offset = 490
        run = self._base.execute
        if shape == "facets":
            run("DELETE FROM hit")
            run(f"INSERT INTO hit SELECT rowid FROM {table} WHERE {table} MATCH ?", (match,))
            run(
                "SELECT name, value, count(*) FROM hit JOIN facet USING (n) GROUP BY name, value"
            ).fetchall()
            total = run("SELECT count(*) FROM hit").fetchone()[0]
        elif shape == "top 10":
            total = 0
        else:
            total = run(
                f"SELECT count(*) FROM {table} {joined} WHERE {table} MATCH ?", (*values, match)
            ).fetchone()[0]
        top = f"SELECT {table}.rowid FROM {table} {joined} WHERE {table} MATCH ? ORDER BY {match_order} LIMIT 10 OFFSET ?"
        rows = run(top, (*values, match, offset)).fetchall()
        return total, [run("SELECT id FROM article WHERE n = ?", row).fetchone()[0] for row in rows]
