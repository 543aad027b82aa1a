"""The page that adds files: what was read of each is shown, and kept when somebody says so.

It hands in articles as a POST of files does, with the same limits. Files themselves are not kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from indexer.building.batches import extracted
from indexer.building.given_records import SourceDocument
from indexer.errors import BadArticle
from indexer.model.article import Article
from webapp import links
from webapp.i18n import gettext as _
from webapp.service import engine
from webapp.serving import logs
from webapp.settings import Settings
from webapp.submissions.draft import pack, unpack
from webapp.submissions.files import Upload, read_files
from webapp.submissions.queue import submission_queue
from webapp.submissions.sign_in import is_sent, needs_token, signed_in_as
from webapp.submissions.waiting import waited

__all__ = ["upload"]

MAX_RECORDS_SHOWN: Final = 100
"""Articles shown one by one; the rest of a large table is kept or left as one."""
BEGINNING: Final = 400
LINES: Final = 8
"""Characters and lines of the text that are shown."""
LONGEST_READ: Final = 200_000
"""Characters of the longest text whose facts are looked for while somebody waits."""
WAIT: Final = 5
"""Seconds that the page waits for what was kept to reach the index."""
LINKED: Final = 1_500
"""Characters of the ids that the last page links to; they stand in its address."""
MARGIN: Final = 100_000
"""Bytes of a form beside its files, or its draft."""
UNPACKED: Final = 5
"""How much larger than an upload the texts in it may be."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An article as it would be: `number` is its place among all, `before` the one whose place it
    would take.
    """

    number: int
    article: Article
    beginning: str
    before: Article | None


@dataclass(frozen=True, slots=True)
class Read:
    """A file, and those of its articles that are shown."""

    upload: Upload
    shown: tuple[Shown, ...]


@needs_token
def upload() -> ResponseReturnValue:
    """Choose files; see what was read; see what has become of it."""
    settings: Settings = current_app.config["CUAKHAU_SETTINGS"]
    request.max_content_length = request.max_form_memory_size = settings.upload_bytes + MARGIN
    request.max_form_parts = 2 * MAX_RECORDS_SHOWN + 1_000
    if request.method != "POST":
        return _done() if request.args.get("submission") else _form()
    if not is_sent():
        return _form(_("Biểu mẫu này đã cũ. Hãy chọn lại tệp và gửi một lần nữa."))
    return _keep() if "draft" in request.form else _preview()


def _form(wrong: str = "") -> ResponseReturnValue:
    settings: Settings = current_app.config["CUAKHAU_SETTINGS"]
    most = max(1, settings.upload_bytes // 1_000_000)
    page = render_template("cuakhau/upload.html", step="choose", wrong=wrong, megabytes=most)
    return page, 400 if wrong else 200


def _preview() -> ResponseReturnValue:
    """What was read of the files that were sent."""
    settings: Settings = current_app.config["CUAKHAU_SETTINGS"]
    uploads = read_files(file for file in request.files.getlist("file") if file.filename)
    if not uploads:
        return _form(_("Chưa chọn tệp nào."))
    records = [record for one in uploads for record in one.records]
    size = sum(len(record.text.encode()) for record in records)
    draft = pack(records)
    if len(draft) > settings.upload_bytes or size > UNPACKED * settings.upload_bytes:
        return _form(_("Các tệp này có quá nhiều chữ để xem trước một lần; hãy gửi ít tệp hơn."))
    return _look(uploads, records, draft if records else "")


def _look(
    uploads: Sequence[Upload], records: Sequence[SourceDocument], draft: str, wrong: str = ""
) -> ResponseReturnValue:
    shown = [_shown(number, record) for number, record in enumerate(records[:MAX_RECORDS_SHOWN])]
    page = render_template(
        "cuakhau/upload.html",
        step="look",
        files=_by_file(uploads, shown),
        draft=draft,
        total=len(records),
        rest=max(0, len(records) - MAX_RECORDS_SHOWN),
        wrong=wrong,
    )
    return page, 400 if wrong else 200


def _shown(number: int, record: SourceDocument) -> Shown:
    short = len(record.text) <= LONGEST_READ
    article = extracted(record if short else _without_facts(record))
    return Shown(number, article, _beginning(record.text), _article(record.id))


def _beginning(text: str) -> str:
    """The first lines of a text, blank ones left out."""
    lines = (" ".join(line.split()) for line in text[: 2 * BEGINNING].split("\n"))
    beginning = "\n".join(list(filter(None, lines))[:LINES])
    if len(beginning) > BEGINNING:
        return beginning[:BEGINNING].rpartition(" ")[0] + " …"
    return beginning if len(text) <= 2 * BEGINNING else f"{beginning} …"


def _article(identifier: str) -> Article | None:
    return engine().ask(lambda archive: archive.article(identifier))


def _without_facts(record: SourceDocument) -> Article:
    return Article(record.id, record.title, record.text, source=record.source)


def _by_file(uploads: Sequence[Upload], shown: Sequence[Shown]) -> list[Read]:
    """The files with their shown articles, which are in the order of the files."""
    read: list[Read] = []
    at = 0
    for one in uploads:
        end = at + len(one.records)
        read.append(Read(one, tuple(shown[at:end])))
        at = end
    return read


def _keep() -> ResponseReturnValue:
    """Hand in the articles that were ticked."""
    settings: Settings = current_app.config["CUAKHAU_SETTINGS"]
    try:
        records = unpack(request.form["draft"], UNPACKED * settings.upload_bytes + MARGIN)
    except (ValueError, BadArticle):
        return _form(_("Biểu mẫu này đã cũ. Hãy chọn lại tệp và gửi một lần nữa."))
    ticked = set(request.form.getlist("keep"))
    kept = [
        record for number, record in enumerate(records[:MAX_RECORDS_SHOWN]) if str(number) in ticked
    ]
    if "rest" in request.form:
        kept += records[MAX_RECORDS_SHOWN:]
    if not kept:
        wrong = _("Chưa đánh dấu bài nào, nên chưa có gì vào kho.")
        return _look([Upload("", tuple(records))], records, request.form["draft"], wrong)
    state = submission_queue().add(kept)
    logs.event(
        "submitted", submission=state.name, articles=len(kept), who=signed_in_as() or "a page"
    )
    lengths = accumulate(len(record.id) for record in kept)
    ids = [record.id for record, end in zip(kept, lengths, strict=True) if end <= LINKED]
    done = f"{links.ORIGIN}.upload"
    return redirect(url_for(done, submission=state.name, articles=len(kept), id=ids), 303)


def _done() -> ResponseReturnValue:
    """What has become of what was kept."""
    found = submission_queue().state(request.args["submission"])
    if found is None:
        return _form(_("Không có lần gửi nào như vậy."))
    state = waited(found, WAIT)
    ids = dict.fromkeys(request.args.getlist("id")[:MAX_RECORDS_SHOWN])
    articles = [_article(id_) for id_ in ids]
    return render_template(
        "cuakhau/upload.html",
        step="done",
        state=state,
        articles=[article for article in articles if article is not None],
        total=request.args.get("articles", len(ids), type=int),
    )
