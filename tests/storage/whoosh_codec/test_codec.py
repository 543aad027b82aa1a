"""Whoosh opens, searches, deletes from, merges and commits these segments by itself."""

from __future__ import annotations

import pickle
import random
from pathlib import Path

import pytest
from whoosh import query as q

from indexer.model.article import Article, DateSpan, Province
from indexer.model.query import And, Node, Or, Phrase, SynonymQuery, WeightedTerm
from indexer.searching.local.backend import LocalBackend
from indexer.storage import IndexReader, append, open_index, rebuild
from indexer.storage.format.article_codec import decode
from indexer.storage.reader.generations import current
from indexer.storage.whoosh_codec.codec import ColumnarIndex
from tests.support.execution import execute

SYLLABLES = [
    "cửa",
    "khẩu",
    "của",
    "khâu",
    "lạng",
    "sơn",
    "đường",
    "sắt",
    "hữu",
    "nghị",
    "trung",
    "quốc",
]
QUERIES: tuple[tuple[Node, q.Query], ...] = (
    (SynonymQuery((WeightedTerm("cửa"),)), q.Term("text", "cửa")),
    (SynonymQuery((WeightedTerm("lạng"),), "title"), q.Term("title", "lạng")),
    (
        And((SynonymQuery((WeightedTerm("cửa"),)), SynonymQuery((WeightedTerm("sắt"),)))),
        q.And([q.Term("text", "cửa"), q.Term("text", "sắt")]),
    ),
    (
        Or((SynonymQuery((WeightedTerm("hữu"),)), SynonymQuery((WeightedTerm("nghị"),)))),
        q.Or([q.Term("text", "hữu"), q.Term("text", "nghị")]),
    ),
    (
        Phrase((SynonymQuery((WeightedTerm("cửa"),)), SynonymQuery((WeightedTerm("khẩu"),)))),
        q.Phrase("text", ["cửa", "khẩu"]),
    ),
    (
        Phrase(tuple(SynonymQuery((WeightedTerm(s),)) for s in ("trung", "quốc", "cửa"))),
        q.Phrase("text", ["trung", "quốc", "cửa"]),
    ),
)


def whoosh_index(index: Path) -> ColumnarIndex:
    return ColumnarIndex(index / "generations" / current(index).name)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    dice = random.Random(3)
    articles = [
        Article(
            id=f"a{i}",
            title=" ".join(dice.choices(SYLLABLES, k=4)),
            text=" ".join(dice.choices(SYLLABLES, k=dice.randrange(30))),
            date=DateSpan("2025-01-02", "2025-01-02", "day", "explicit"),
            provinces=(Province("Lạng Sơn", "Lạng Sơn"),),
        )
        for i in range(120)
    ]
    with rebuild(tmp_path, batch_bytes=60_000) as writer:
        for article in articles[:90]:
            writer.add(article, words=article.title.split())
    for start in (90, 100, 110):
        with append(tmp_path) as writer:
            for article in articles[start : start + 10]:
                writer.add(article, words=article.title.split())
            writer.remove(f"a{start - 60}")
    return tmp_path


def answers(
    snapshot: IndexReader,
) -> list[tuple[list[str], list[float], int, dict[str, dict[str, int]]]]:
    found = [
        execute(snapshot, tree, limit=200, facets={"x": ("province", "year")})
        for tree, _ in QUERIES
    ]
    return [
        ([snapshot.id_of(int(d)) for d in f.docs], f.scores.tolist(), f.total, f.facets)
        for f in found
    ]


def test_whoosh_finds_the_same_articles(index: Path) -> None:
    snapshot = open_index(index).snapshot()
    assert len(snapshot.segments) == 4
    with whoosh_index(index).searcher() as searcher:
        assert (searcher.doc_count(), searcher.doc_count_all()) == (117, 120)
        for tree, asked in QUERIES:
            hits = searcher.search(asked, limit=None, optimize=False)
            theirs = sorted(decode(hit["article"]).id for hit in hits)
            ours = execute(snapshot, tree, limit=200)
            assert sorted(snapshot.id_of(int(doc)) for doc in ours.docs) == theirs
            assert theirs


def test_whoosh_knows_terms_frequencies_and_prefixes(index: Path) -> None:
    reader = whoosh_index(index).reader()
    counts = {
        term: (df, reader.frequency("text", term))
        for term, df in open_index(index).snapshot().spellings("cua")
    }
    assert set(counts) == {"cửa", "của"}
    assert all(frequency >= df for df, frequency in counts.values())
    assert [
        reader.schema["text"].from_bytes(term) for term in reader.expand_prefix("text", b"cua")
    ] == ["của", "cửa"]
    assert sorted(reader.field_terms("year")) == ["2025"]
    assert ("text", "cửa") in reader
    assert ("text", "vắng") not in reader
    reader.close()


def test_everything_is_the_same_after_whoosh_has_merged(index: Path) -> None:
    served = open_index(index)
    before, pairs = answers(served.snapshot()), served.snapshot().pair_count("cửa", "khẩu")
    whoosh_index(index).optimize()
    after = served.snapshot()
    assert (len(after.segments), after.doc_count, after.doc_count_all) == (1, 117, 117)
    assert answers(after) == before
    assert after.segments[0].live is None
    assert 0 < after.pair_count("cửa", "khẩu") <= pairs  # deleted articles do not count any more
    after.segments[0].file.verify()
    with rebuild(index / "again") as writer:
        for doc in range(after.doc_count):
            writer.add(after.article(doc), words=after.article(doc).title.split())
    anew = open_index(index / "again").snapshot()
    assert anew.pair_count("cửa", "khẩu") == after.pair_count("cửa", "khẩu")
    assert answers(anew) == before
    words = [LocalBackend(snapshot).vocabulary.compounds("", 100) for snapshot in (anew, after)]
    assert words[0] == words[1] != []


def test_whoosh_deletes_by_term(index: Path) -> None:
    served = open_index(index)
    writer = whoosh_index(index).writer()
    assert writer.delete_by_term("id", "a5") == 1
    writer.commit(merge=False)
    assert (served.snapshot().doc_count, served.snapshot().find("a5")) == (116, None)


def test_nothing_of_an_index_is_unpickled(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pickle runs whatever it says; whoever can write into the directory must not run code by it."""

    def refused(*_: object, **__: object) -> object:
        raise AssertionError("unpickled")

    for name in ("load", "loads", "Unpickler"):
        monkeypatch.setattr(pickle, name, refused)
    with append(index) as writer:
        writer.add(Article("x", "Tin", "cửa khẩu"), words=["cửa_khẩu"])
        writer.remove("a7")
    deleting = whoosh_index(index).writer()
    assert deleting.delete_by_term("id", "a5") == 1
    deleting.commit()
    with whoosh_index(index).searcher() as searcher:
        assert searcher.doc_count() == 116
    assert open_index(index).snapshot().doc_count == 116
    assert not any(
        path.read_bytes()[:2] == b"\x80\x02" for path in index.rglob("*") if path.is_file()
    )


def test_a_seeded_generator_names_no_segment_twice(tmp_path: Path) -> None:
    """Whoosh takes names of segments from `random`: two of one name, and the second overwrites what is served."""
    index = tmp_path / "index"
    with rebuild(index):
        pass
    for id_ in "abc":
        random.seed(7)
        with append(index) as writer:
            writer.add(Article(id_, "Tin", "Lạng Sơn."))
    found = open_index(index).snapshot()
    assert found.doc_count == 3
    assert len({segment.file.name for segment in found.segments}) == len(found.segments)
