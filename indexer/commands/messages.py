"""What the commands say, in Vietnamese or English by the locale.

Help texts are English and stand with their commands.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from typing import Literal

__all__ = ["KEYS", "language", "say", "texts"]

_CATALOGUE: dict[str, tuple[str, str]] = {
    # results
    "found": ("{total} articles · {took} ms", "{total} bài · {took} ms"),
    "found_one": ("1 article · {took} ms", "1 bài · {took} ms"),
    "found_at_least": ("at least {total} articles · {took} ms", "ít nhất {total} bài · {took} ms"),
    "page": ("page {page} of {pages}", "trang {page}/{pages}"),
    "searched_for": ("Searched for: {text}", "Tìm theo: {text}"),
    "near": (
        "Near: {total} articles hold most of what was asked for",
        "Gần đúng: {total} bài có phần lớn nội dung tìm",
    ),
    "lacks": ("without: {parts}", "thiếu: {parts}"),
    "did_you_mean": ("Did you mean: {text}", "Có phải bạn muốn tìm: {text}"),
    "nothing": ("No article found for “{query}”.", "Không tìm thấy bài nào cho “{query}”."),
    "nothing_filtered": (
        "No article found with these filters.",
        "Không có bài nào với các bộ lọc này.",
    ),
    "beyond": (
        "There is no page {page}: {total} articles were found.",
        "Không có trang {page}: chỉ tìm thấy {total} bài.",
    ),
    "nothing_help": (
        "Check the spelling, use fewer words, or drop a filter; accents may be left out.",
        "Hãy xem lại chính tả, bớt từ hoặc bỏ bớt bộ lọc; gõ không dấu cũng được.",
    ),
    "try": ("Try: {command}    ({total})", "Thử: {command}    ({total})"),
    "no_such_result": (
        "There is no result {number}; {total} articles were found.",
        "Không có kết quả số {number}; tìm thấy {total} bài.",
    ),
    "province": ("Province", "Tỉnh, thành"),
    "counterpart": ("Counterpart", "Đối tác"),
    "source": ("Source", "Nguồn"),
    "unknown_year": ("year unknown", "không rõ năm"),
    "unknown_date": ("date unknown", "không rõ ngày"),
    # facts of an article
    "title": ("Title", "Tiêu đề"),
    "derived": ("from the first sentence", "lấy từ câu đầu"),
    "date": ("Date", "Ngày"),
    "event": ("Event", "Sự kiện"),
    "published": ("Published", "Ngày đăng"),
    "mentioned_date": ("Also dated", "Ngày khác"),
    "author": ("Author", "Tác giả"),
    "address": ("Address", "Địa chỉ"),
    "main": ("main", "chính"),
    "mentioned": ("mentioned", "nhắc đến"),
    "today": ("today {name}", "nay thuộc {name}"),
    "parts": ("Parts", "Các phần"),
    # usage
    "no_query": (
        "Nothing to search for: give a QUERY or a filter.",
        "Chưa có gì để tìm: hãy gõ QUERY hoặc một bộ lọc.",
    ),
    "depth": (
        "Results can be read to number {depth}; narrow the search, for example with --from "
        "and --to.",
        "Chỉ xem được đến kết quả thứ {depth}; hãy thu hẹp, ví dụ bằng --from và --to.",
    ),
    "unknown_field": (
        "No field “{name}”. Fields: {known}.",
        "Không có trường “{name}”. Các trường: {known}.",
    ),
    "fields_need_records": (
        "--fields goes with the formats plain, csv, json and jsonl.",
        "--fields đi với định dạng plain, csv, json, jsonl.",
    ),
    # the index
    "missing": ("There is no index at {path}.", "Chưa có chỉ mục ở {path}."),
    "outdated": (
        "The index at {path} was made by another version.",
        "Chỉ mục ở {path} do một phiên bản khác tạo ra.",
    ),
    "corrupt": ("The index at {path} is damaged: {reason}", "Chỉ mục ở {path} bị hỏng: {reason}"),
    "how_to_build": ("Build one: {command}", "Tạo chỉ mục: {command}"),
    "busy": (
        "Another process is writing to the index at {path}; try again later.",
        "Chỉ mục ở {path} đang được ghi; xin thử lại sau.",
    ),
    "building_default": (
        "Building the index {path} from {seeds} …",
        "Đang tạo chỉ mục {path} từ {seeds} …",
    ),
    "error": ("Error: {message}", "Lỗi: {message}"),
    # indexing
    "progress": ("{done} articles · {rate}/s", "{done} bài · {rate}/s"),
    "progress_of": (
        "{done}/{total} articles · {rate}/s · {left} left",
        "{done}/{total} bài · {rate}/s · còn {left}",
    ),
    "summary": (
        "{read} read ({skipped} skipped, {duplicates} duplicates): {added} added, {updated} "
        "replaced, {unchanged} unchanged, "
        "{removed} removed; {articles} in the index · {seconds} s",
        "Đọc {read} (bỏ qua {skipped}, trùng {duplicates}): thêm {added}, thay {updated}, giữ "
        "nguyên {unchanged}, xóa {removed}; "
        "chỉ mục có {articles} bài · {seconds} s",
    ),
    "with_submitted": (
        "{count} of them were sent over HTTP ({path}).",
        "Trong đó {count} bài gửi qua HTTP ({path}).",
    ),
    "restored": (
        "Restored: {articles} articles, {sent} of them sent over HTTP since the backup.",
        "Đã khôi phục: {articles} bài, trong đó {sent} bài gửi qua HTTP sau lần sao lưu.",
    ),
    "rolled_back": (
        "The generation before is served again: {articles} articles. Once more takes this back.",
        "Đã quay về thế hệ trước: {articles} bài. Chạy lần nữa để trở lại.",
    ),
    "no_generation": (
        "There is no earlier generation of the index at {path} to go back to.",
        "Chỉ mục ở {path} không còn thế hệ nào trước đó để quay về.",
    ),
    "rebuilt": (
        "Written anew from the stored articles: {articles}.",
        "Đã lập lại từ {articles} bài lưu trong chỉ mục.",
    ),
    "left_out": (
        "{count} stored articles are damaged and were left out.",
        "{count} bài lưu trong chỉ mục bị hỏng nên đã bỏ ra.",
    ),
    "refused_files": (
        "The system lets this program open no more files: {what}. Raise the limit (ulimit -n).",
        "Hệ thống không cho chương trình mở thêm tệp: {what}. Hãy nâng giới hạn (ulimit -n).",
    ),
    "refused_memory": (
        "There is not enough memory: {what}.",
        "Không đủ bộ nhớ: {what}.",
    ),
    "refused_permission": (
        "Not permitted: {what}.",
        "Không được phép: {what}.",
    ),
    "refused_space": (
        "There is no space left on the disk: {what}.",
        "Ổ đĩa đã đầy: {what}.",
    ),
    "refused_device": (
        "The disk or its connection fails: {what}.",
        "Ổ đĩa hoặc đường nối đến nó bị lỗi: {what}.",
    ),
    "unsaved": (
        "All is in the index, but how the files look could not be written down ({reason}): the "
        "next build reads all of them again.",
        "Bài đã vào chỉ mục, nhưng không ghi được dấu vết các tệp ({reason}): lần lập sau sẽ đọc "
        "lại tất cả.",
    ),
    "no_files": (
        "The sources hold no file; the index stays as it was.",
        "Nguồn không có tệp nào; chỉ mục giữ nguyên như cũ.",
    ),
    "not_written": (
        "Nothing was written; the index stays as it was.",
        "Chưa ghi gì; chỉ mục giữ nguyên như cũ.",
    ),
    "install_formats": (
        "For Word, PDF and saved web pages install the extra libraries: pip install "
        '".[formats]" where the program was unpacked.',
        "Muốn đọc Word, PDF và trang web đã lưu, hãy cài thêm thư viện: pip install "
        '".[formats]" trong thư mục chương trình.',
    ),
    "more_skipped": ("… and {count} more", "… và {count} mục nữa"),
    "removed": (
        "Removed {count}; not in the index: {missing}.",
        "Đã xóa {count}; không có trong chỉ mục: {missing}.",
    ),
    "removed_all": ("Removed {count}.", "Đã xóa {count}."),
    "sound": ("The index is sound: {articles} articles.", "Chỉ mục lành lặn: {articles} bài."),
    "backed_up": (
        "Backed up to {path}: {articles} articles.",
        "Đã sao lưu vào {path}: {articles} bài.",
    ),
    "backup_exists": ("{path} exists and is not empty.", "{path} đã có và không trống."),
    "watching": ("Watching {path}; Ctrl-C stops.", "Đang theo dõi {path}; bấm Ctrl-C để dừng."),
    # status
    "index": ("Index", "Chỉ mục"),
    "rules": ("Reading rules", "Quy tắc đọc bài"),
    "rules_older": (
        "other than this program's; `indexer build` reads the articles again",
        "khác với phiên bản chương trình đang dùng; chạy `indexer build` để đọc lại các bài",
    ),
    "generation": ("Generation", "Thế hệ"),
    "articles": ("Articles", "Số bài"),
    "size": ("Size", "Dung lượng"),
    "years": ("Years", "Năm"),
    "of_articles": ("{span} (known of {dated})", "{span} ({dated} bài biết rõ năm)"),
}

KEYS = frozenset(_CATALOGUE)


@cache
def language() -> Literal["vi", "en"]:
    """`vi` or `en`: the first of LC_ALL, LC_MESSAGES, LANG that is set decides; on Windows the
    user's own locale.
    """
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "vi" if value.lower().startswith("vi") else "en"
    if sys.platform == "win32":
        import locale

        return "vi" if (locale.getlocale()[0] or "").lower().startswith("vi") else "en"
    return "en"


def say(key: str, **values: object) -> str:
    """The message in the user's language, its `{names}` filled in."""
    return _CATALOGUE[key][language() == "vi"].format(**values)


def texts(key: str) -> tuple[str, str]:
    """A message as it stands in the catalogue: English, Vietnamese."""
    return _CATALOGUE[key]
