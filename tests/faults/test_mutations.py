"""A byte of an index changed, a piece of it lost: the answer is the right one, or that it is damaged."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections import Counter
from pathlib import Path

import pytest

from indexer import Archive
from indexer.building import build
from indexer.errors import CuaKhauError, IndexCorrupt
from indexer.storage import append
from indexer.storage.maintenance import check
from webapp import create_app

ROUNDS = 25 * int(os.environ.get("CUAKHAU_TEST_DEPTH", "1"))
"""Mutations of each file."""
ASKED = ("/api/v1/search?q=cửa khẩu&sort=newest", "/api/v1/search?q=lang son&province=Lạng Sơn")
ARTICLES = ("a1", "b2", "l0")
TELLING = (".columns", ".articles", "commit-2.json", "settings.json", "CURRENT")


def ask(index: Path) -> list[str] | int:
    """What a fresh server answers to a few requests; the status when one of them is an error."""
    client = create_app(index=index).test_client()
    told = []
    for address in (*ASKED, *(f"/api/v1/articles/{id_}" for id_ in ARTICLES)):
        response = client.get(address)
        if response.status_code != 200:
            return response.status_code
        body = json.loads(response.text)
        body.pop("took_ms", None)
        told.append(json.dumps(body, sort_keys=True))
    return told


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mutations")
    lines = [
        {
            "id": f"{kind}{number}",
            "title": f"Cửa khẩu số {number} ở {place}",
            "text": f"Ngày {number % 28 + 1}/3/2025, {place} mở cửa khẩu {kind}. Xe {number} qua.",
        }
        for number, (kind, place) in enumerate(
            [("a", "Lạng Sơn"), ("b", "Cao Bằng"), ("l", "Hà Giang")] * 80
        )
    ]
    lines = [{**line, "id": f"{line['id'][0]}{number // 3}"} for number, line in enumerate(lines)]
    source = folder / "news.jsonl"
    source.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    build([source], folder / "index", jobs=1)
    with append(folder / "index") as writer:
        writer.remove("a7")
    return folder / "index"


def mutated(content: bytes, dice: random.Random) -> bytes:
    """A bit flipped, a byte changed, a stretch zeroed, swapped or lost, the end cut off."""
    place = dice.randrange(len(content))
    length = min(dice.choice((1, 8, 64, 4096)), len(content) - place)
    way = dice.randrange(5)
    if way == 0:
        return (
            content[:place]
            + bytes([content[place] ^ 1 << dice.randrange(8)])
            + content[place + 1 :]
        )
    if way == 1:
        return content[:place] + bytes(length) + content[place + length :]
    if way == 2:
        return content[:place] + dice.randbytes(length) + content[place + length :]
    if way == 3:
        return content[:place] + content[place + length :]
    return content[:place]


def test_no_answer_is_another_and_no_error_is_unforeseen(index: Path, tmp_path: Path) -> None:
    right = ask(index)
    assert isinstance(right, list)
    dice = random.Random(15)
    outcomes: Counter[tuple[str, str]] = Counter()
    files = [path for path in sorted(index.rglob("*")) if path.is_file() and path.stat().st_size]
    for path in files:
        for _ in range(ROUNDS):
            copy = tmp_path / "copy"
            shutil.copytree(index, copy)
            damaged = copy / path.relative_to(index)
            whole = path.read_bytes()
            content = mutated(whole, dice)
            damaged.write_bytes(content)
            answer = ask(copy)
            assert answer in (right, 503), (path.name, answer)
            try:
                check(copy)
                sound = True
            except CuaKhauError as error:
                assert isinstance(error, IndexCorrupt), error
                sound = False
            if content != whole and path.name.endswith(TELLING):
                assert not sound, path.name
            assert sound or path.name.endswith(TELLING)
            assert answer == right or not sound
            outcomes[path.suffix or path.name, "told" if answer == 503 else "right"] += 1
            shutil.rmtree(copy)
    told = sum(count for (_, outcome), count in outcomes.items() if outcome == "told")
    assert told > sum(outcomes.values()) // 2, outcomes


def test_the_mutations_are_of_every_file(index: Path) -> None:
    names = {
        path.name if path.suffix == ".json" else path.suffix or path.name
        for path in index.rglob("*")
        if path.is_file()
    }
    assert names >= {"CURRENT", "settings.json", "sources.json", ".columns", ".articles"}
    assert Archive.open(index).doc_count == 239
