"""Xapian by Debian's bindings: TermGenerator and QueryParser as its guide has them, title and body
under prefixes of their own and in all, spelling correction, value slots for what is counted.

It folds no marks, so words are indexed twice: as written, and folded under the prefix XF; a query is
read under both, as its parser allows for a field of several prefixes.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.conformance.judging import Answer, Filters
from tests.peers.peer import FACETS, SNIPPET, Document, Page
from tests.peers.text import CLOSED, OPENED, composed, folded, joined, words

__all__ = ["Xapian"]

SYSTEM_PACKAGES = "/usr/lib/python3/dist-packages"
"""Where Debian puts python3-xapian: found when that Python has the version of this one."""
if SYSTEM_PACKAGES not in sys.path:
    sys.path.append(SYSTEM_PACKAGES)  # behind all else
TITLE_WEIGHT = 5
SLOTS = {name: slot for slot, name in enumerate(FACETS)}
DAY = len(FACETS)
BETWEEN = "\t"  # values of a slot
MOST = 240  # bytes of a term, of 245 that Xapian takes


class Xapian:
    """One database; operators are its parser's own."""

    name = "Xapian"
    data = "xapian"
    serves = False

    @staticmethod
    def missing() -> str:
        try:
            import xapian  # noqa: F401
        except ImportError:
            return "apt install python3-xapian, for Debian's own version of Python"
        return ""

    @staticmethod
    def version() -> str:
        import xapian

        return str(xapian.version_string())

    @staticmethod
    def build(documents: Iterable[Document], folder: Path) -> None:
        import xapian

        base = xapian.WritableDatabase(str(folder / "xapian"), xapian.DB_CREATE_OR_OVERWRITE)
        _write(base, documents)
        base.close()

    def __init__(self, folder: Path) -> None:
        import xapian

        self._folder = folder
        self._path = str(folder / "xapian")
        self._base = xapian.Database(self._path)
        parser = self._parser = xapian.QueryParser()
        parser.set_database(self._base)
        parser.set_default_op(xapian.Query.OP_AND)
        parser.add_prefix("", "")
        parser.add_prefix("", "XF")
        self._flags = (
            parser.FLAG_PHRASE
            | parser.FLAG_BOOLEAN
            | parser.FLAG_LOVEHATE
            | parser.FLAG_PURE_NOT
            | parser.FLAG_WILDCARD
            | parser.FLAG_SPELLING_CORRECTION
        )

    def _read(self, query: str) -> Any:
        import xapian

        if not query.strip():
            return xapian.Query.MatchAll
        typed = composed(query)
        marked = self._parser.parse_query(typed, self._flags)
        if typed == folded(typed):
            return marked
        # a word written with marks is asked for folded, and weighs more where its marks are there
        plain = self._parser.parse_query(folded(typed), self._flags)
        return xapian.Query(xapian.Query.OP_AND_MAYBE, plain, marked)

    def ask(self, query: str, filters: Filters, sort: str) -> Answer:
        read = self._read(query)
        offer = self._parser.get_corrected_query_string().decode()
        found = self._found(_filtered(read, filters), 100, sort)
        counts = {}
        for name in FACETS:
            others = {key: value for key, value in filters.items() if key != name}
            counts[name] = self._counted(_filtered(read, others), [name])[name]
        marks = {}
        for match in found:
            stored = json.loads(match.document.get_data())
            text = f"{stored['title']}\n{stored['body']}"
            marks[stored["id"]] = joined(_snippet(found, text, len(text.encode())))
        ids = [json.loads(match.document.get_data())["id"] for match in found]
        total = found.get_matches_estimated()
        return Answer(ids, total, (), marks, counts, [offer] if offer else [])

    def _found(self, asked: Any, limit: int, sort: str = "relevance", spies: Any = ()) -> Any:
        import xapian

        enquire = xapian.Enquire(self._base)
        enquire.set_query(asked)
        for spy in spies:
            enquire.add_matchspy(spy)
        if sort != "relevance":
            keys = xapian.MultiValueKeyMaker()
            keys.add_value(DAY, sort == "newest", "" if sort == "newest" else "~")
            enquire.set_sort_by_key(keys, False)
        return enquire.get_mset(0, limit, self._base.get_doccount())

    def _spies(self, names: Iterable[str]) -> dict[str, Any]:
        import xapian

        return {name: xapian.ValueCountMatchSpy(SLOTS[name]) for name in names}

    def _counted(self, asked: Any, names: Iterable[str]) -> dict[str, dict[str, int]]:
        spies = self._spies(names)
        self._found(asked, 1, spies=spies.values())
        return {name: _values(spy) for name, spy in spies.items()}

    def page(self, query: str, *, facets: bool, snippets: bool) -> Page:
        spies = self._spies(FACETS if facets else ())
        found = self._found(self._read(query), 10, spies=spies.values())
        stored = [json.loads(match.document.get_data()) for match in found]
        shown = [_snippet(found, one["body"], SNIPPET) for one in stored] if snippets else []
        counts = {name: _values(spy) for name, spy in spies.items()}
        return Page([one["id"] for one in stored], found.get_matches_estimated(), counts, shown)

    def best(self, query: str) -> list[str]:
        import xapian

        typed = [word.lower() for word in words(composed(query))]
        terms = [*typed, *("XF" + folded(word) for word in typed)]
        asked = xapian.Query(xapian.Query.OP_OR, [term.encode()[:MOST] for term in terms])
        return [json.loads(m.document.get_data())["id"] for m in self._found(asked, 10)]

    def add(self, documents: Iterable[Document]) -> None:
        import xapian

        writable = xapian.WritableDatabase(self._path, xapian.DB_OPEN)
        _write(writable, documents)
        writable.close()
        self._base.reopen()

    def ids(self) -> set[str]:
        import xapian

        found = self._found(xapian.Query.MatchAll, self._base.get_doccount())
        return {json.loads(match.document.get_data())["id"] for match in found}

    def again(self) -> Xapian:
        return Xapian(self._folder)

    def close(self) -> None:
        self._base.close()


