"""Errors as pages that help first: 400, 404, 503 and 500, or RFC 9457 problems where a program is
asking.
"""

from __future__ import annotations

import logging

from flask import Blueprint, Flask, Response, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from indexer.errors import BadQuery, CuaKhauError, SystemRefusal
from indexer.model.facets import LISTS
from indexer.model.request import MAX_DEPTH, MAX_PER_PAGE
from indexer.storage.durability import refusal
from webapp import links
from webapp.api import problem
from webapp.i18n import gettext as _
from webapp.i18n import told
from webapp.requests import MAX_VALUES
from webapp.service import Busy
from webapp.serving.logs import event, request_id
from webapp.submissions import Full, NotPersisted

__all__ = ["register_errors"]


def register_errors(owner: Flask | Blueprint) -> None:
    """Answer the engine's errors, HTTP's and the unforeseen; `owner` is the site, and the
    application when it stands alone.
    """
    owner.register_error_handler(CuaKhauError, _engine_error)
    owner.register_error_handler(HTTPException, _http_error)
    owner.register_error_handler(Exception, _unforeseen)


def _engine_error(error: CuaKhauError) -> ResponseReturnValue:
    if isinstance(error, BadQuery):
        return _answer(
            400, error.code, _("Yêu cầu chưa hiểu được"), explain(error), error.parameter
        )
    if isinstance(error, Busy | Full):
        response = _answer(
            503,
            error.code,
            _("Máy đang bận"),
            _("Nhiều người đang tìm cùng lúc. Xin thử lại sau vài giây."),
        )
        response.headers["Retry-After"] = str(error.retry_after)
        return response
    if isinstance(error, NotPersisted):
        current_app.logger.error("%s", error)
        response = _answer(
            503,
            error.code,
            _("Máy chủ không ghi được"),
            _("Chưa nhận bài nào: ổ đĩa của máy chủ không ghi được."),
        )
        response.headers["Retry-After"] = str(error.retry_after)
        return response
    if isinstance(error, SystemRefusal):
        return _refused(error)
    current_app.logger.error("index unusable (%s): %r", error.code, str(error))
    detail = {
        "index_missing": _(
            "Kho bài chưa được lập chỉ mục. Người quản trị chạy: indexer build THƯ_MỤC"
        ),
        "index_outdated": _(
            "Chỉ mục do phiên bản khác tạo ra, cần lập lại. Người quản trị chạy: indexer "
            "build THƯ_MỤC"
        ),
        "index_corrupt": _(
            "Chỉ mục bị hỏng, cần lập lại. Người quản trị chạy: indexer check, rồi indexer "
            "build --anew THƯ_MỤC"
        ),
    }.get(error.code, _("Kho bài chưa sẵn sàng."))
    response = _answer(503, error.code, _("Kho bài chưa sẵn sàng"), detail)
    response.headers["Retry-After"] = "30"
    return response


def _refused(error: SystemRefusal) -> ResponseReturnValue:
    """The system refused something: what, and not that the index is damaged."""
    current_app.logger.error("the system refuses (%s): %s", error.kind, error)
    detail = {
        "files": _(
            "Máy chủ không mở được thêm tệp. Người quản trị hãy nâng giới hạn số tệp được mở."
        ),
        "memory": _("Máy chủ không đủ bộ nhớ. Xin thử lại sau ít phút."),
        "permission": _(
            "Máy chủ không được phép đọc chỉ mục. Người quản trị hãy xem lại quyền của thư mục."
        ),
        "space": _("Ổ đĩa của máy chủ đã đầy."),
    }.get(error.kind, _("Ổ đĩa của máy chủ báo lỗi."))
    response = _answer(503, error.code, _("Máy chủ chưa trả lời được"), detail)
    response.headers["Retry-After"] = "30"
    return response


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error, SecurityError):
        event("unknown_host", logging.WARNING, host=request.environ.get("HTTP_HOST", ""))
    if isinstance(error, SecurityError) and _for_programs():
        return problem(
            400,
            "unknown_host",
            _("Yêu cầu chưa hiểu được"),
            _("Máy chủ không nhận tên miền này."),
            "Host",
        )
    if isinstance(error, SecurityError):
        # The host name is not ours: no address can be built, and none should be.
        words = f"{_('Máy chủ không nhận tên miền này.')} CUAKHAU_TRUSTED_HOSTS"
        return _in_plain_words(400, words)
    code = error.code or 500
    if code < 400:
        return error.get_response()
    title, detail = {
        400: (_("Yêu cầu chưa hiểu được"), _("Địa chỉ có chỗ không đúng.")),
        404: (
            _("Không có trang này"),
            _("Địa chỉ có thể đã gõ nhầm, hoặc bài đã được rút khỏi kho."),
        ),
        403: (_("Cần đăng nhập"), _("Hãy vào qua cổng thông tin nội bộ, nơi bạn đã đăng nhập.")),
        405: (_("Không dùng được cách này"), _("Trang này chỉ để đọc.")),
        429: (
            _("Quá nhiều yêu cầu"),
            _("Máy của bạn gửi quá nhiều yêu cầu một lúc. Xin chờ một chút rồi thử lại."),
        ),
        413: (_("Quá lớn"), _("Nội dung gửi lên lớn hơn mức máy chủ nhận.")),
        415: (
            _("Không đọc được loại này"),
            _("Gửi JSON, JSON Lines hoặc tệp (multipart/form-data)."),
        ),
    }.get(code, (_("Không làm được"), error.name))
    response = _answer(code, error.name.lower().replace(" ", "_"), title, detail)
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    return response


