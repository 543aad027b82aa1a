"""The archive that every backend is held to, and the backends: BACKENDS, and a cluster where one can be started."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from indexer.cluster.copying import copy_to_cluster
from indexer.cluster.index import ClusterIndex
from indexer.model.article import Article, Counterpart, DateSpan, Part, Province
from indexer.searching.local.backend import LocalBackend
from indexer.searching.ports import SearchBackend
from indexer.storage import append, open_index, rebuild
from tests.support.oracle_backend import OracleBackend

LANG_SON = Province("Lạng Sơn", "Lạng Sơn", "main")
HA_GIANG = Province("Hà Giang", "Tuyên Quang", "main")
TUYEN_QUANG = Province("Tuyên Quang", "Tuyên Quang", "mentioned")
QUANG_TAY = Counterpart("Quảng Tây")
NAM_NINH = Counterpart("Nam Ninh", "Quảng Tây")
SUNG_TA = Counterpart("Sùng Tả", "Quảng Tây")
VAN_NAM = Counterpart("Vân Nam")


def day(text: str) -> DateSpan:
    return DateSpan(text, text, "day", "explicit")


RELATED = "Cửa khẩu mở lại sau lễ.\nTin liên quan: đường sắt liên vận"
ARTICLES = (
    Article(
        "thong-minh",
        "Cửa khẩu thông minh Hữu Nghị",
        "Hàng hóa thông quan nhanh qua cửa khẩu. Hai bên hợp tác.",
        source="Báo Lạng Sơn",
        date=day("2025-03-24"),
        provinces=(LANG_SON,),
        counterparts=(QUANG_TAY, SUNG_TA),
    ),
    Article(
        "hop-tac",
        "Hợp tác với Vân Nam",
        "Đoàn đại biểu bàn hợp tác giáo dục, cửa khẩu và du lịch.",
        source="VOV",
        date=day("2024-11-02"),
        provinces=(HA_GIANG, TUYEN_QUANG),
        counterparts=(VAN_NAM,),
    ),
    Article(
        "qua-nam",
        "Đợt cao điểm Tết",
        "Thông quan chậm, hàng ùn ở cửa sông và kho khẩu trang.",
        date=DateSpan("2024-12-30", "2025-01-02", "range", "explicit"),
        provinces=(LANG_SON, HA_GIANG),
        counterparts=(NAM_NINH,),
    ),
    Article(
        "ca-nam",
        "Tổng kết",
        "Cả năm, hợp tác hữu nghị tại cửa khẩu.",
        source="VOV",
        date=DateSpan("2025-01-01", "2025-12-31", "year", "context"),
        provinces=(TUYEN_QUANG,),
    ),
    Article(
        "thang-ba",
        "Tháng ba ở biên giới",
        "Cửa khẩu của hai nước; khẩu hiệu treo ở cửa.",
        source="Báo Lạng Sơn",
        date=DateSpan("2025-03-01", "2025-03-31", "month", "explicit"),
        provinces=(LANG_SON,),
        counterparts=(QUANG_TAY,),
    ),
    Article("khong-ngay", "Chuyện cửa khẩu", "Không ai nhớ năm nào, thông minh hay không."),
    Article(
        "ngay-khong-nam",
        "Ngày 24/3",
        "Của ăn của để, không có gì về biên giới.",
        date=DateSpan("--03-24", "--03-24", "day", "unknown"),
        counterparts=(VAN_NAM, NAM_NINH),
    ),
    Article(
        "lien-quan",
        "Đường biên",
        RELATED,
        source="VOV",
        date=day("2025-03-24"),
        provinces=(LANG_SON,),
        parts=(
            Part("body", 0, RELATED.index("\n")),
            Part("related", RELATED.index("\n") + 1, len(RELATED)),
        ),
    ),
    Article("rong", "", ""),
    Article(
        "cu",
        "Hữu nghị",
        "Giao lưu hữu nghị biên giới, giao lưu văn hóa hữu nghị.",
        source="TTXVN",
        date=day("2019-07-01"),
        provinces=(HA_GIANG,),
        counterparts=(VAN_NAM, QUANG_TAY),
    ),
)
WORDS = {
    "thong-minh": ("cửa_khẩu", "thông_minh", "hợp_tác"),
    "hop-tac": ("hợp_tác", "cửa_khẩu", "du_lịch"),
    "ca-nam": ("hợp_tác", "cửa_khẩu"),
    "thang-ba": ("cửa_khẩu",),
    "khong-ngay": ("cửa_khẩu",),
}
GONE = Article("bo-di", "Cửa khẩu cũ", "Hợp tác thông minh hữu nghị.", provinces=(LANG_SON,))


def local(folder: Path) -> SearchBackend:
    """Three commits, an article written twice and one removed."""
    half = len(ARTICLES) // 2
    with rebuild(folder) as writer:
        writer.add(Article(ARTICLES[-1].id, "Bản cũ", "cửa khẩu hợp tác"))
        writer.add(GONE)
        for article in ARTICLES[:half]:
            writer.add(article, words=WORDS.get(article.id, ()))
    with append(folder) as writer:
        for article in ARTICLES[half:]:
            writer.add(article, words=WORDS.get(article.id, ()))
    with append(folder) as writer:
        writer.remove(GONE.id)
    return LocalBackend(open_index(folder).snapshot())


def oracle(_: Path) -> SearchBackend:
    return OracleBackend(ARTICLES, WORDS)


def cluster(folder: Path, node: str) -> SearchBackend:
    """The local archive copied to a node."""
    local(folder / "local")
    place = f"opensearch+http://{node}/contract-{os.getpid()}"
    copy_to_cluster(folder / "local", place, shards=2, replicas=0, progress=lambda _: None)
    return ClusterIndex(place).backend()


BACKENDS: dict[str, Callable[[Path], SearchBackend]] = {"local": local, "oracle": oracle}
