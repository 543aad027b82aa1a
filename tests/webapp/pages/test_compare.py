"""The page that sets places or searches side by side."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

TWO = "of=Qu%E1%BA%A3ng+T%C3%A2y&of=V%C3%A2n+Nam"


def test_the_page_draws_and_tells_in_a_table(client: FlaskClient) -> None:
    page = client.get(f"/compare?{TWO}&unit=year").get_data(as_text=True)
    assert page.count("<polyline") == 2
    assert '<table class="compared">' in page
    sums = re.findall(r'<td><a href="([^"]+)" aria-label="[^"]+: (\d+)"', page)
    assert len(sums) == 4
    for link, total in sums:
        found = client.get(link.replace("&amp;", "&")).get_data(as_text=True)
        assert f"<strong>{total} bài" in found or total == "0"


def test_months_without_articles_take_no_room(client: FlaskClient) -> None:
    page = client.get(f"/compare?{TWO}&unit=month").get_data(as_text=True)
    table = page.partition('<table class="compared">')[2].partition("</tbody>")[0]
    rows = re.findall(r'<th scope="row">tháng [^<]*</th>(.*)</tr>', table)
    assert rows
    assert all("<a " in row for row in rows)


@pytest.mark.parametrize("unit", ["year", "month"])
def test_every_number_leads_to_its_articles(client: FlaskClient, unit: str) -> None:
    page = client.get(f"/compare?{TWO}&unit={unit}").get_data(as_text=True)
    table = page.partition('<table class="compared">')[2].partition("</tbody>")[0]
    cells = re.findall(r'<td><a href="([^"]+)">(\d+)</a>', table)
    assert cells
    for link, count in cells:
        found = client.get(link.replace("&amp;", "&")).get_data(as_text=True)
        assert f"<strong>{count} bài" in found


def test_fewer_than_two_ask_for_more(client: FlaskClient) -> None:
    assert "Quảng Tây – Vân Nam" in client.get("/compare").get_data(as_text=True)
    assert "<polyline" not in client.get("/compare?of=a").get_data(as_text=True)
    twice = client.get("/compare?of=a&of=a").get_data(as_text=True)
    assert "Cần từ hai nơi" in twice


@pytest.mark.parametrize("form", ["csv", "xlsx", "docx"])
def test_it_can_be_taken_away(client: FlaskClient, form: str) -> None:
    assert client.get(f"/export/comparison.{form}?{TWO}").status_code == 200
    refused = client.get(f"/export/comparison.{form}?of=a")
    assert refused.status_code == 400


def test_a_search_leads_there_with_its_places_or_its_words(client: FlaskClient) -> None:
    page = client.get("/?q=h%E1%BB%A3p+t%C3%A1c&counterpart=V%C3%A2n+Nam").get_data(as_text=True)
    assert 'href="/compare?of=V%C3%A2n+Nam&amp;q=h%E1%BB%A3p+t%C3%A1c"' in page
    assert 'href="/compare?of=h%E1%BB%A3p+t%C3%A1c"' in client.get(
        "/?q=h%E1%BB%A3p+t%C3%A1c"
    ).get_data(as_text=True)
    assert "/compare?of=" in client.get("/matrix").get_data(as_text=True)


def test_it_speaks_english(client: FlaskClient) -> None:
    page = client.get(f"/compare?{TWO}&lang=en").get_data(as_text=True)
    assert "Shared by all" in page
    assert "Of each alone" in page