def _unforeseen(error: Exception) -> ResponseReturnValue:
    if kind := refusal(error):
        return _refused(SystemRefusal(str(error) or type(error).__name__, kind))
    if current_app.testing or current_app.debug:
        raise error
    current_app.logger.exception("unforeseen error", extra={"values": {"id": request_id()}})
    code = InternalServerError.code
    return _answer(
        code,
        "internal_error",
        _("Có lỗi ở máy chủ"),
        _("Lỗi đã được ghi lại. Xin thử lại, hoặc bớt từ trong ô tìm."),
    )


def explain(error: BadQuery) -> str:
    """What is wrong and what is right, by the parameter at fault."""
    return {
        "date_from": _("Ngày bắt đầu cần ghi như 2024, 2024-03 hoặc 2024-03-15."),
        "date_to": _("Ngày kết thúc cần ghi như 2024, 2024-03 hoặc 2024-03-15."),
        "page": _(
            "Trang đánh số từ 1 và chỉ xem được %(depth)s kết quả đầu; hãy thu hẹp theo thời "
            "gian hoặc theo tỉnh.",
            depth=MAX_DEPTH,
        ),
        "per_page": _("Mỗi trang có từ 1 đến %(most)s bài.", most=MAX_PER_PAGE),
        "sort": _("Sắp xếp được theo: relevance, newest, oldest."),
        **dict.fromkeys(LISTS, _("Mỗi bộ lọc nhận nhiều nhất %(most)s giá trị.", most=MAX_VALUES)),
    }.get(error.parameter, told(error.args[0]))


def _answer(status: int, code: str, title: str, detail: str, parameter: str = "") -> Response:
    if _for_programs():
        return problem(status, code, title, detail, parameter)
    try:
        page = render_template(
            "cuakhau/error.html", status=status, title=title, detail=detail, parameter=parameter
        )
    except Exception:
        # The page of an error may not fail for the reason that led to it.
        if current_app.testing or current_app.debug:
            raise
        current_app.logger.exception("no error page", extra={"values": {"id": request_id()}})
        return _in_plain_words(status, f"{title}. {detail}")
    return make_response(page, status)


def _in_plain_words(status: int, text: str) -> Response:
    text = f"{text} ({_('Mã yêu cầu: %(id)s', id=request_id())})"
    return make_response(f"{text}\n", status, {"Content-Type": "text/plain; charset=utf-8"})


def _for_programs() -> bool:
    """Is it a program that asks: of the API, or for a feed?"""
    return request.path.startswith(_api_prefix()) or (request.endpoint or "").startswith(
        f"{links.ORIGIN}.feeds."
    )


def _api_prefix() -> str:
    """Where the API lives in this application, e.g.

    `/tim-kiem/api/`; it is known from its search route.
    """
    for rule in current_app.url_map.iter_rules(f"{links.ORIGIN}.api.search"):
        return rule.rule.removesuffix("v1/search")
    return "/api/"
