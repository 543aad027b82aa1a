"""What places of words add to the best candidates: each test has two articles that BM25 alone cannot tell apart, or tells wrong."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexer.model.article import Article, DateSpan
from indexer.model.request import SearchRequest
from indexer.searching.constants import QUESTION, TOPIC
from indexer.searching.engine import plan_of, search, understand
from indexer.searching.local.backend import LocalBackend
from indexer.searching.local.rescorer import Bonus, rescore
from indexer.storage import IndexReader, open_index, rebuild

FILLER = " ".join(f"chữ{number}" for number in range(150))  # longer than a lead
APART = " ".join(f"chữ{number}" for number in range(30))
OTHERS = [Article(f"other {number}", "", f"bản tin khác số {number}") for number in range(30)]


def index(path: Path, *articles: Article, words: tuple[str, ...] = ()) -> IndexReader:
    with rebuild(path) as writer:
        for article in (*articles, *OTHERS):
            writer.add(article, words=words)
    return open_index(path).snapshot()


def first(snapshot: IndexReader, query: str) -> str:
    return search(LocalBackend(snapshot), SearchRequest(query, same="apart")).hits[0].id


def added(snapshot: IndexReader, query: str, *ids: str) -> Bonus:
    """The parts for some articles, in the order of their numbers, which is that of adding."""
    docs = np.array([doc for id_ in ids if (doc := snapshot.find(id_)) is not None])
    backend = LocalBackend(snapshot)
    rescoring = plan_of(understand(backend, SearchRequest(query))).rescoring
    assert rescoring is not None
    return rescore(backend.searcher, rescoring, docs)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        pytest.param("gỗ lậu bị bắt hôm qua", "lậu vé gỗ bị bắt hôm qua", id="neighbours"),
        pytest.param(f"{APART} gỗ ở đây là lậu", f"gỗ {APART} lậu ở đây là", id="near each other"),
        pytest.param(
            f"gỗ ở đây thì không lậu {FILLER}", f"{FILLER} gỗ ở đây thì không lậu", id="in the lead"
        ),
    ],
)
def test_places_tell_articles_apart(tmp_path: Path, better: str, worse: str) -> None:
    snapshot = index(tmp_path, Article("a worse", "", worse), Article("b better", "", better))
    assert first(snapshot, "gỗ lậu") == "b better"


def test_a_short_form_counts_where_its_words_stand(tmp_path: Path) -> None:
    near = "Ủy ban nhân dân Lạng Sơn."
    snapshot = index(
        tmp_path,
        Article("a apart", "", f"Lạng Sơn. {FILLER} Ủy ban nhân dân."),
        Article("b together", "", f"{near} {FILLER}"),
        Article("c short", "", f"UBND Lạng Sơn. {FILLER}"),
    )
    apart, together, short = added(
        snapshot, "UBND Lạng Sơn", "a apart", "b together", "c short"
    ).placed
    assert together > apart
    assert short > apart


def test_neighbours_that_are_one_word_count_more(tmp_path: Path) -> None:
    article = Article("one", "", "cửa khẩu mới")
    apart, joined = (
        index(tmp_path / "apart", article),
        index(tmp_path / "joined", article, words=("cửa_khẩu",)),
    )
    assert added(joined, "cửa khẩu", "one").adjacency > added(apart, "cửa khẩu", "one").adjacency
    assert added(joined, "khẩu mới", "one").adjacency == added(apart, "khẩu mới", "one").adjacency


def test_words_of_a_topic_weigh_more_alike_those_of_a_question_as_they_are_rare(
    tmp_path: Path,
) -> None:
    snapshot = index(
        tmp_path, Article("rare", "", "gỗ lim"), Article("common", "", "bản tin bản tin")
    )
    rare, common = added(snapshot, "gỗ bản", "rare", "common").evenness
    assert rare < 0 < common
    assert list(added(snapshot, "gỗ bản ở đâu?", "rare", "common").evenness) == [0.0, 0.0]
    assert (TOPIC.evenness < 1, QUESTION.evenness) == (True, 1.0)


def test_the_whole_query_in_a_title_comes_first(tmp_path: Path) -> None:
    often = Article("often", "Gỗ và lậu", "gỗ lậu, gỗ lậu, gỗ lậu, gỗ lậu")
    snapshot = index(tmp_path, often, Article("title", "Bắt gỗ lậu ở biên giới", f"{FILLER}"))
    assert first(snapshot, "gỗ lậu") == first(snapshot, "go lau") == "title"


def test_a_word_that_is_only_the_beginning_of_another_comes_below(tmp_path: Path) -> None:
    snapshot = index(
        tmp_path,
        Article("a other", "", "Hợp tác xã bán rau, hợp tác xã mua rau."),
        Article("b both", "", f"Hợp tác xã hợp tác với bạn. {APART}"),
        Article("c word", "", f"Hai bên hợp tác. {APART}"),
        words=("hợp_tác_xã", "hợp_tác"),
    )
    hits = search(LocalBackend(snapshot), SearchRequest("hợp tác", same="apart")).hits
    assert [hit.id for hit in hits][-1] == "a other"
    assert {hit.id for hit in hits} == {"a other", "b both", "c word"}
    first_of = search(LocalBackend(snapshot), SearchRequest("hợp tác xã")).hits[0]
    assert first_of.id == "a other"


def dated(id_: str, text: str, day: str) -> Article:
    return Article(id_, "", text, date=DateSpan(day, day, "day", "metadata"))


def test_the_newer_of_two_that_are_nearly_as_good_comes_first(tmp_path: Path) -> None:
    snapshot = index(
        tmp_path,
        dated("a old", f"Gỗ lậu bị bắt ở cảng {FILLER}", "2019-03-01"),
        dated("b new", f"Gỗ lậu bị bắt ở cảng hôm {FILLER}", "2026-03-01"),
    )
    assert first(snapshot, "gỗ lậu") == "b new"
    assert first(snapshot, "gỗ lậu ở đâu?") == "a old"  # a question asks for its answer


def test_what_is_clearly_better_comes_first_however_old(tmp_path: Path) -> None:
    snapshot = index(
        tmp_path,
        dated("a old", "Gỗ lậu bị bắt, gỗ lậu bị giữ", "2019-03-01"),
        dated("b new", f"Gỗ bị bắt {APART} lậu", "2026-03-01"),
    )
    assert first(snapshot, "gỗ lậu") == "a old"
