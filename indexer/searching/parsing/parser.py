"""Query text → syntax tree. Total and linear: every string parses, and what was not understood
becomes a warning.

    words  "phrase"  "phrase"~3  -word  NOT/KHÔNG  OR/HOẶC  AND/VÀ  ( … )  prefix*
    field:value  số:123/BC-SNgV  quý I/2025

Word operators count in capitals only, and not when the whole query is shouted. What words mean is
left to `expansion`.
"""

from __future__ import annotations

import re

from indexer.language import canonical
from indexer.model.messages import Message
from indexer.model.request import MAX_QUERY
from indexer.searching.parsing.ast import (
    AndClause,
    Clause,
    DateFilter,
    FacetClause,
    FieldScope,
    NotClause,
    OrClause,
    ParsedQuery,
    PhraseClause,
    PrefixClause,
    QueryToken,
    TermClause,
    TextScope,
    TimeExpression,
)
from indexer.searching.parsing.lexer import DATES, DOCUMENTS, FACETS, SCOPES, Lexeme, lex
from indexer.searching.parsing.pasted import unpasted
from indexer.searching.parsing.periods import Stretch, parse_period, stretches
from indexer.searching.parsing.query_tokens import is_chinese, typed_words
from indexer.searching.parsing.questions import is_question
from indexer.searching.parsing.relative_time import order_within
from indexer.searching.parsing.time_expressions import day_text, parse_single, surface_forms
from indexer.searching.parsing.word_clauses import chinese_run, joined, named, raw_words

__all__ = ["MAX_NESTING", "MAX_TOKENS", "parse"]

MAX_NESTING = 5
# as many syllables as 512 characters usually hold; expansion keeps the most telling of them
MAX_TOKENS = 128
PREFIX_LETTERS = 3
MAX_SHOWN = 40  # characters of a query that are said back in a warning

_STAR = re.compile(r"\*+")


def parse(text: str, *, literal: bool = False) -> ParsedQuery:
    """The syntax tree of `text`; never raises, linear in its length.

    Only the first MAX_QUERY code points are read. `literal`: words that ask for an order («mới
    nhất») are words like others.
    """
    whole = canonical(text).text
    parser = _Parser()
    if len(whole) > MAX_QUERY:
        whole = _cut(whole)
        parser.warn(Message("too_long", most=MAX_QUERY))
    whole = whole if literal else unpasted(whole)
    asked = None if literal else order_within(whole)
    if asked is not None:
        whole = asked[2]
    lexemes = lex(whole, parser.warn)
    root = parser.read(lexemes)
    if not root.children and whole.strip() and not parser.warnings:
        parser.warn(_no_words(text))
    order = (asked[0], asked[1]) if asked is not None else None
    return ParsedQuery(text, root, tuple(parser.warnings), is_question(whole), order)


def _no_words(typed: str) -> Message:
    """What is said of a query without a word: what was typed, where that can be shown."""
    shown = " ".join(typed.split())
    if not shown.isprintable() or len(shown) > MAX_SHOWN:
        return Message("no_words")
    return Message("no_words_in", typed=shown)


def _cut(text: str) -> str:
    """The first MAX_QUERY code points, without half a word at the end when there is a space to cut
    at.
    """
    head = text[:MAX_QUERY]
    if text[MAX_QUERY].isspace() or " " not in head.strip():
        return head
    return head.rsplit(None, 1)[0]


