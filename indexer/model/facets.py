"""The facets of an archive, in one table: what an article is filed under, filtered by and counted
by.

The index's fields, counting, filters, query strings, field names in a query, the API and its
description, options of the command, pages and exports all read it. A new facet is an entry here,
its two attributes in `SearchRequest`, and whatever reads its values from an article into
`Article.labels`.
"""

from __future__ import annotations

from typing import Literal

from indexer.records import dataclass

__all__ = ["FACETS", "FURTHER", "LISTS", "FacetSpec", "Shape"]

Shape = Literal["flat", "tree", "time"]


@dataclass(frozen=True, slots=True)
class FacetSpec:
    """One facet. `name` is also its parameter, its key in answers and its field in the index;
    `attribute` is where `SearchRequest` has the values asked for.

    `word` and `title` are what it is called, Vietnamese and English: of one value («đối tác»),
    and over a list of values («Đối tác»). `key` is its name in a query as it is written
    (`đối-tác`), `keys` are all its names there, bare and without hyphens (`đối-tác:` is
    "doitac"). `shape` "tree": values have a parent, which an article that has
    them is filed under too; "time": years, with their months. `option`: the help of its option in
    the terminal; "" for none. `places`: its values are units of the gazetteer.
    """

    name: str
    attribute: str
    word: tuple[str, str]
    title: tuple[str, str]
    key: str
    keys: tuple[str, ...]
    shape: Shape
    description: str
    option: str = ""
    excludable: bool = True
    places: bool = False

    @property
    def without(self) -> str:
        """The parameter of the values left out; "" when none can be."""
        return f"without_{self.name}" if self.excludable else ""

    @property
    def without_attribute(self) -> str:
        """Where `SearchRequest` has the values left out; "" when none can be."""
        return f"without_{self.attribute}" if self.excludable else ""

    @property
    def pair(self) -> str:
        """The field of "parent<TAB>value"; "" without a tree."""
        return f"{self.name}_pair" if self.shape == "tree" else ""

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of the index that are counted for it."""
        if self.shape == "time":
            return (self.name, "month")
        return tuple(filter(None, (self.name, self.pair)))


_ALL = (
    FacetSpec(
        "province",
        "provinces",
        ("địa phương", "province"),
        ("Địa phương", "Provinces"),
        "tỉnh",
        ("tinh", "tinhthanh", "diaphuong", "province"),
        "tree",
        "Provinces, any of them; bare or accented, by any name. A unit of today with all its "
        "parts; «Tuyên Quang (cũ)» is the province within its boundaries before July 2025",
        option="Only articles of this province; repeat for any of several.",
        places=True,
    ),
    FacetSpec(
        "counterpart",
        "counterparts",
        ("đối tác", "counterpart"),
        ("Đối tác", "Counterparts"),
        "đối-tác",
        ("doitac", "counterpart"),
        "tree",
        "Counterparts, any of them: a region, a city or a county",
        option="Only articles with this Chinese region, city or county.",
        places=True,
    ),
    FacetSpec(
        "source",
        "sources",
        ("nguồn", "source"),
        ("Nguồn", "Sources"),
        "nguồn",
        ("nguon", "source"),
        "flat",
        "Sources, any of them",
    ),
    FacetSpec(
        "gate",
        "gates",
        ("cửa khẩu", "gate"),
        ("Cửa khẩu", "Border gates"),
        "cửa-khẩu",
        ("cuakhau", "gate"),
        "tree",
        "Border gates named as such, any of them, each with the gate it faces: «Tà Lùng – Thủy "
        "Khẩu»; a province with all its gates",
        option="Only articles that name this border gate; repeat for any of several.",
    ),
    FacetSpec(
        "kind",
        "kinds",
        ("loại sự kiện", "kind of event"),
        ("Loại sự kiện", "Kinds of event"),
        "loại",
        ("loai", "loaisukien", "kind"),
        "flat",
        "Kinds of event, any of them: hội đàm, thăm, ký kết, hội nghị, giao lưu, khai trương, "
        "«thông quan, thương mại», «vi phạm, tội phạm», thiên tai, «thể thao, giải trí», khác, "
        "không rõ",
        option="Only articles that tell of this kind of event; repeat for any of several.",
    ),
    FacetSpec(
        "year",
        "years",
        ("năm", "year"),
        ("Thời gian", "Time"),
        "năm",
        (),  # `năm:` is a date
        "time",
        "Years (`2025`) and months (`2025-03`), any of them; `unknown` for articles whose year is "
        "not known",
        excludable=False,
    ),
)
FACETS: dict[str, FacetSpec] = {facet.name: facet for facet in _ALL}
"""Every facet by its name, in the order in which they are shown."""
FURTHER = tuple(
    facet for facet in _ALL if facet.name not in ("province", "counterpart", "source", "year")
)
"""Those whose values stand in `Article.labels`: the rest have attributes of their own there."""
LISTS: dict[str, str] = {facet.name: facet.attribute for facet in _ALL} | {
    facet.without: facet.without_attribute for facet in _ALL if facet.excludable
}
"""Parameter → attribute of `SearchRequest`, of values asked for, then of values left out."""
