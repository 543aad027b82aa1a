"""A source is a paper, an agency, a portal or an office; not a person, a network, or a short form."""

from __future__ import annotations

import pytest

from indexer.reading.structure.source_names import named_source, stated_source


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("(NĐT) -", "Người Đưa Tin"),
        ("(XYZ) -", "XYZ"),
        ("Nguồn: Nhà Trắng", "Nhà Trắng"),
        ("Theo Dangcongsan.vn", "Đảng Cộng sản Việt Nam"),
        ("Theo báo điện tử ĐCS VN", "Đảng Cộng sản Việt Nam"),
        ("Theo báo Infonet", "Infonet"),
        ("Nguồn: The Reuters", "Reuters"),
        ("Nguồn ảnh: TTXVN", "TTXVN"),
        ("Nguồn: Bộ Công An", "Bộ Công an"),
        ("Nguồn: Sở GTVT TP. HCM", "Sở GTVT TP HCM"),
        ("Nguồn: Sở GTVT TP HCM", "Sở GTVT TP HCM"),
        ("Nguồn: Washington Post", "Washington Post"),
        ("Theo Báo Lạng Sơn", "Báo Lạng Sơn"),
    ],
)
def test_publishers(line: str, name: str) -> None:
    assert named_source([line]) == name


@pytest.mark.parametrize(
    "line",
    [
        "PGS-",
        "PSG -",
        "Nguồn: CTV.",
        "Nguồn clip: Nguyễn Đình Cường",
        "(Nguồn: Quang Đăng)",
        "Nguồn: Nguyen Hong Nhung",
        "Nguồn: Facebook H.L. T",
        "Nguồn: Twitter/talksport",
        "Nguồn clip: Rubic8",
    ],
)
def test_what_is_no_publisher(line: str) -> None:
    assert named_source([line]) == ""


def test_a_stated_name_is_one_value_with_its_other_spellings() -> None:
    assert {stated_source(said) for said in ("báo Infonet", "Infonet", "INFONET")} == {"Infonet"}
