"""The map of provinces: every unit of today has one place, and leads to its articles."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from flask.testing import FlaskClient

from indexer.gazetteer.tables import provinces
from webapp.pages.tiles import COLUMNS, GRID, ISLANDS, tiles


def test_every_unit_of_today_has_one_place() -> None:
    names = [name for row in GRID for name in row if name]
    today = {row.today for row in provinces()}
    assert Counter(names) == Counter([*today, *ISLANDS])
    assert {len(row) for row in GRID} == {COLUMNS}
    assert set(ISLANDS.values()) <= today


def test_shades_follow_the_counts() -> None:
    shown = {tile.name: tile for tile in tiles({"Lạng Sơn": 400, "Cao Bằng": 100, "Huế": 1})}
    assert [shown[name].shade for name in ("Lạng Sơn", "Cao Bằng", "Huế", "Cà Mau")] == [5, 2, 1, 0]
    assert shown["Hoàng Sa"].of == "Đà Nẵng"


@pytest.mark.parametrize("address", ["/", "/matrix"])
def test_tiles_lead_to_articles_and_the_table_says_the_same(
    client: FlaskClient, address: str
) -> None:
    page = client.get(address).get_data(as_text=True)
    drawn = page.partition('<div class="tiles">')[2].partition("</div>")[0]
    counts = re.findall(r'href="([^"]*)">([^<]*) <b>([\d.]+)</b></a>', drawn)
    assert counts
    table = page.partition("Bảng số bài theo địa phương")[2].partition("</table>")[0]
    for link, name, count in counts:
        assert f">{name}</a></th><td>{count}</td>" in table
        found = client.get(link.replace("&amp;", "&")).get_data(as_text=True)
        assert f"<strong>{count} bài" in found


def test_the_table_of_former_provinces_has_no_map(client: FlaskClient) -> None:
    assert 'class="tiles"' not in client.get("/matrix?units=former").get_data(as_text=True)
