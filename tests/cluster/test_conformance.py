"""Every case of the conformance suite, asked of the API over an archive in a cluster."""

from __future__ import annotations

import json
import os
from pathlib import Path

from indexer import Archive
from tests.conformance.judging import cases, documents, faults
from tests.peers.ours import Ours


class OursInCluster(Ours):
    """The API over an archive in a cluster."""

    def __init__(self, place: str) -> None:
        self._place = self._folder = Path(place)
        self._archive = Archive.open(place)


def test_every_case_holds_in_a_cluster(node: str, cache: Path, tmp_path: Path) -> None:
    place = f"opensearch+http://{node}/conformance-{os.getpid()}"
    lines = [json.dumps(one, ensure_ascii=False) + "\n" for one in documents()]
    (tmp_path / "documents.jsonl").write_text("".join(lines), encoding="utf-8")
    Archive.build(tmp_path / "documents.jsonl", place)
    engine = OursInCluster(place)
    wrong = {case.id: found for case in cases() if (found := faults(case, engine))}
    assert wrong == {}
