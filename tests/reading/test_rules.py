"""Every rule that gives evidence has a name the archivist can read; records and articles travel between processes."""

from __future__ import annotations

import pickle
import re
from pathlib import Path

from indexer.reading import Record, rule_words, understand

ROOM = Path(__file__).parents[2] / "indexer" / "reading"


def test_every_rule_has_a_name_in_vietnamese() -> None:
    text = "".join((ROOM / part).read_text(encoding="utf-8") for part in ("places/context.py", "dates/mentions.py"))
    text = text[text.index("def rule_for") :]
    used = set(re.findall(r'return "([a-z][a-z/, ]+)"', text)) | set(re.findall(r', "([a-z][a-z/ ]+)"\)', text)) - {"context"}
    assert len(used) >= 15
    assert {rule for rule in used - {"context"} if rule_words(rule) == rule} == set()
    assert rule_words("border gate", "en") == "border gate"


def test_articles_and_records_travel_between_processes() -> None:
    record = Record("x", "", "Sáng 6/3, tại Hà Giang, hai bên họp với châu Văn Sơn, tỉnh Vân Nam.")
    assert pickle.loads(pickle.dumps(record)) == record
    assert pickle.loads(pickle.dumps(understand(record))) == understand(record)
