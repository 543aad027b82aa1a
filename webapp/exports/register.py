"""The register, the dossier of a pair and the digest of a day or week to take away."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, current_app

from indexer.errors import BadQuery
from indexer.exporting import excel, register_word, tables
from indexer.exporting.dossier import Dossier, dossier_of
from indexer.exporting.register import headline, of_entries, of_offices, of_promises
from indexer.exporting.register_word import Frame, digest_title, dossier_title
from indexer.exporting.tables import Link, Period, Table
from indexer.exporting.words import Words
from indexer.model.messages import Message
from indexer.model.periods import VIETNAM
from indexer.register.entries import RegisterRequest
from webapp import links
from webapp.exports.routes import Turns, file, words_asked
from webapp.pages.telling import digest_asked
from webapp.requests import current_search, for_register, pair_asked

__all__ = ["blueprint"]

blueprint = Blueprint("register_files", __name__)


@blueprint.get("/register.<any(docx,xlsx,csv):form>")
def entries(form: str) -> Response:
    """The entries asked for; Excel has the offices and promises on further sheets."""
    search, words = for_register(current_search()), words_asked()
    found = Turns().register(RegisterRequest.of(search))
    if form == "docx":
        asked = words.filters(search)
        return file(register_word.of_register(found, asked, _frame(words)), form, "so")
    table = of_entries(found.entries, words, _entry)
    if form == "csv":
        return file(tables.as_csv(table), form, "so")
    sheets = [
        table,
        of_offices(found.offices, words, _article),
        of_promises(found.promises, words, _article),
    ]
    return file(excel.of_tables(words.say("register"), sheets), form, "so")


@blueprint.get("/dossier.<any(docx,xlsx):form>")
def dossier(form: str) -> Response:
    """The dossier of a pair. Raises BadQuery where one of them is missing or none."""
    words = words_asked()
    (province, wrong), (counterpart, wrong_too) = pair_asked()
    for name, said, fault in (
        ("province", province, wrong),
        ("counterpart", counterpart, wrong_too),
    ):
        if not said:
            raise BadQuery(fault or Message("pair_wanted"), name)
    made = dossier_of(Turns(), province, counterpart)
    if form == "docx":
        return file(register_word.of_dossier(made, _frame(words)), form, "ho-so")
    return file(excel.of_tables(dossier_title(made, words), _sheets(made, words)), form, "ho-so")


@blueprint.get("/digest.<any(docx,xlsx):form>")
def digest(form: str) -> Response:
    """The digest of a day or a week. Raises BadQuery for a day that is none."""
    words = words_asked()
    made = digest_asked(Turns())
    if form == "docx":
        return file(register_word.of_digest(made, _frame(words)), form, "diem-tin")
    sheets = [
        of_entries(made.events, words, _entry),
        tables.of_articles(made.others, words, _article),
    ]
    return file(excel.of_tables(digest_title(made, words), sheets), form, "diem-tin")


def _sheets(made: Dossier, words: Words) -> list[Table]:
    """The events of a pair, what was signed and promised, the offices, the years, the articles."""
    tenures = [
        one for side in (made.vietnamese, made.chinese) for post in side for one in post.holders
    ]
    signed = tuple(
        (
            one.name.value,
            Period(one.entry.date.start),
            headline(one.entry, words),
            Link(_entry(one.entry.id)),
        )
        for one in made.signed
    )
    years = tuple((Period(one.year), one.articles, one.entries) for one in made.years)
    return [
        of_entries(made.entries, words, _entry),
        Table(
            "signed",
            words.say("dossier_signed"),
            _heads(words, "signed", "day", "event", "entry_link"),
            signed,
        ),
        of_promises(made.promises, words, _article),
        of_offices(tenures, words, _article),
        Table(
            "years", words.say("dossier_years"), _heads(words, "year", "count", "entries"), years
        ),
        tables.of_articles(made.articles, words, _article),
    ]


def _heads(words: Words, *columns: str) -> tuple[str, ...]:
    return tuple(map(words.head, columns))


def _frame(words: Words) -> Frame:
    name: str = current_app.config["CUAKHAU_SETTINGS"].site_name
    return Frame(words, datetime.now(VIETNAM).date(), name, _article, _entry)


def _article(identifier: str) -> str:
    return links.article_url(identifier, external=True)


def _entry(identifier: str) -> str:
    return links.base_url("entry", external=True, identifier=identifier)
