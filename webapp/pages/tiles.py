"""The map of today's 34 provinces as tiles in their places: a drawing of our own, by which a count
is found where it belongs. Links and words alone; the shade only repeats the number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from webapp.pages.charts import shade

__all__ = ["COLUMNS", "GRID", "ISLANDS", "Tile", "tiles"]

GRID: Final = (
    ("Lai Châu", "Lào Cai", "Tuyên Quang", "Cao Bằng", "", ""),
    ("Điện Biên", "Sơn La", "Phú Thọ", "Thái Nguyên", "Lạng Sơn", ""),
    ("", "", "Hà Nội", "Bắc Ninh", "Quảng Ninh", ""),
    ("", "", "Ninh Bình", "Hưng Yên", "Hải Phòng", ""),
    ("", "", "Thanh Hóa", "", "", ""),
    ("", "", "Nghệ An", "", "", ""),
    ("", "", "Hà Tĩnh", "", "", ""),
    ("", "", "Quảng Trị", "Huế", "", "Hoàng Sa"),
    ("", "", "", "Đà Nẵng", "Quảng Ngãi", ""),
    ("", "", "", "Gia Lai", "Đắk Lắk", ""),
    ("", "Tây Ninh", "Đồng Nai", "Lâm Đồng", "Khánh Hòa", ""),
    ("An Giang", "Đồng Tháp", "Hồ Chí Minh", "", "", "Trường Sa"),
    ("Cà Mau", "Cần Thơ", "Vĩnh Long", "", "", ""),
)
"""Rows from north to south, each from west to east; "" is a place without a tile."""
COLUMNS: Final = 6
ISLANDS: Final = {"Hoàng Sa": "Đà Nẵng", "Trường Sa": "Khánh Hòa"}
"""Archipelagos → the unit of which they are a special zone."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A unit, or an archipelago of `of`; nothing where `name` is empty. Shade 0–5."""

    name: str
    count: int = 0
    shade: int = 0
    of: str = ""


def tiles(counts: Mapping[str, int]) -> list[Tile]:
    """Every place of the grid, row after row, with the articles that name the unit."""
    peak = max(counts.values(), default=0)
    found = []
    for name in (name for row in GRID for name in row):
        count = counts.get(name, 0)
        found.append(Tile(name, count, shade(count, peak), ISLANDS.get(name, "")))
    return found
