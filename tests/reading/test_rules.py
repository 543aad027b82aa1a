"""Every rule that gives evidence has a name the archivist can read; records and articles travel between processes."""

from __future__ import annotations

import pickle

from indexer.reading import SourceDocument, extract, rule_words

TEXT = """Sáng 6/3, tại Hà Giang, hai bên họp với châu Văn Sơn về tỉnh Vân Nam (Trung Quốc), tiếp theo cuộc gặp ngày 12 tháng 5 năm 2024.
Các thành phố Hà Nội, Hồ Chí Minh cùng dự; TP. Hồ Chí Minh mời khách. Huyện Mèo Vạc và Sa Pa, huyện Châu Thành, tỉnh Tây Ninh.
Lễ hội tại Điện Biên Phủ. Hàng qua cửa khẩu Tân Thanh sang chợ Pò Chài của Trung Quốc; đường sắt Lào Cai - Hà Khẩu.
Đoàn đến Đại Lý và huyện Lỗ Điện của Vân Nam, rồi Nam Ninh của Trung Quốc. Châu Hồng Hà họp sau.
Từ ngày 20-22/11; từ 30/11 đến 2/12; từ ngày 3 tháng 5 đến ngày 4 tháng 6; tháng 5; quý I/2025;
năm 2023; giai đoạn 2023-2025; hôm qua; 7/8/2025."""


def test_every_rule_has_a_name_in_vietnamese() -> None:
    article = extract(SourceDocument("x", "Cao Bằng và Quảng Tây họp ngày 6/3", TEXT))
    facts = (*article.provinces, *article.counterparts, *article.dates)
    used = {span.rule for fact in facts for span in fact.evidence}
    assert len(used) >= 22
    assert {rule for rule in used if rule_words(rule) == rule} == set()
    assert rule_words("border gate", "en") == "border gate"


def test_articles_and_records_travel_between_processes() -> None:
    record = SourceDocument("x", "", TEXT)
    assert pickle.loads(pickle.dumps(record)) == record
    assert pickle.loads(pickle.dumps(extract(record))) == extract(record)
