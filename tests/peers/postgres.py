"""PostgreSQL's full text search: a configuration that folds by `unaccent` (đ too), title weighing A,
websearch_to_tsquery, ts_rank by length, ts_headline; `pg_trgm` over the words there are for spelling, as the
documentation of pg_trgm has it.

The server is one of its own, on loopback, with its data in the folder; it ends with this process.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tests.conformance.judging import Answer, Filters
from tests.peers.peer import FACETS, SNIPPET, Document, Page
from tests.peers.text import CLOSED, OPENED, composed, joined, words
from tests.support.opensearch.nodes import end_with_owner, free_ports, unprivileged

__all__ = ["Postgres"]

SCHEMA = """
CREATE EXTENSION unaccent;
CREATE EXTENSION pg_trgm;
CREATE TEXT SEARCH CONFIGURATION vi (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION vi
    ALTER MAPPING FOR hword, hword_part, word, numword, numhword, hword_numpart WITH unaccent, simple;
CREATE TABLE article (id text PRIMARY KEY, title text, body text, date text,
    provinces text[], counterparts text[], search tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('vi', title), 'A') || setweight(to_tsvector('vi', body), 'D')) STORED);
"""
INDEXES = """
CREATE INDEX article_search ON article USING gin (search);
CREATE INDEX article_provinces ON article USING gin (provinces);
CREATE INDEX article_counterparts ON article USING gin (counterparts);
CREATE INDEX article_date ON article (date);
CREATE TABLE known AS SELECT word FROM ts_stat(
    $$SELECT to_tsvector('simple', title || ' ' || body) FROM article$$) WHERE length(word) < 40;
