"""The command that compares, small: what it is given, what it keeps, what it says of who is better."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.compare import load
from tests.compare.__main__ import main
from tests.compare.faults import faults
from tests.compare.material import Material
from tests.compare.parts import _scores
from tests.compare.rows import Row, beaten
from tests.conformance.judging import documents


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("corpus") / "articles.jsonl"
    titles = ("Cửa khẩu Hữu Nghị thông quan nông sản", "Lạng Sơn và Quảng Tây hội đàm lần thứ hai")
    lines = [
        {
            "id": f"{number}-{one['id']}",
            "title": titles[number % 2],
            "body": f"{one['body']} Bài {number}.",
        }
        for number in range(4)
        for one in documents()
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


def _set(folder: Path) -> Path:
    """Two questions over two passages."""
    folder.mkdir()
    passages = ["Sầu riêng xuất khẩu tăng mạnh.", "Mưa lũ chia cắt nhiều xã."]
    corpus = [{"_id": str(n), "text": text} for n, text in enumerate(passages)]
    asked = [{"_id": "q0", "text": "sầu riêng"}, {"_id": "q1", "text": "mưa lũ"}]
    for name, rows in (("corpus", corpus), ("queries", asked)):
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows), "utf-8")
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq0\t0\t1\nq1\t1\t1\n", "utf-8")
    return folder


def test_a_run_measures_keeps_and_goes_on(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = [
        str(corpus),
        "--articles",
        "200",
        "--engines",
        "ours,fts5",
        "--work",
        str(tmp_path / "w"),
    ]
    main([*asked, "--parts", "build,speed"])
    first = json.loads((tmp_path / "w" / "comparison.json").read_text("utf-8"))
    assert {key: one["articles"] for key, one in first["build"].items()} == {
        "ours": 200,
        "fts5": 200,
    }
    assert first["speed"]["fts5"]["answer"]["p50"] > 0
    capsys.readouterr()
    main([*asked, "--parts", "build,speed,relevance", "--set", str(_set(tmp_path / "questions"))])
    again = json.loads((tmp_path / "w" / "comparison.json").read_text("utf-8"))
    assert again["speed"] == first["speed"]  # kept, not measured again
    assert again["relevance"]["questions"]["ours"]["bare"]["mrr"] == 1
    told = capsys.readouterr()
    assert "speed" not in told.err
    assert "SQLite FTS5" in told.out


def test_an_engine_that_cannot_be_had_is_named(
    corpus: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from tests.peers.fts5 import Fts5

    monkeypatch.setattr(Fts5, "missing", staticmethod(lambda: "apt install fts5"))
    asked = [
        str(corpus),
        "--engines",
        "ours,fts5",
        "--work",
        str(tmp_path / "w"),
        "--parts",
        "build",
    ]
    main(asked)
    assert "SQLite FTS5: thiếu · missing (apt install fts5)" in capsys.readouterr().out


def test_whole_answers_are_served_and_counted(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "CLIENTS", (2,))
    monkeypatch.setattr(load, "SECONDS", 0.5)
    main([str(corpus), "--engines", "ours,fts5", "--work", str(tmp_path / "w"), "--parts", "build"])
    queries = Material(tmp_path / "w").queries()
    for key in ("ours", "fts5"):
        served = load.http(key, tmp_path / "w" / "engines" / key, queries)
        assert served["2"]["rate"] > 0
        assert served["2"]["failed"] == 0


def test_what_a_fault_costs_is_counted(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tests.compare.faults as module

    monkeypatch.setattr(module, "KILLS", 1)
    monkeypatch.setattr(module, "TURNED_ELSEWHERE", 2)
    main([str(corpus), "--engines", "ours,fts5", "--work", str(tmp_path / "w"), "--parts", "build"])
    found = faults("fts5", tmp_path / "faults", tmp_path / "w")
    assert found["killed"]["acknowledged"] > 0
    assert found["killed"]["lost"] == 0
    turned = found["turned"]
    assert turned["same"] + turned["told"] + turned["other"] == 2


def test_scores_are_those_of_the_definitions() -> None:
    grades = {"a": 2, "b": 1, "c": 0}
    assert _scores(["a", "b"], grades) == (1.0, 1.0, 1.0)
    rank, gained, recall = _scores(["c", "b"], grades)
    assert (rank, recall) == (0.5, 0.5)
    assert gained == pytest.approx(0.6309 / 3.6309, abs=1e-4)
    assert _scores([], grades) == (0.0, 0.0, 0.0)


def test_a_row_says_who_is_best_as_far_as_it_shows() -> None:
    row = Row("speed", "words", {"ours": 1.52, "fts5": 1.49}, True, {"ours": "1.5", "fts5": "1.5"})
    assert row.best == ["ours", "fts5"]
    assert row.better_than("ours") == []
    shown = {"ours": "2", "fts5": "3", "xapian": "4"}
    rate = Row("build", "rate", {"ours": 2, "fts5": 3, "xapian": 4}, False, shown)
    assert (rate.best, rate.better_than("ours")) == (["xapian"], ["xapian", "fts5"])
    assert beaten({"engines": {}}) == []
