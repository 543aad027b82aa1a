"""What articles tell for the register comes back as it was, through segments and their merging."""

from __future__ import annotations

import numpy as np

from indexer.model.article import DateSpan, Evidence
from indexer.model.register import (
    EVENT_KINDS,
    NO_FINDINGS,
    Findings,
    FoundEvent,
    FoundPerson,
    FoundPromise,
    Party,
    Span,
)
from indexer.storage.format.findings import merged, packed, unpack

DAY = DateSpan("2024-03-05", "2024-03-05", "day", "explicit", (Evidence(5, 13, "day/month/year"),))
TOLD = Span(0, 90)
EVENT = FoundEvent(
    "ký kết",
    TOLD,
    DAY,
    Party((Span(3, 11, "Lạng Sơn"),), (Span(0, 11, "Sở Ngoại vụ Lạng Sơn"),), (0,)),
    Party((Span(20, 27, "Sùng Tả"),)),
    Span(3, 11, "Lạng Sơn"),
    Span(40, 90),
    (Span(50, 70, "Biên bản"),),
)
PERSON = FoundPerson("Trần Văn Đông", "Giám đốc", "Sở Ngoại vụ", Span(0, 30, "vn"), TOLD)
PROMISE = FoundPromise(Span(1, 5, "Hội đàm"), Span(6, 9), TOLD, DAY, 0)
FULL = Findings((PERSON,), (EVENT, FoundEvent("thăm", TOLD, within=0)), (PROMISE,))


def test_findings_come_back_equal() -> None:
    kinds = Findings(events=tuple(FoundEvent(kind, Span(0, 1)) for kind in EVENT_KINDS))
    in_title = Findings(events=(FoundEvent("thăm", Span(0, 4, "", "title")),))
    said = Findings(events=FULL.events, edit="join bai-2")
    found = {0: FULL, 3: kinds, 4: said, 7: in_title}
    assert unpack(packed(found | {5: NO_FINDINGS}).tobytes()) == (found, 0)


def test_merged_segments_keep_what_is_live_under_new_numbers() -> None:
    one, other = packed({0: FULL, 2: FULL}), packed({1: FULL})
    parts = [(one.tobytes(), [0, 1, -1]), (other.tobytes(), [2, 3])]
    assert unpack(merged(parts).tobytes()) == ({0: FULL, 3: FULL}, 0)


def test_articles_of_a_segment_without_a_register_are_counted_through_every_merge() -> None:
    first = merged([(None, [0, -1, 1]), (packed({0: FULL}).tobytes(), [2])])
    assert unpack(first.tobytes()) == ({2: FULL}, 2)
    assert unpack(merged([(first.tobytes(), [0, 1, 2])]).tobytes())[1] == 2
    assert first.dtype == np.uint8
