"""The register under facets: trees of places, each counted under every filter but its own."""

from __future__ import annotations

from dataclasses import replace

from indexer.model.request import SearchRequest
from indexer.register.counting import facets_of
from indexer.register.entries import Register, RegisterRequest
from tests.register.test_filtering import NO_YEAR, REGISTER, TALKS

FORMER = replace(
    TALKS, id="hd-3", kind="ký kết", provinces=("Hà Giang", "Tuyên Quang"), date=NO_YEAR
)
THREE = Register((*REGISTER.entries, FORMER))


def counted(name: str, **asked: tuple[str, ...]) -> list[tuple[str, int]]:
    found = facets_of(THREE, RegisterRequest(**asked), SearchRequest(**asked))[name]  # type: ignore[arg-type]
    return [(one.value, one.count) for value in found.values for one in (value, *value.children)]


def test_places_stand_under_the_unit_they_belong_to() -> None:
    assert counted("province") == [
        ("Lào Cai", 1),
        ("Lạng Sơn", 1),
        ("Tuyên Quang", 1),
        ("Hà Giang", 1),
    ]
    assert counted("counterpart") == [("Quảng Tây", 3), ("Bằng Tường", 3)]


def test_a_facet_is_counted_under_every_filter_but_its_own() -> None:
    assert counted("kind", kinds=("thăm",)) == [("hội đàm", 1), ("ký kết", 1), ("thăm", 1)]
    assert counted("kind", provinces=("Lạng Sơn",)) == [("hội đàm", 1)]
    assert counted("year", years=("2024",)) == [("2024", 1), ("unknown", 2)]
    assert counted("gate", years=("unknown",)) == [("Hữu Nghị – Hữu Nghị Quan", 1)]
