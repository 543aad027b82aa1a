"""Two archives in one process do not slow each other: what one has learnt the other does not push out."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.archive import Archive
from indexer.model.article import Article, Province
from indexer.storage import append, rebuild
from tests.support.work import work

QUERIES = ("cua khau", "cửa khẩu lạng sơn", '"hữu nghị"', "cua khua", "hop tac -hàng", "lạng")


def archive(path: Path, source: str) -> Archive:
    places = (Province("Lạng Sơn", "Lạng Sơn", "main"),)
    with rebuild(path) as writer:
        for number in range(30):
            text = f"Cửa khẩu Hữu Nghị mở lại, hợp tác ở Lạng Sơn, hàng {number} đi qua {source}."
            article = Article(f"{number}", f"Tin {source}", text, source=source, provinces=places)
            writer.add(article, words=["cửa_khẩu", "hữu_nghị", "hợp_tác", "Lạng_Sơn"])
    return Archive.open(path)


def ask(*archives: Archive) -> None:
    """Each question to one after the other."""
    for query in QUERIES:
        for one in archives:
            one.search(query)
            one.search(query, province="lang son")
            one.suggest(query[:5])


@pytest.fixture
def both(tmp_path: Path) -> tuple[Archive, Archive]:
    found = archive(tmp_path / "a", "VOV"), archive(tmp_path / "b", "Báo Lạng Sơn")
    for _ in range(3):  # what is made on first and second use
        ask(*found)
    return found


def test_archives_asked_in_turn_cost_what_each_costs_alone(both: tuple[Archive, Archive]) -> None:
    alone = sum(work(lambda a=a: ask(a)) for a in both)  # type: ignore[misc]
    assert work(lambda: ask(*both)) < 1.005 * alone


def test_a_commit_to_one_leaves_the_other_what_it_has_learnt(
    both: tuple[Archive, Archive], tmp_path: Path
) -> None:
    changed, other = both
    before = work(lambda: ask(other))
    with append(tmp_path / "a") as writer:
        writer.add(Article("mới", "Tin mới", "Cửa khẩu mới mở."))
    assert changed.search("cửa khẩu").total == 31
    assert work(lambda: ask(other)) < 1.005 * before
