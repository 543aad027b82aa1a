"""Whatever is typed is read: no query and no row of keys ends in an error, in the engine or its language."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer import Archive
from indexer.errors import BadQuery
from indexer.language import decode, fold, syllables
from indexer.searching.parsing.parser import parse
from tests.fuzz.inputs import CASES, queries

BATCHES = 4


@pytest.fixture(scope="module")
def archive(seed_index: Path) -> Archive:
    return Archive.open(seed_index)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_every_query_is_answered(archive: Archive, batch: int) -> None:
    for query in queries(250 * CASES, batch):
        found = archive.search(query)
        assert found.total >= sum(not hit.near for hit in found.hits), query
        archive.suggest(query)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_every_query_is_read(batch: int) -> None:
    for query in queries(500 * CASES, 100 + batch):
        try:
            parse(query)
        except BadQuery as error:
            assert error.args, query


def test_every_word_of_them_is_read_as_keys_and_folds_once() -> None:
    for query in queries(1_000 * CASES, 200):
        for word in query.split():
            assert all(found.text for found in decode(word)), word
        for token in syllables(query):
            assert fold(fold(token.text)) == fold(token.text), token