class _Parser:
    """Recursive descent over lexemes; nesting is bounded, so recursion is."""

    def __init__(self) -> None:
        self.warnings: list[str] = []
        self._lexemes: list[Lexeme] = []
        self._at = 0
        self._tokens = 0

    def warn(self, message: str) -> None:
        if message not in self.warnings:
            self.warnings.append(message)

    def read(self, lexemes: list[Lexeme]) -> AndClause:
        self._lexemes, self._at = self._balanced(lexemes), 0
        clause = self._alternatives()
        return clause if isinstance(clause, AndClause) else AndClause((clause,))

    def _balanced(self, lexemes: list[Lexeme]) -> list[Lexeme]:
        """Without parentheses that have no partner or nest too deeply."""
        opened: list[int] = []
        pairs: dict[int, int] = {}
        depth_of: dict[int, int] = {}
        for index, lexeme in enumerate(lexemes):
            if lexeme.kind == "open":
                opened.append(index)
                depth_of[index] = len(opened)
            elif lexeme.kind == "close" and opened:
                pairs[opened.pop()] = index
        kept = {
            i
            for first, last in pairs.items()
            if depth_of[first] <= MAX_NESTING
            for i in (first, last)
        }
        if len(pairs) * 2 != sum(x.kind in ("open", "close") for x in lexemes):
            self.warn(Message("lone_parenthesis"))
        if len(kept) != len(pairs) * 2:
            self.warn(Message("nested", most=MAX_NESTING))
        return [x for i, x in enumerate(lexemes) if x.kind not in ("open", "close") or i in kept]

    def _peek(self) -> Lexeme | None:
        return self._lexemes[self._at] if self._at < len(self._lexemes) else None

    def _alternatives(self) -> Clause:
        """A run of groups joined by OR, up to a closing parenthesis or the end."""
        options: list[Clause] = []
        while True:
            group = self._group()
            if group.children:
                options.append(group.children[0] if len(group.children) == 1 else group)
            lexeme = self._peek()
            if lexeme is None or lexeme.kind != "or":
                break
            self._at += 1
            following = self._peek()
            if not group.children or following is None or following.kind in ("or", "close"):
                self.warn(Message("or_alone"))
        if not options:
            return AndClause(())
        return options[0] if len(options) == 1 else OrClause(tuple(options))

    def _group(self) -> AndClause:
        children: list[Clause] = []
        while (lexeme := self._peek()) is not None and lexeme.kind not in ("or", "close"):
            if lexeme.kind == "and":
                self._at += 1
                following = self._peek()
                if not children or following is None or following.kind in ("or", "and", "close"):
                    self.warn(Message("and_alone"))
            elif lexeme.kind == "text":
                children += self._plain()
            else:
                children += self._unit()
        return AndClause(tuple(children))

    def _unit(self) -> list[Clause]:
        """What stands at one place: a phrase, a group, a field, or one of these negated."""
        lexeme = self._lexemes[self._at]
        self._at += 1
        if lexeme.kind == "quoted":
            return self._quoted(lexeme)
        if lexeme.kind == "open":
            clause = self._alternatives()
            if (closing := self._peek()) is not None and closing.kind == "close":
                self._at += 1
            return list(clause.children) if isinstance(clause, AndClause) else [clause]
        if lexeme.kind == "field":
            return self._fielded(lexeme)
        return self._negated()

    def _negated(self) -> list[Clause]:
        lexeme = self._peek()
        if lexeme is None or lexeme.kind in ("and", "or", "close"):
            self.warn(Message("not_alone"))
            return []
        if lexeme.kind == "not":  # twice is not at all
            self._at += 1
            inner = self._negated()
            return [c.child if isinstance(c, NotClause) else c for c in inner]
        if lexeme.kind == "text":
            self._at += 1
            clauses = self._words(lexeme.text)
            # what was typed as one piece ("việt-nam") is left out as one piece
            return [NotClause(joined(clauses))] if clauses else []
        clauses = self._unit()
        if isinstance(lexeme, Lexeme) and lexeme.kind == "open":
            return (
                [NotClause(AndClause(tuple(clauses)) if len(clauses) != 1 else clauses[0])]
                if clauses
                else []
            )
        return [NotClause(c) for c in clauses[:1]] + clauses[1:]

    def _plain(self) -> list[Clause]:
        """A stretch of words, read together so that they are cut into tokens as an article's text
        is.
        """
        pieces = []
        while (lexeme := self._peek()) is not None and lexeme.kind == "text":
            pieces.append(lexeme.text)
            self._at += 1
        text = " ".join(pieces)
        clauses: list[Clause] = []
        position = 0
        for stretch in stretches(text):
            clauses += self._words(text[position : stretch.start])
            clauses.append(self._period(text[stretch.start : stretch.end], stretch))
            position = stretch.end
        return clauses + self._words(text[position:])

    def _period(self, raw: str, stretch: Stretch) -> Clause:
        if stretch.backwards:
            days = "–".join(map(day_text, (stretch.first, stretch.last)))
            self.warn(Message("span_backwards", typed=raw, read=days))
        if stretch.named:
            spans = [(name, parse_single(name)) for name in stretch.named]
            listed = [Stretch(0, 0, *span) for _, span in spans if span]
            return OrClause(tuple(map(self._period, stretch.named, listed)))
        spelled = () if stretch.dated else surface_forms(stretch.first, stretch.last)
        wordings = dict.fromkeys(typed_words(form) for form in (raw, *spelled))
        self._tokens += 1
        return TimeExpression(
            stretch.first, stretch.last, tuple(wordings), raw, stretch.dated, stretch.counted
        )

    def _words(self, text: str) -> list[Clause]:
        """Terms, prefixes and Chinese phrases of plain text."""
        clauses: list[Clause] = []
        position = 0
        for star in _STAR.finditer(text):
            clauses += self._terms(text[position : star.start()])
            follows = text[star.end() : star.end() + 1]
            touching = star.start() > position and text[star.start() - 1].isalnum()
            if (
                touching
                and not follows.isalnum()
                and clauses
                and isinstance(clauses[-1], TermClause)
            ):
                clauses[-1] = self._prefix(clauses[-1])
            else:
                self.warn(Message("star_alone"))
            position = star.end()
        return clauses + self._terms(text[position:])

    def _prefix(self, term: TermClause) -> Clause:
        if sum(c.isalpha() for c in term.word.text) >= PREFIX_LETTERS:
            return PrefixClause(term.word)
        self.warn(Message("star_short", word=term.word.raw, least=PREFIX_LETTERS))
        return term

    def _terms(self, text: str) -> list[Clause]:
        words = self._counted(typed_words(text)) if text.strip() else ()
        clauses: list[Clause] = []
        run: list[QueryToken] = []
        for word in words:
            if is_chinese(word.text):
                if (
                    run and run[-1].raw[-1] != word.raw[0]
                ):  # characters apart are words of their own
                    clauses += chinese_run(run)
                    run = []
                run.append(word)
                continue
            clauses += chinese_run(run)
            run = []
            clauses.append(named(word))
        return clauses + chinese_run(run)

    def _counted(self, words: tuple[QueryToken, ...]) -> tuple[QueryToken, ...]:
        room = max(0, MAX_TOKENS - self._tokens)
        if len(words) > room:
            self.warn(Message("too_many_words", most=MAX_TOKENS))
        self._tokens += min(len(words), room)
        return words[:room]

    def _quoted(self, lexeme: Lexeme) -> list[Clause]:
        if "*" in lexeme.text:
            self.warn(Message("star_quoted"))
        words = self._counted(typed_words(lexeme.text.replace("*", " ")))
        return [PhraseClause(words, lexeme.slop)] if words else []

    def _fielded(self, lexeme: Lexeme) -> list[Clause]:
        value = self._peek()
        if value is None or value.kind not in ("text", "quoted", "open"):
            self.warn(Message("field_empty", name=lexeme.text))
            return []
        if lexeme.text in SCOPES:
            return self._scoped(SCOPES[lexeme.text], value)
        if value.kind == "open":
            self._at += 1
            inner = self._alternatives()
            if (closing := self._peek()) is not None and closing.kind == "close":
                self._at += 1
            return self._values(lexeme.text, inner)
        self._at += 1
        if lexeme.text in DOCUMENTS:
            symbol = value.text.lstrip("/")
            numbered = symbol if symbol != value.text else f"số {symbol}"
            return self._quoted(Lexeme("quoted", numbered))
        if lexeme.text in FACETS:
            return [FacetClause(FACETS[lexeme.text], value.text, open=value.kind == "text")]
        return self._dated(lexeme.text, value)

    def _scoped(self, scope: TextScope, value: Lexeme) -> list[Clause]:
        if value.kind == "text":
            self._at += 1
            clauses = self._words(value.text)
        else:
            clauses = self._unit()
        return (
            [FieldScope(scope, clauses[0] if len(clauses) == 1 else AndClause(tuple(clauses)))]
            if clauses
            else []
        )

    def _values(self, field: str, clause: Clause) -> list[Clause]:
        """`tỉnh:(A OR B)`: each alternative is a value."""
        options = clause.children if isinstance(clause, OrClause) else (clause,)
        fields: list[Clause] = []
        for option in options:
            text = " ".join(raw_words(option))
            if text:
                fields += (
                    [FacetClause(FACETS[field], text)]
                    if field in FACETS
                    else self._dated(field, Lexeme("quoted", text))
                )
        return fields if len(fields) < 2 else [OrClause(tuple(fields))]

    def _dated(self, field: str, value: Lexeme) -> list[Clause]:
        """A date filter; a value typed with spaces ("quý I năm 2025") may go on in the words after
        it.
        """
        text, extra = value.text, 0
        best: tuple[str, int, tuple[str, str]] | None = None
        for extra in range(5):
            if extra:
                following = (
                    self._lexemes[self._at + extra - 1]
                    if self._at + extra - 1 < len(self._lexemes)
                    else None
                )
                if value.kind != "text" or following is None or following.kind != "text":
                    break
                text += " " + following.text
            period = parse_period(text) or parse_period(DATES[field] + text)
            if period is not None:
                best = (text, extra, period)
        if best is None:
            self.warn(Message("no_period", typed=value.text))
            return []
        self._at += best[1]
        return [DateFilter(*best[2], raw=best[0])]