CREATE INDEX known_word ON known USING gin (word gin_trgm_ops);
ANALYZE;
"""
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "shared_buffers": "1GB",
    "maintenance_work_mem": "512MB",
    "work_mem": "64MB",
    "effective_cache_size": "4GB",
}
SECONDS = 120  # for a server to start, recovery after a crash among it
ORDER = {
    "relevance": "ts_rank(search, asked, 1) DESC, id",  # longer ones weigh less; by cover: MRR .29 for .87
    "newest": "date DESC NULLS LAST, id",
    "oldest": "date ASC NULLS LAST, id",
}
HEADLINE = f'StartSel="{OPENED}", StopSel="{CLOSED}"'
COUNTS = """
SELECT 'province', value, count(*) FROM found, unnest(provinces) AS value GROUP BY value
UNION ALL SELECT 'counterpart', value, count(*) FROM found, unnest(counterparts) AS value GROUP BY value
UNION ALL SELECT 'year', left(date, 4), count(*) FROM found WHERE date IS NOT NULL GROUP BY left(date, 4)
"""
FOUND = (
    "SELECT provinces, counterparts, date FROM article, websearch_to_tsquery('vi', %(q)s) AS asked"
)


class Server:
    """A server over `folder`/data, made when it is not there."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        who = unprivileged(folder)
        made = self.data.exists()
        if not made:
            options = ["--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust", "--data-checksums"]
            _run([_program("initdb"), "-D", str(self.data), "-U", "postgres", *options], who)
        self.port = free_ports(1)[0]
        settings = SETTINGS | {"port": str(self.port), "unix_socket_directories": ""}
        options = [f"--{name}={value}" for name, value in settings.items()]
        (self.data / "postmaster.pid").unlink(missing_ok=True)  # of a server that was killed
        with (folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [_program("postgres"), "-D", str(self.data), *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **who,
            )
        self._guard = end_with_owner(self.process.pid)

    def connect(self) -> Any:
        """A connection, once the server is up."""
        import psycopg

        where = f"host=127.0.0.1 port={self.port} user=postgres dbname=postgres"
        until = time.monotonic() + SECONDS
        while True:
            try:
                return psycopg.connect(where, autocommit=True)
            except psycopg.OperationalError:
                if self.process.poll() is not None or time.monotonic() > until:
                    self.stop()
                    raise
                time.sleep(0.05)

    def stop(self) -> None:
        """At once, but in order."""
        if self.process.poll() is None:
            self.process.send_signal(2)  # the fast way to shut down
        self.process.wait()
        self._guard.wait()


class Postgres:
    """One table; places are arrays."""

    name = "PostgreSQL"
    data = "data/base"
    serves = True

    @staticmethod
    def missing() -> str:
        try:
            import psycopg  # noqa: F401
        except ImportError:
            return "pip install 'psycopg[binary]'"
        return "" if _program("postgres") else "apt install postgresql postgresql-contrib"

    @staticmethod
    def version() -> str:
        told = subprocess.run([_program("postgres"), "--version"], capture_output=True, check=True)
        return told.stdout.decode().split()[2]

    @staticmethod
    def build(documents: Iterable[Document], folder: Path) -> None:
        server = Server(folder)
        with server.connect() as base:
            base.execute(SCHEMA)
            with base.cursor().copy(f"COPY article ({COLUMNS}) FROM STDIN") as copy:
                for row in _rows(documents):
                    copy.write_row(row)
            base.execute(INDEXES)
            base.execute("CHECKPOINT")
        server.stop()

    def __init__(self, folder: Path, server: Server | None = None) -> None:
        self._server, self._lent = server or Server(folder), server is not None
        self._folder = folder
        self._base = self._server.connect()

    def ask(self, query: str, filters: Filters, sort: str) -> Answer:
        where, given = _where(query, filters)
        asked = f"""SELECT id, ts_headline('vi', title || E'\\n' || body, asked,
            '{HEADLINE}, HighlightAll=true') FROM article, websearch_to_tsquery('vi', %(q)s) AS asked
            WHERE {where} ORDER BY {ORDER[sort]} LIMIT 100"""
        rows = self._base.execute(asked, given).fetchall()
        counts = {}
        for name in FACETS:
            others = {key: value for key, value in filters.items() if key != name}
            within, values = _where(query, others)
            counts[name] = self._counted(within, values)[name]
        marks = {id: joined(text) for id, text in rows}
        return Answer([id for id, _ in rows], len(rows), (), marks, counts, self._offers(query))

    def _counted(self, where: str, given: dict[str, Any]) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {name: {} for name in FACETS}
        asked = f"WITH found AS MATERIALIZED ({FOUND} WHERE {where}) {COUNTS}"
        for name, value, number in self._base.execute(asked, given):
            found[name][value] = number
        return found

    def _offers(self, query: str) -> list[str]:
        """The query with each word that no article has as the word most like it."""
        typed = words(composed(query).lower())
        better = [self._known(word) for word in typed]
        return [" ".join(better)] if better != typed else []

    def _known(self, word: str) -> str:
        asked = """SELECT word FROM known WHERE word %% %(w)s
            ORDER BY word = %(w)s DESC, similarity(word, %(w)s) DESC LIMIT 1"""
        row = self._base.execute(asked, {"w": word}).fetchone()
        return str(row[0]) if row else word

    def page(self, query: str, *, facets: bool, snippets: bool) -> Page:
        where, given = _where(query, {})
        counts: dict[str, dict[str, int]] = self._counted(where, given) if facets else {}
        run = self._base.execute
        counted = f"SELECT count(*) FROM ({FOUND} WHERE {where}) AS every"
        total = run(counted, given).fetchone()[0]
        length = f"MaxWords={SNIPPET // 6}, MinWords=15"
        shown = f"ts_headline('vi', body, asked, '{HEADLINE}, {length}')" if snippets else "''"
        best = f"""SELECT id, body, asked FROM article, websearch_to_tsquery('vi', %(q)s) AS asked
            WHERE {where} ORDER BY {ORDER["relevance"]} LIMIT 10"""
        rows = run(f"SELECT id, {shown} FROM ({best}) AS best", given).fetchall()
        return Page([row[0] for row in rows], total, counts, [row[1] for row in rows])

    def best(self, query: str) -> list[str]:
        either = " OR ".join(f'"{word}"' for word in words(composed(query)))
        if not either:
            return []
        asked = f"""SELECT id FROM article, websearch_to_tsquery('vi', %s) AS asked
            WHERE search @@ asked ORDER BY {ORDER["relevance"]} LIMIT 10"""
        return [row[0] for row in self._base.execute(asked, (either,))]

    def add(self, documents: Iterable[Document]) -> None:
        marks = ", ".join(["%s"] * len(COLUMNS.split(",")))
        with self._base.transaction():
            for row in _rows(documents):
                self._base.execute(f"INSERT INTO article ({COLUMNS}) VALUES ({marks})", row)

    def ids(self) -> set[str]:
        return {row[0] for row in self._base.execute("SELECT id FROM article")}

    def again(self) -> Postgres:
        return Postgres(self._folder, self._server)

    def close(self) -> None:
        self._base.close()
        if not self._lent:
            self._server.stop()


COLUMNS = "id, title, body, date, provinces, counterparts"


def _rows(documents: Iterable[Document]) -> Iterator[tuple[Any, ...]]:
    for one in documents:
        title, body = composed(one["title"]), composed(one["body"]).replace("\0", "")
        places = list(one["provinces"]), list(one["counterparts"])
        yield (one["id"], title, body, one.get("date"), *places)


def _where(query: str, filters: Filters) -> tuple[str, dict[str, Any]]:
    where, given = ["true"], {"q": composed(query)}
    if query.strip():
        where.append("search @@ asked")
    for name in ("province", "counterpart"):
        if filters.get(name):
            where.append(f"{name}s && %({name})s")
            given[name] = list(filters[name])
    if "date_from" in filters:
        where.append("date >= %(first)s")
        given["first"] = filters["date_from"]
    if "date_to" in filters:
        where.append("date <= %(last)s")
        given["last"] = filters["date_to"] + "~"
    return " AND ".join(where), given


def _program(name: str) -> str:
    """The path of one of PostgreSQL's programs, "" when it is not there; the newest where Debian
    keeps them.
    """
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda p: p.parts[-3])
    return str(places[-1]) if places else shutil.which(name) or ""


def _run(command: list[str], who: dict[str, Any]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **who)