def _write(base: Any, documents: Iterable[Document]) -> None:
    import xapian

    generator = xapian.TermGenerator()
    generator.set_database(base)
    generator.set_flags(generator.FLAG_SPELLING)
    for one in documents:
        document = xapian.Document()
        generator.set_document(document)
        generator.set_termpos(0)
        title, body = composed(one["title"]), composed(one["body"])
        for prefix, made in (("", composed), ("XF", folded)):
            generator.set_termpos(0)
            generator.index_text(made(title), TITLE_WEIGHT, prefix)
            generator.increase_termpos()
            generator.index_text(made(body), 1, prefix)
        places = {"province": one["provinces"], "counterpart": one["counterparts"]}
        for name, values in places.items():
            document.add_value(SLOTS[name], BETWEEN.join(values))
            for value in values:
                document.add_boolean_term(_term(name, value))
        if one.get("date"):
            document.add_value(SLOTS["year"], one["date"][:4])
            document.add_value(DAY, one["date"])
        document.set_data(json.dumps({"id": one["id"], "title": title, "body": body}))
        document.add_boolean_term(_term("Q", one["id"]))
        base.replace_document(_term("Q", one["id"]), document)
    base.commit()


def _term(name: str, value: str) -> str:
    return {"province": "XP", "counterpart": "XC", "Q": "Q"}[name] + value


def _filtered(read: Any, filters: Filters) -> Any:
    import xapian

    for name in ("province", "counterpart"):
        if filters.get(name):
            terms = [_term(name, value) for value in filters[name]]
            either = xapian.Query(xapian.Query.OP_OR, terms)
            read = xapian.Query(xapian.Query.OP_FILTER, read, either)
    if "date_from" in filters or "date_to" in filters:
        first, last = filters.get("date_from", "0"), filters.get("date_to", "9") + "~"
        within = xapian.Query(xapian.Query.OP_VALUE_RANGE, DAY, first, last)
        read = xapian.Query(xapian.Query.OP_FILTER, read, within)
    return read


def _values(spy: Any) -> dict[str, int]:
    """A slot holds all values of a document, joined: they are told apart here."""
    found: dict[str, int] = {}
    for item in spy.values():
        for value in item.term.decode().split(BETWEEN):
            if value:
                found[value] = found.get(value, 0) + item.termfreq
    return found


def _snippet(found: Any, text: str, length: int) -> str:
    import xapian

    flags = found.SNIPPET_BACKGROUND_MODEL | found.SNIPPET_EXHAUSTIVE
    return str(
        found.snippet(text, length, xapian.Stem("none"), flags, OPENED, CLOSED, "…").decode()
    )
