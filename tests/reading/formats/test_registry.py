"""The table of formats is whole, and the documentation shows it as it is."""

from __future__ import annotations

from importlib import import_module

import pytest

from indexer.reading.formats.registry import FORMATS, format_of, is_misnamed, table
from tests.support.running import ROOT


def test_the_documentation_shows_the_table_of_formats() -> None:
    assert table() in (ROOT / "indexer" / "README.md").read_text("utf-8")


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_has_a_reader(kind: str) -> None:
    module = import_module(f"indexer.reading.formats.{FORMATS[kind].module}")
    assert callable(module.read)


def test_no_ending_is_of_two_formats() -> None:
    endings = [suffix for one in FORMATS.values() for suffix in one.suffixes]
    assert len(endings) == len(set(endings))


def test_an_ending_is_wrong_only_when_it_is_anothers() -> None:
    assert is_misnamed(".docx", "doc")
    assert not is_misnamed(".docx", "docx")
    assert not is_misnamed(".aspx", "html")
    assert format_of("pptx") is None
