"""What a person types is understood, and what is not is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model.request import MAX_QUERY
from indexer.searching.parsing.ast import (
    AndClause,
    Clause,
    DateFilter,
    FacetClause,
    FieldScope,
    NotClause,
    OrClause,
    PhraseClause,
    PrefixClause,
    TermClause,
    TimeExpression,
)
from indexer.searching.parsing.parser import MAX_NESTING, parse
from tests.support.work import work


def shape(clause: Clause) -> object:
    """A clause as plain data, for reading in tests."""
    match clause:
        case TermClause():
            return clause.word.text
        case PrefixClause():
            return clause.word.text + "*"
        case PhraseClause():
            words = " ".join(w.text for w in clause.words)
            return f'"{words}"' + (f"~{clause.slop}" if clause.slop else "")
        case FacetClause():
            return f"{clause.name}={clause.value}"
        case FieldScope():
            return (clause.scope, shape(clause.child))
        case DateFilter():
            return f"{clause.start}..{clause.end}"
        case TimeExpression():
            return f"<{clause.start}..{clause.end}>"
        case NotClause():
            return ("-", shape(clause.child))
        case OrClause():
            return {"or": [shape(c) for c in clause.children]}
        case AndClause():
            return [shape(c) for c in clause.children]


def read(text: str) -> list[object]:
    return [shape(c) for c in parse(text).root.children]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cửa khẩu thông minh", ["cửa", "khẩu", "thông", "minh"]),
        ('"cửa khẩu" Lạng Sơn', ['"cửa khẩu"', "lạng", "sơn"]),
        ('"hợp tác biên giới"~3', ['"hợp tác biên giới"~3']),
        ("“cửa khẩu” «thông minh»", ['"cửa khẩu"', '"thông minh"']),
        ('biên giới -"buôn lậu" -ma', ["biên", "giới", ("-", '"buôn lậu"'), ("-", "ma")]),
        ("biên giới NOT lậu", ["biên", "giới", ("-", "lậu")]),
        ("biên giới KHÔNG lậu", ["biên", "giới", ("-", "lậu")]),
        ("Lào Cai OR Hà Giang", [{"or": [["lào", "cai"], ["hà", "giang"]]}]),
        ("Lào Cai HOẶC Hà Giang", [{"or": [["lào", "cai"], ["hà", "giang"]]}]),
        ("than AND sắt VÀ thép", ["than", "sắt", "thép"]),
        (
            "hợp tác (du lịch OR thương mại)",
            ["hợp", "tác", {"or": [["du", "lịch"], ["thương", "mại"]]}],
        ),
        ("biên giới -(ma túy)", ["biên", "giới", ("-", ["ma", "túy"])]),
        ("tỉnh Vân Nam (Trung Quốc)", ["tỉnh", "vân", "nam", "trung", "quốc"]),
        ("ngoại* vụ", ["ngoại*", "vụ"]),
        ("không có và hoặc", ["không", "có", "và", "hoặc"]),
        ("NOT NOT than", ["than"]),
        ("广西壮族", ['"广西 西壮 壮族"']),
        ("广西 云南", ["广西", "云南"]),
        ("Việt Nam-Quảng Tây", ["việt", "nam", "quảng", "tây"]),
        ("TP.HCM KT-XH", ["tphcm", "ktxh"]),
        ("tiêm kích F -35", ["tiêm", "kích", "f", "35"]),
        ("20 - 30 độ", ["20", "30", "độ"]),
    ],
)
def test_words_phrases_and_operators(text: str, expected: list[object]) -> None:
    assert read(text) == expected
    assert parse(text).warnings == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('tỉnh:"Lạng Sơn"', ["province=Lạng Sơn"]),
        ("tinh:lang-son", ["province=lang-son"]),
        ("province:Hanoi", ["province=Hanoi"]),
        ("đối tác:vân-nam", ["counterpart=vân-nam"]),
        ("doi-tac:vân-nam", ["counterpart=vân-nam"]),
        ("counterpart:Guangxi", ["counterpart=Guangxi"]),
        ('nguồn:"Báo Hà Giang"', ["source=Báo Hà Giang"]),
        ("-tỉnh:Hà-Nội", [("-", "province=Hà-Nội")]),
        ("tỉnh:(Lào-Cai OR Hà-Giang)", [{"or": ["province=Lào Cai", "province=Hà Giang"]}]),
        ("số:123/BC-SNgV", ['"số 123 bcsngv"']),
        ("number:/BC-SNgV họp", ['"bcsngv"', "họp"]),
        ("Số: 123/BC-SNgV", ['"123 bcsngv"']),
        ("báo cáo số 123/BC-SNgV", ["báo", "cáo", '"123 bcsngv"']),
        ("05/2021/TT-BTC.", ['"5/2021 ttbtc"']),
        ("nghị quyết 68-nq/tw họp", ["nghị", "quyết", '"68 nq tw"', "họp"]),
        ("1719/QĐ", ['"1719 qđ"']),
        ("90/phút 100/KM", ["90", "phút", "100", "km"]),
        ("tỷ số: 5", ["tỷ", "số", "5"]),
        ("tiêu đề:hợp tác", [("title", "hợp"), "tác"]),
        ('title:"hợp tác"', [("title", '"hợp tác"')]),
        ("tiêu đề:(hợp tác)", [("title", ["hợp", "tác"])]),
        ("nội dung:than", [("body", "than")]),
        ("ngày:2024-11..2025-03", ["2024-11-01..2025-03-31"]),
        ("ngày:2024-11..", ["2024-11-01.."]),
        ("ngày:..5/3/2025", ["..2025-03-05"]),
        ("ngày:20-22/11/2024", ["2024-11-20..2024-11-22"]),
        ("năm:2024", ["2024-01-01..2024-12-31"]),
        ("tháng:3/2025", ["2025-03-01..2025-03-31"]),
        ("quý:I/2025", ["2025-01-01..2025-03-31"]),
        ("ngày:quý II năm 2025 than", ["2025-04-01..2025-06-30", "than"]),
        ("xuất khẩu quý I/2025", ["xuất", "khẩu", "<2025-01-01..2025-03-31>"]),
        ("họp 24/03", ["họp", "<--03-24..--03-24>"]),
        ("sáng 06-12, tỷ số 3-2", ["sáng", "<--12-06..--12-06>", "tỷ", "số", "3-2"]),
        ("ngày 31/6 và 3/4,5 và 20-22/11", ["ngày", "31/6", "và", "3/4,5", "và", "20-22/11"]),
        ("tháng 3 năm 2024", ["<2024-03-01..2024-03-31>"]),
        ("ngày 12 tháng 5 năm 2025", ["<2025-05-12..2025-05-12>"]),
        ("12/05/2025", ["<2025-05-12..2025-05-12>"]),
    ],
)
def test_fields_and_periods(text: str, expected: list[object]) -> None:
    assert read(text) == expected
    assert parse(text).warnings == ()


@pytest.mark.parametrize(
    ("text", "expected", "told"),
    [
        ("giá:vàng", ["giá", "vàng"], "Không có trường «giá:»"),
        ("kh* than", ["kh", "than"], "ít nhất 3 chữ cái"),
        ("th*n", ["th", "n"], "Dấu *"),
        ("*", [], "Dấu *"),
        ('"cửa kh*"', ['"cửa kh"'], "Dấu *"),
        ('"cửa khẩu', ["cửa", "khẩu"], "ngoặc kép"),
        ("(cửa khẩu", ["cửa", "khẩu"], "ngoặc đơn"),
        ("cửa khẩu)", ["cửa", "khẩu"], "ngoặc đơn"),
        ("than OR", ["than"], "thiếu một vế"),
        ("OR OR", [], "thiếu một vế"),
        ("AND than", ["than"], "thiếu một vế"),
        ("than NOT", ["than"], "thiếu từ"),
        ("ngày:hôm nọ", ["nọ"], "Ngày «hôm» không hợp lệ"),
        ("năm:2024-13", [], "không hợp lệ"),
        ("tỉnh:", [], "không có giá trị"),
        ('"a b"~99', ['"a b"~20'], "~99"),
        ("((((((((than))))))))", ["than"], f"quá {MAX_NESTING} tầng"),
        ("HÀ GIANG OR LÀO CAI", ["hà", "giang", "or", "lào", "cai"], "«OR»"),
    ],
)
def test_what_is_not_understood_is_told_and_the_rest_is_searched(
    text: str, expected: list[object], told: str
) -> None:
    assert read(text) == expected
    assert told in " ".join(parse(text).warnings)


@pytest.mark.parametrize(
    "text", ["Hợp tác VÀ phát triển", "Tại sao KHÔNG", "hợp tác và phát triển: không hoặc có"]
)
def test_a_shouted_query_reads_as_the_quiet_one(text: str) -> None:
    assert read(text.upper()) == read(text.lower())


def test_operators_between_abbreviations_count() -> None:
    assert read("UBND OR HĐND") == [{"or": ["ubnd", "hđnd"]}]


@pytest.mark.parametrize(
    "text",
    [
        "Thủ tướng: Không để ai bị bỏ lại; (Chinhphu.vn) – 10:30, 50% & 3,5 km² ...!?",
        "https://baochinhphu.vn/tin:1 a@b.vn",
        "# [x] {y} <z> \\ / | ~ ^ = + _ ` @",
    ],
)
def test_punctuation_of_pasted_text_is_harmless(text: str) -> None:
    assert parse(text).warnings == ()


def test_a_long_query_is_cut_and_says_so() -> None:
    parsed = parse("cửa khẩu " * 200)
    assert len(parsed.root.children) <= MAX_QUERY / 4
    assert "quá dài" in parsed.warnings[0]


def test_decomposed_text_reads_the_same() -> None:
    import unicodedata

    text = 'cửa khẩu "Hữu Nghị" tỉnh:"Lạng Sơn" -buôn quý I/2025'
    assert read(unicodedata.normalize("NFD", text)) == read(text)


_PIECES = st.sampled_from(
    [
        '"',
        "“",
        "”",
        "(",
        ")",
        "-",
        "*",
        "~3",
        ":",
        " ",
        "OR",
        "AND",
        "NOT",
        "KHÔNG",
        "tỉnh:",
        "ngày:",
        "tiêu đề:",
        "2024",
        "..",
        "quý I/2025",
        "cửa",
        "广西",
        "x",
    ]
)


@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(_PIECES, max_size=30).map("".join),
        st.lists(_PIECES, max_size=30).map(" ".join),
    )
)
def test_every_string_parses(text: str) -> None:
    first, second = parse(text), parse(text)
    assert first == second
    assert all(isinstance(w, str) and w for w in first.warnings)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 200_000,
        "(" * 200_000,
        '"' * 200_000,
        "-" * 200_000,
        "a:" * 100_000,
        "*" * 200_000,
        "OR " * 60_000,
        "\u0301" * 200_000,
    ],
)
def test_hostile_queries_cost_little(text: str) -> None:
    assert work(lambda: parse(text)) < 15 * work(lambda: parse(text[:20_000]))


@pytest.mark.parametrize("text", ["...", "?!", "😀", '""', "()", "– —", "\\"])
def test_a_query_without_a_word_is_told(text: str) -> None:
    told = f"«{text}» không có chữ hay số nào để tìm: hiện mọi bài."
    assert parse(text).warnings == (told,)


def test_what_cannot_be_shown_is_not_said_back() -> None:
    assert parse("?" * 200).warnings == ("Câu tìm không có từ nào: hiện mọi bài.",)


@pytest.mark.parametrize("text", ["", "  ", "\u200b"])
def test_an_empty_query_is_no_fault(text: str) -> None:
    assert parse(text).warnings == ()


@pytest.mark.parametrize(
    "text", ["TP. Hà Tĩnh: chạy lũ", "Ha Tinh: chay lu", "Quảng Nam: lũ lớn", "Ông Hoài Nam: họp"]
)
def test_the_end_of_a_name_before_a_colon_is_no_field(text: str) -> None:
    clauses = parse(text).root.children
    assert all(isinstance(clause, TermClause) for clause in clauses)


@pytest.mark.parametrize("text", ["Tỉnh: Hà Giang", "tinh:Hà Giang", "hội đàm tỉnh:Hà Giang"])
def test_a_field_is_one_in_capitals_and_without_marks_too(text: str) -> None:
    assert any(isinstance(clause, FacetClause) for clause in parse(text).root.children)
