"""Every case of the conformance suite, asked of this project over its API."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance.judging import Case, cases, documents, faults
from tests.peers.fts5 import Fts5
from tests.peers.ours import Ours


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Ours:
    folder = tmp_path_factory.mktemp("conformance")
    Ours.build(documents(), folder)
    return Ours(folder)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_the_case_holds(case: Case, ours: Ours) -> None:
    assert faults(case, ours) == [], f"{case.query!r}: {case.why['vi']} {case.why['en']}"


def test_every_case_is_sound() -> None:
    known = {document["id"] for document in documents()}
    listed = cases()
    assert len(listed) >= 250
    assert len({case.id for case in listed}) == len(listed)
    for case in listed:
        assert [case.why[language][-1] for language in ("vi", "en")] == [".", "."], case.id
        assert case.expected, case.id
        named = [*case.expected.get("mark", {})]
        for key in ("finds", "not", "first", "only", "near", "leads_to"):
            named += case.expected.get(key, [])
        assert set(named) <= known, case.id


def test_an_engine_that_does_not_know_the_language_is_told_from_one_that_does(
    tmp_path: Path,
) -> None:
    """The cases are no formality: folding letters alone holds some and not others."""
    Fts5.build(documents(), tmp_path)
    engine = Fts5(tmp_path)
    named = {case.id: case for case in cases()}
    for id in ("bare-03", "nfd-01", "totals-07"):
        assert faults(named[id], engine) == []
    for id in ("words-01", "marks-agree-01", "telex-01", "glued-01"):
        assert faults(named[id], engine) != []
