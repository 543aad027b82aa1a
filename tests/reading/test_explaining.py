"""What `indexer explain` tells an archivist."""

from __future__ import annotations

import pickle

from indexer.reading import Record, explain, understand

ARTICLE = understand(Record("x", "", "Sáng 6/3, tại Hà Giang, hai bên ký kế hoạch năm 2025 với châu Văn Sơn, tỉnh Vân Nam."))


def test_every_fact_is_told_with_the_words_that_gave_it() -> None:
    told = {line.label: str(line) for line in explain(ARTICLE)}
    assert told["Sự kiện"] == "Sự kiện: 2025-03-06 (suy từ bài) ← “6/3” (ngày/tháng)"
    assert told["Tỉnh, thành phố"] == "Tỉnh, thành phố: Hà Giang (chính, nay thuộc Tuyên Quang) ← “Hà Giang” (tên tỉnh, thành phố)"
    assert "Đối tác: Vân Nam ▸ Văn Sơn" in "\n".join(map(str, explain(ARTICLE)))
    assert {line.label for line in explain(ARTICLE, "en")} >= {"Title", "Event", "Province", "Counterpart", "Part"}


def test_every_quote_marks_its_words() -> None:
    for line in explain(ARTICLE):
        for quote in line.quotes:
            start, end = quote.mark
            assert quote.text[start:end]


def test_every_rule_has_words_in_both_languages() -> None:
    for line in explain(ARTICLE):
        assert all(not quote.rule.isascii() for quote in line.quotes)


def test_articles_and_records_travel_between_processes() -> None:
    assert pickle.loads(pickle.dumps(ARTICLE)) == ARTICLE
    record = Record("x", "T", "Hà Nội.")
    assert pickle.loads(pickle.dumps(record)) == record
