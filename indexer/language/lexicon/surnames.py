"""Family names: what follows one is a given name more often than chance says."""

from __future__ import annotations

__all__ = ["SURNAMES"]

# Vietnamese names by frequency, then Chinese ones as Vietnamese newspapers read them.
_SURNAMES = """
    nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh đoàn lâm mai trịnh
    đào cao hà lương lưu phùng tô trương tạ chu vương quách thái nông triệu hứa giàng sùng thào
    vàng lò lường quàng cầm bế lục ma mông hoàn âu ông kiều diệp tống bạch từ nghiêm khổng văn
    tập mã tôn trì chung tưởng lam thạch vi uông thẩm hàn phó tần tiêu tạ thường cố viên đồng
"""
SURNAMES = frozenset(_SURNAMES.split())
"""Single syllables, as indexed."""
