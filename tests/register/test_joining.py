"""One event of several articles: what is joined, what is kept apart, what contradicts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from indexer import Archive
from indexer.register.entries import Register
from indexer.register.spellings import name_key, office_key, unit_key

TALKS = (
    "Ngày {day}, tại Lạng Sơn, Chủ tịch UBND tỉnh Lạng Sơn Hồ Tiến Thiệu đã hội đàm với Phó Chủ "
    "tịch Khu tự trị dân tộc Choang Quảng Tây {name}."
)


def register(folder: Path, articles: Mapping[str, str], **more: str) -> Register:
    archive = Archive.open(folder)
    archive.add([{"id": id_, "text": text, **more} for id_, text in articles.items()])
    return archive.register()


@pytest.fixture
def index(tmp_path: Path) -> Path:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "z.txt").write_text("Bài khác\n\nTrời nắng ở Cao Bằng.", "utf-8")
    path = tmp_path / "index"
    Archive.build(tmp_path / "news", path)
    return path


def test_two_papers_tell_one_event(index: Path) -> None:
    first = TALKS.format(day="7/5/2024", name="Hứa Vĩnh Khỏa")
    second = (
        "Chiều 7/5/2024, Chủ tịch UBND tỉnh Lạng Sơn Hồ Tiến Thiệu hội đàm với đoàn đại biểu Quảng "
        "Tây (Trung Quốc) do ông Hứa Vĩnh Khoả, Phó Chủ tịch Khu tự trị Quảng Tây dẫn đầu.\n\n"
        "Hai bên đã ký Biên bản ghi nhớ về cửa khẩu."
    )
    (entry,) = register(index, {"a": first, "b": second}).entries
    assert sorted(entry.articles) == ["a", "b"]
    assert [told.value for told in entry.signed] == ["Biên bản ghi nhớ về cửa khẩu"]
    assert len(entry.chinese.leaders) == 1  # Khỏa and Khoả are one
    assert entry.contradictions == ()


@pytest.mark.parametrize(
    "other",
    [
        TALKS.format(day="9/8/2024", name="Hứa Vĩnh Khỏa"),  # another day
        TALKS.format(day="7/5/2024", name="Hứa Vĩnh Khỏa").replace("Lạng Sơn", "Cao Bằng"),
        TALKS.format(day="7/5/2024", name="Hứa Vĩnh Khỏa").replace("Quảng Tây", "Vân Nam"),
        "Ngày 7/5/2024, đoàn đại biểu tỉnh Lạng Sơn sang thăm Quảng Tây (Trung Quốc).",  # a visit
    ],
)
def test_what_differs_stays_apart(index: Path, other: str) -> None:
    found = register(index, {"a": TALKS.format(day="7/5/2024", name="Hứa Vĩnh Khỏa"), "b": other})
    assert len(found.entries) == 2


def test_what_papers_contradict_each_other_in_stands_side_by_side(index: Path) -> None:
    found = register(
        index,
        {
            "a": TALKS.format(day="7/5/2024", name="Hứa Vĩnh Khỏa"),
            "b": TALKS.format(day="7/5/2024", name="Hứa Hiển Minh"),
        },
    )
    (entry,) = found.entries
    (contradiction,) = entry.contradictions
    assert contradiction.field == "chinese.leader"
    assert {told.quote.article for told in contradiction.values} == {"a", "b"}


def test_a_visit_told_day_by_day_is_one(index: Path) -> None:
    archive = Archive.open(index)
    told = {
        "a": ("Ngày 3/6/2024, Bí thư Tỉnh ủy Lào Cai Đặng Xuân Phong sang thăm Vân Nam.", "03"),
        "b": (
            "Bí thư Tỉnh ủy Lào Cai Đặng Xuân Phong thăm Vân Nam (Trung Quốc) từ ngày 3 đến "
            "6/6/2024.",
            "04",
        ),
        "c": (
            "Ngày 6/6/2024, Bí thư Tỉnh ủy Lào Cai Đặng Xuân Phong thăm thành phố Côn Minh.",
            "06",
        ),
    }
    archive.add(
        [{"id": id_, "text": text, "date": f"2024-06-{day}"} for id_, (text, day) in told.items()]
    )
    (entry,) = archive.register().entries
    assert sorted(entry.articles) == ["a", "b", "c"]
    assert (entry.date.start, entry.date.end) == ("2024-06-03", "2024-06-06")
    assert entry.contradictions == ()


def test_an_entry_is_found_by_the_id_it_had_alone(index: Path) -> None:
    text = TALKS.format(day="7/5/2024", name="Hứa Vĩnh Khỏa")
    (alone,) = register(index, {"b": text}).entries
    both = register(index, {"a": text})
    joined = both.entry(alone.id)
    assert joined is not None and sorted(joined.articles) == ["a", "b"]


def test_offices_in_order_of_time(index: Path) -> None:
    told = "Ngày {day}, Bí thư Tỉnh ủy Vân Nam {name} tiếp đoàn đại biểu tỉnh Lào Cai."
    found = register(
        index,
        {
            "a": told.format(day="3/2/2021", name="Nguyễn Thành Phát"),
            "b": told.format(day="9/9/2021", name="Nguyễn Thành Phát"),
            "c": told.format(day="4/3/2023", name="Vương Ninh"),
            "d": told.format(day="5/3/2024", name="đồng chí Vương Ninh"),
        },
    )
    own = [one for one in found.offices if one.unit == "Vân Nam"]
    assert [(one.person, one.first_date.start, one.last_date.start, one.count) for one in own] == [
        ("Nguyễn Thành Phát", "2021-02-03", "2021-09-09", 2),
        ("Vương Ninh", "2023-03-04", "2024-03-05", 2),
    ]
    assert own[0].counterparts == ("Vân Nam",)
    assert own[1].first.text.startswith("Ngày 4/3/2023")


def test_a_foreign_minister_is_one_however_called_and_spelled(index: Path) -> None:
    told = "Ngày {day}/3/2021, {office} Trung Quốc {name} tiếp Thủ tướng Phạm Minh Chính."
    usual = {
        f"a{day}": told.format(day=day, office="Ngoại trưởng", name="Vương Nghị")
        for day in range(1, 11)
    }
    other = told.format(day=11, office="Bộ trưởng Bộ Ngoại giao", name="Vương Nghị")
    slip = told.format(day=12, office="Ngoại trưởng", name="Vương Nghỉ")
    found = register(index, {**usual, "b": other, "c": slip})
    (one,) = (one for one in found.offices if one.country == "cn")
    assert (one.person, one.count) == ("Vương Nghị", 12)


def test_a_state_visit_is_one_whether_papers_name_the_country_or_a_city(index: Path) -> None:
    visit = "Tổng Bí thư, Chủ tịch nước Tô Lâm {} chiều nay."
    archive = Archive.open(index)
    told = {
        "a": ("14", visit.format("và đoàn đại biểu cấp cao Việt Nam đã thăm Trung Quốc")),
        "b": ("15", visit.format("thăm cấp nhà nước Trung Quốc")),
        "c": ("16", visit.format("đã đến thăm Nam Ninh, Quảng Tây, Trung Quốc")),
    }
    for id_, (day, text) in told.items():
        archive.add([{"id": id_, "text": text, "date": f"2026-04-{day}"}])
    (entry,) = archive.register().entries
    assert sorted(entry.articles) == ["a", "b", "c"]
    assert entry.chinese.names == ("Trung Quốc", "Nam Ninh")
    assert "Quảng Tây" in entry.counterparts


def test_documents_that_two_papers_count_are_signed_once(index: Path) -> None:
    found = register(
        index,
        {
            "a": "Việt Nam và Trung Quốc đã ký 32 văn kiện hợp tác trong chuyến thăm cấp nhà nước.",
            "b": "Việt Nam và Trung Quốc ký kết 32 văn kiện hợp tác nhân chuyến thăm cấp nhà nước.",
            "c": "Việt Nam và Trung Quốc đã ký thỏa thuận về đường sắt qua cửa khẩu.",
        },
        date="2026-04-17",
    )
    assert sorted(sorted(entry.articles) for entry in found.entries) == [["a", "b"], ["c"]]


def test_an_event_without_a_day_was_by_the_month_in_which_it_was_told(index: Path) -> None:
    text = (
        "Chủ tịch UBND tỉnh Lạng Sơn Hồ Tiến Thiệu đã hội đàm với Phó Chủ tịch Khu tự trị dân tộc "
        "Choang Quảng Tây Hứa Vĩnh Khỏa."
    )
    days = {"2026-04-16": "2026-04-01", "2026-04-02": "2026-01-01", "2026-01-02": ""}
    found = [
        register(index, {f"a{day}": text.replace("Thiệu", f"Thiệu{'aei'[n]}")}, date=day)
        for n, day in enumerate(days)
    ]
    starts = {one.articles[0][1:]: one.date for one in found[-1].entries}
    assert {day: span.start for day, span in starts.items()} == days
    assert starts["2026-04-16"].basis == "context"


def test_a_promise_is_followed_by_what_later_names_it(index: Path) -> None:
    agreed = (
        "Ngày 7/5/2024, Hội nghị lần thứ 3 giữa tỉnh Lào Cai và châu Hồng Hà (Vân Nam, Trung Quốc) "
        "đã diễn ra.\n\nHai bên thống nhất Hội nghị lần thứ 4 sẽ được tổ chức tại Hồng Hà vào quý I "
        "năm 2025."
    )
    assert not register(index, {"a": agreed}).promises[0].is_followed
    kept = (
        "Ngày 4/2/2025 đã diễn ra Hội nghị lần thứ 4 giữa tỉnh Lào Cai và châu Hồng Hà (Vân Nam)."
    )
    (promise,) = register(index, {"b": kept}).promises
    assert promise.is_followed


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Đỗ Thái Hòa", "Đỗ Thái Hoà", True),
        ("Lưu Ninh", "Lưu Nính", False),
        ("Trần Văn Đông", "Trần Văn Đồng", False),
    ],
)
def test_names_are_one_only_where_the_tone_mark_moves(one: str, other: str, same: bool) -> None:
    assert (name_key(one) == name_key(other)) is same


def test_offices_and_units_are_one_by_what_is_said_of_them() -> None:
    assert office_key("Thủ tướng Chính phủ") == office_key("thủ tướng")
    assert unit_key("Bộ Ngoại giao Việt Nam") == unit_key("Ngoại giao")
    assert unit_key("tỉnh Vân Nam (Trung Quốc)") == unit_key("Vân Nam")
    assert unit_key("Khu tự trị dân tộc Choang Quảng Tây") == unit_key("Quảng Tây")
    assert unit_key("Sở Ngoại vụ Lào Cai") != unit_key("Sở Ngoại vụ Hà Giang")
