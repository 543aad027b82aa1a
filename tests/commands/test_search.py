"""`search` as a user runs it, on the five seed articles: output, exit status, and what goes to stderr."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.examples import QUANG_TAY, SMART_GATES
from tests.support.running import SEEDS, run


@pytest.mark.parametrize(
    "query",
    [
        SMART_GATES,
        "cua khau thong minh",
        SMART_GATES.upper(),
        unicodedata.normalize("NFD", SMART_GATES),
    ],
    ids=["accented", "bare", "capitals", "decomposed"],
)
def test_every_way_of_typing_finds_and_marks_the_same_words(seed_index: Path, query: str) -> None:
    result = run("search", query, "--json", "--index", seed_index)
    first = json.loads(result.stdout)["hits"][0]
    marked = {p["text"][a:b] for p in first["highlights"] for a, b in p["marks"]}
    assert (result.returncode, first["id"]) == (0, QUANG_TAY)
    assert SMART_GATES in marked


def test_a_locale_without_vietnamese_letters_changes_nothing(seed_index: Path) -> None:
    asked = (
        "--index",
        seed_index,
        "cửa khẩu thông minh",
        "--counterpart",
        "Quảng Tây",
        "--json",
        "--limit",
        "1",
    )
    ascii_only = {
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "cp1252",
    }
    plain, other = run("search", *asked), run("search", *asked, **ascii_only)
    assert (other.returncode, other.stderr) == (0, "")
    assert json.loads(other.stdout)["hits"] == json.loads(plain.stdout)["hits"]


def test_words_may_be_given_as_several_arguments(seed_index: Path) -> None:
    one = run("search", SMART_GATES, "--index", seed_index)
    several = run("search", *SMART_GATES.split(), "--index", seed_index)
    assert several.stdout == one.stdout


def test_a_pipe_gets_one_plain_line_a_result(seed_index: Path) -> None:
    result = run("search", "cửa khẩu", "--counterpart", "Quảng Tây", "--index", seed_index)
    lines = [line.split("\t") for line in result.stdout.splitlines()]
    assert lines[0][0] == QUANG_TAY
    assert {len(line) for line in lines} == {4}
    assert "cửa khẩu" in lines[0][3]


def test_filters_may_be_typed_bare(seed_index: Path) -> None:
    bare = run("search", "cửa khẩu", "--province", "lang son", "--count", "--index", seed_index)
    written = run("search", "cửa khẩu", "--province", "Lạng Sơn", "--count", "--index", seed_index)
    assert (bare.returncode, bare.stdout) == (0, written.stdout)


def test_a_filter_alone_is_a_search(seed_index: Path) -> None:
    result = run("search", "--counterpart", "Quảng Tây", "--fields", "id", "--index", seed_index)
    assert (result.returncode, result.stdout) == (0, QUANG_TAY + "\n")


def test_dates_filter(seed_index: Path) -> None:
    result = run(
        "search", "--from", "2023-03", "--to", "2023", "--fields", "id,date", "--index", seed_index
    )
    assert result.stdout == "004_8ebbdd460858dd8e\t2023-03-27\n"


def test_a_word_may_be_excluded_without_quoting(seed_index: Path) -> None:
    every = run("search", "hợp", "tác", "--fields", "id", "--index", seed_index).stdout.split()
    without = run(
        "search", "hợp", "tác", '-"cửa khẩu thông minh"', "--fields", "id", "--index", seed_index
    ).stdout.split()
    assert set(every) - set(without) == {QUANG_TAY}


def test_sorting_and_paging_walk_through_all_results(seed_index: Path) -> None:
    every = run(
        "search", "hợp tác", "--sort", "newest", "--fields", "id", "--index", seed_index
    ).stdout.split()
    paged = [
        run(
            "search",
            "hợp tác",
            "--sort",
            "newest",
            "--limit",
            "2",
            "--page",
            str(page),
            "--fields",
            "id",
            "--index",
            seed_index,
        ).stdout.split()
        for page in (1, 2, 3)
    ]
    assert [id_ for page in paged for id_ in page] == every


def test_a_page_larger_than_the_engine_gives_at_once(seed_index: Path) -> None:
    few = run("search", "hợp tác", "--fields", "id", "--index", seed_index)
    many = run("search", "hợp tác", "--limit", "300", "--fields", "id", "--index", seed_index)
    assert many.stdout == few.stdout


def test_nothing_found_is_status_1_with_a_helpful_line(seed_index: Path) -> None:
    result = run("search", "xyzzy", "--index", seed_index)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.splitlines()[0] == "No article found for “xyzzy”."
    assert len(result.stderr.splitlines()) > 1


def test_nothing_found_is_an_empty_object_in_json(seed_index: Path) -> None:
    result = run("search", "xyzzy", "--json", "--index", seed_index)
    assert (result.returncode, json.loads(result.stdout)["hits"]) == (1, [])


def test_messages_follow_the_locale(seed_index: Path) -> None:
    result = run("search", "xyzzy", "--index", seed_index, LC_ALL="vi_VN.UTF-8")
    assert result.stderr.splitlines()[0] == "Không tìm thấy bài nào cho «xyzzy»."


def test_a_page_past_the_last_says_so(seed_index: Path) -> None:
    result = run("search", "hợp tác", "--page", "9", "--index", seed_index)
    assert (result.returncode, result.stdout) == (0, "")
    assert result.stderr.startswith("There is no page 9: ")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([""], "Nothing to search for"),
        (["   "], "Nothing to search for"),
        ([], "Nothing to search for"),
        (["x", "--provnce", "y"], "--province"),
        (["x", "--sort", "best"], "'best'"),
        (["x", "--limit", "-1"], "--limit"),
        (["x", "--limit", "1001"], "--limit"),
        (["x", "--page", "0"], "--page"),
        (["x", "--page", "51"], "number 1000"),
        (["x", "--open", "1001"], "--open"),
        (["x", "--fields", "id,colour"], "colour"),
        (["x", "--format", "text", "--fields", "id"], "--fields"),
    ],
)
def test_wrong_use_is_status_2_with_the_usage(
    seed_index: Path, arguments: list[str], complaint: str
) -> None:
    result = run("search", *arguments, "--index", seed_index)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("Usage: search [OPTIONS] [QUERY]...")
    assert complaint in result.stderr


def test_a_date_that_is_none_is_status_2(seed_index: Path) -> None:
    result = run("search", "hợp tác", "--from", "32/13", "--index", seed_index)
    assert (result.returncode, result.stdout) == (2, "")
    assert "--from" in result.stderr


def test_no_index_is_status_3_and_says_how_to_build_one() -> None:
    result = run("search", "cửa khẩu", "--index", "/nowhere")
    assert (result.returncode, result.stdout) == (3, "")
    assert result.stderr.splitlines() == [
        "There is no index at /nowhere.",
        "Build one: indexer build --index /nowhere SOURCE…",
    ]


def test_something_else_in_the_place_of_an_index_is_status_3(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("not a directory")
    assert run("search", "cửa khẩu", "--index", tmp_path / "index").returncode == 3


def test_the_environment_names_the_index(seed_index: Path, tmp_path: Path) -> None:
    assert (
        run(
            "search", f'"{SMART_GATES}"', "--count", cwd=tmp_path, CUAKHAU_INDEX=str(seed_index)
        ).stdout
        == "1\n"
    )


def test_an_index_named_by_the_user_is_never_built_unasked(tmp_path: Path) -> None:
    (tmp_path / "seeds").symlink_to(SEEDS)
    assert run("search", SMART_GATES, cwd=tmp_path, CUAKHAU_INDEX="elsewhere").returncode == 3
    assert [path.name for path in tmp_path.iterdir()] == ["seeds"]


def test_the_default_index_is_built_from_seeds_the_first_time(tmp_path: Path) -> None:
    (tmp_path / "seeds").symlink_to(SEEDS)
    first = run("search", SMART_GATES, "--fields", "id", cwd=tmp_path)
    assert (first.returncode, first.stdout.split()[0]) == (0, QUANG_TAY)
    assert first.stderr.splitlines()[0].startswith("Building the index ")
    second = run("search", SMART_GATES, "--fields", "id", cwd=tmp_path)
    assert (second.stdout, second.stderr) == (first.stdout, "")


def test_csv_and_json_lines_hold_the_same_articles(seed_index: Path) -> None:
    rows = csv.DictReader(
        io.StringIO(run("search", "hợp tác", "--format", "csv", "--index", seed_index).stdout)
    )
    lines = run("search", "hợp tác", "--format", "jsonl", "--index", seed_index).stdout.splitlines()
    assert [row["id"] for row in rows] == [json.loads(line)["id"] for line in lines]


def test_a_brief_is_written_as_word_and_excel(seed_index: Path, tmp_path: Path) -> None:
    for form in ("docx", "xlsx"):
        file = tmp_path / f"brief.{form}"
        done = run("search", "hợp tác", "--format", form, "--output", file, "--index", seed_index)
        assert (done.returncode, done.stdout) == (0, "")
        assert file.read_bytes().startswith(b"PK")
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def test_a_brief_has_any_page_of_any_length_and_the_ending_names_it(
    seed_index: Path, tmp_path: Path
) -> None:
    def told(*options: object) -> list[tuple[object, ...]]:
        file = tmp_path / "brief.xlsx"
        done = run("search", "hợp tác", *options, "--output", file, "--index", seed_index)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        sheet = load_workbook(file).worksheets[0]
        return [row[1:] for row in sheet.iter_rows(min_row=2, values_only=True)]

    everything = told("--limit", 1000)
    assert len(everything) == 5
    assert told("--limit", 2, "--page", 2) == everything[2:4]
    assert told("--limit", 0) == []


def test_a_file_of_csv_begins_with_the_mark_of_utf_8(seed_index: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    args = ("search", "hợp tác", "--format", "csv", "--index", seed_index)
    printed = run(*args).stdout
    run(*args, "--output", file)
    assert file.read_text("utf-8") == f"\ufeff{printed}"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--format", "docx"], "--output"),
        (["--output", "no/such/folder/x.csv"], "no/such/folder/x.csv"),
        (["--output", "x.txt", "--open", "1"], "--open"),
        (["--output", "x.txt", "--count"], "--count"),
    ],
)
def test_a_file_that_cannot_be_written_is_told(
    seed_index: Path, options: list[str], words: str
) -> None:
    done = run("search", "hợp tác", *options, "--index", seed_index)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr


def test_facets_are_counted(seed_index: Path) -> None:
    lines = run(
        "search", "hợp tác", "--facets", "--limit", "0", "--index", seed_index
    ).stdout.splitlines()
    assert "facet\tcounterpart\tQuảng Tây\t1" in lines
    assert {line.split("\t")[0] for line in lines} == {"facet"}


def test_the_whole_archive_is_counted_without_a_query(seed_index: Path) -> None:
    done = run("search", "--facets", "--index", seed_index)
    lines = done.stdout.splitlines()
    assert (done.returncode, {line.split("\t")[0] for line in lines}) == (0, {"facet"})
    assert "facet\tyear\tunknown\t3" in lines


def test_count_is_one_number(seed_index: Path) -> None:
    assert run("search", "hợp tác", "--count", "--index", seed_index).stdout == "5\n"
    nothing = run("search", "xyzzy", "--count", "--index", seed_index)
    assert (nothing.returncode, nothing.stdout) == (1, "0\n")


def test_open_prints_the_whole_article_as_published(seed_index: Path) -> None:
    result = run("search", SMART_GATES, "--open", "1", "--index", seed_index)
    source = (SEEDS / f"{QUANG_TAY}.txt").read_text("utf-8")
    assert (result.returncode, result.stdout.split()) == (0, source.split())


def test_open_in_a_pipe_begins_with_the_title(tmp_path: Path) -> None:
    lines = [
        {"id": "a1", "title": "Mở lối thông quan", "text": "Xe chờ ở Tân Thanh."},
        {"id": "b2", "title": "Hội đàm", "text": "Hội đàm\nTại Móng Cái."},
    ]
    source = tmp_path / "tin.jsonl"
    source.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    run("indexer", "build", source, "--index", tmp_path / "ix")
    opened = [
        run("search", word, "--open", "1", "--index", tmp_path / "ix").stdout
        for word in ("Tân Thanh", "Móng Cái")
    ]
    assert opened == ["Mở lối thông quan\n\nXe chờ ở Tân Thanh.\n", "Hội đàm\nTại Móng Cái.\n"]


def test_open_can_give_the_article_as_json(seed_index: Path) -> None:
    article = json.loads(
        run("search", SMART_GATES, "--open", "1", "--json", "--index", seed_index).stdout
    )
    assert (article["id"], article["text"]) == (
        QUANG_TAY,
        (SEEDS / f"{QUANG_TAY}.txt").read_text("utf-8"),
    )


def test_opening_a_result_that_is_not_there(seed_index: Path) -> None:
    result = run("search", SMART_GATES, "--open", "7", "--index", seed_index)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith("There is no result 7")


def test_explain_leaves_stdout_alone(seed_index: Path) -> None:
    plain = run("search", SMART_GATES, "--index", seed_index)
    explained = run("search", SMART_GATES, "--explain", "--index", seed_index)
    assert explained.stdout == plain.stdout
    assert "khẩu" in explained.stderr


def test_text_without_colour_marks_words_with_signs(seed_index: Path) -> None:
    result = run("search", SMART_GATES, "--format", "text", "--index", seed_index, COLUMNS="200")
    assert f"«{SMART_GATES}»" in result.stdout
    assert "\x1b" not in result.stdout


def test_color_always_marks_in_a_pipe_too_even_with_no_color(seed_index: Path) -> None:
    result = run("search", SMART_GATES, "--color", "always", "--index", seed_index, NO_COLOR="1")
    assert f"\x1b[1;31m{SMART_GATES}\x1b[0m" in result.stdout


@pytest.mark.parametrize(
    ("locale", "warned", "refused"),
    [
        (
            "C.UTF-8",
            "A quotation mark has no partner: it was left out.",
            "Error: --from: The first day is after the last.",
        ),
        (
            "vi_VN.UTF-8",
            "Dấu ngoặc kép không có cặp: coi như không có.",
            "Lỗi: --from: Ngày bắt đầu sau ngày kết thúc.",
        ),
    ],
)
def test_warnings_and_faults_follow_the_locale(
    seed_index: Path, locale: str, warned: str, refused: str
) -> None:
    assert (
        run("search", '"hợp tác', "--index", seed_index, LC_ALL=locale).stderr.splitlines()[0]
        == warned
    )
    assert (
        run(
            "search",
            "hợp tác",
            "--from",
            "2025",
            "--to",
            "2024",
            "--index",
            seed_index,
            LC_ALL=locale,
        ).stderr.strip()
        == refused
    )


def test_results_come_with_a_way_to_more(tmp_path: Path) -> None:
    rows = [
        {"id": name, "body": "Hai bên hợp tác.", "provinces": [name]}
        for name in ("Hà Giang", "Tuyên Quang")
    ]
    (tmp_path / "a.jsonl").write_text(
        "".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8"
    )
    run("indexer", "build", tmp_path / "a.jsonl", "--index", tmp_path / "index", "--quiet")
    found = run(
        "search",
        "hợp tác",
        "--province",
        "ha giang",
        "--index",
        tmp_path / "index",
        LC_ALL="C.UTF-8",
    )
    way = (
        "With Tuyên Quang (since 1 July 2025) Try: search 'hợp tác' --province 'Tuyên Quang'    (2)"
    )
    assert (found.returncode, found.stdout.split("\t")[0], found.stderr.strip()) == (
        0,
        "Hà Giang",
        way,
    )


def test_in_a_pipe_what_comes_near_is_told_though_not_listed(seed_index: Path) -> None:
    query = "hội đàm dưa hấu"
    piped = run("search", "--index", seed_index, query)
    assert (piped.returncode, piped.stdout) == (1, "")
    near = json.loads(run("search", "--index", seed_index, "--json", query).stdout)["near_total"]
    assert near > 0
    assert f"{near} articles come near" in piped.stderr
    shown = run("search", "--index", seed_index, "--format", "text", query).stdout
    assert f"Near: {near}" in shown


def test_a_count_says_what_was_not_understood(seed_index: Path) -> None:
    counted = run("search", "(cửa khẩu", "--count", "--index", seed_index)
    listed = run("search", "(cửa khẩu", "--format", "plain", "--index", seed_index)
    assert counted.stdout.strip().isdigit()
    assert counted.stderr
    assert counted.stderr.splitlines()[0] == listed.stderr.splitlines()[0]


@pytest.mark.parametrize("limit", ["0", "2", "150"])
def test_a_query_is_explained_whatever_page_is_asked_for(seed_index: Path, limit: str) -> None:
    done = run("search", "cửa khẩu", "--explain", "--limit", limit, "--index", seed_index)
    assert done.returncode == 0
    assert done.stderr.startswith("query: cửa khẩu\n")
    assert "\nscore " in done.stderr
