"""Short forms that no table has are read by the initials of a term."""

from __future__ import annotations

import pytest

from indexer.language.lexicon.initials import terms_by_initials


@pytest.mark.parametrize(
    ("letters", "term"),
    [
        ("hlkt", "hành lang kinh tế"),
        ("ubctlh", "ủy ban công tác liên hợp"),
        ("cktm", "cửa khẩu thông minh"),
        ("đsqt", None),
    ],
)
def test_initials_are_those_of_a_term(letters: str, term: str | None) -> None:
    found = {" ".join(words) for in_full, words in terms_by_initials(letters) if not in_full}
    assert term in found if term else not found


def test_the_beginning_of_a_term_may_stand_in_full() -> None:
    whole = ("khu", "hợp", "tác", "kinh", "tế", "qua", "biên", "giới")
    assert (1, whole) in terms_by_initials("htktqbg", ("mở", "khu"))
    assert (1, whole) not in terms_by_initials("htktqbg", ("mở",))


def test_a_letter_with_its_mark_is_no_other() -> None:
    assert not terms_by_initials("hlkđ")
    assert [" ".join(words) for _, words in terms_by_initials("xtdt")] == ["xúc tiến đầu tư"]
