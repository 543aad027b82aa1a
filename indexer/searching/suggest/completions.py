"""Completions of what is being typed: words, names and phrases of the archive, places as filters,
and titles where nothing else fits.

Bare, accented or by the keys of Telex and VNI, the end of what was typed is the beginning of a
unit; what stands before it keeps its place. The number beside a completion is what choosing it
finds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Protocol

from indexer.language import (
    Token,
    Variant,
    canonical,
    decode,
    fold,
    is_syllable,
    syllables,
    variant,
)
from indexer.language.lexicon.surnames import SURNAMES
from indexer.model.facets import FACETS
from indexer.model.messages import Message
from indexer.model.request import MAX_QUERY, SearchRequest
from indexer.model.results import Suggestion
from indexer.records import dataclass
from indexer.searching.ports import Vocabulary
from indexer.searching.query_string import to_query
from indexer.searching.rewriting.spelling.input_method_decoding import decode_input_method
from indexer.searching.rewriting.spelling.lattice import has_marks
from indexer.searching.rewriting.truecase import truecase
from indexer.searching.suggest.continuations import Completion, continuations
from indexer.searching.suggest.units import Words, is_place, writings_begun

__all__ = ["MAX_COMPLETIONS", "Articles", "complete"]

MAX_COMPLETIONS = 20
MAX_COUNTED = 8  # completions that are counted beyond those asked for, where some find nothing
MIN_TITLE_LETTERS = 5  # that must have been typed of a title
HEADLINE = 4  # words from which on titles are offered beside completions,
FEW_COMPLETIONS = 3  # when these are fewer
MAX_TITLES = 3
FOREIGN = 3  # writings of places in other scripts,
MIN_PINYIN = 3  # of which so many letters must have been typed
KINDS_OF_PLACES = frozenset(("tỉnh", "phố", "tp", "huyện", "thị", "xã", "phường"))  # phố: thành phố
ENDINGS = ("n", "m", "ng", "c", "t", "i", "u", "p")  # that finish a syllable half typed by keys
MAX_HEAD = 6  # words before a completion whose capitals are looked up


class Articles(Protocol):
    """What completing asks of the articles themselves."""

    def finds(self, text: str, *, few: bool = False) -> int:
        """How many articles a search for this text finds; 0 for next to none, unless `few` are
        enough.
        """

    def titles(self, words: Sequence[str], begun: str, limit: int) -> Sequence[str]:
        """Titles that hold the words side by side, and behind them one that begins with `begun`."""


@dataclass(frozen=True, slots=True)
class _Typed:
    """What was typed: its text, the words with their places, keys decoded; `ended`: a space
    follows.
    """

    text: str
    tokens: tuple[Token, ...]
    words: Words
    ended: bool


def complete(
    typed: str,
    vocabulary: Vocabulary,
    articles: Articles,
    limit: int = 10,
    base: SearchRequest = SearchRequest(),  # noqa: B008 a frozen record
    *,
    filters: bool = True,
) -> tuple[Suggestion, ...]:
    """At most `limit` completions of what is being typed, most useful first; () when nothing begins
    so. Each leads to `base` with its text as the query. `filters`: places are offered as filters,
    too.
    """
    text = canonical(typed[:MAX_QUERY]).text
    tokens = tuple(t for t in syllables(text) if t.kind in ("word", "number", "han"))
    if not tokens or (not text[-1].isspace() and tokens[-1].end != len(text)):
        return ()
    ended = text[-1].isspace()
    asked = _Typed(text, tokens, _decoded(tokens, ended, vocabulary), ended)
    most = min(limit, MAX_COMPLETIONS)
    found: dict[str, Suggestion] = {}
    candidates = islice(_candidates(asked, vocabulary, filters), most + MAX_COUNTED)
    for spoken, label in candidates:
        _offer(spoken, label, articles, base, found)
        if len(found) == most:
            break
    if _wants_titles(asked, len(found), most):
        for title in _titles(asked, articles):
            _offer(title, "", articles, base, found)
    return tuple(_shorter_first(list(found.values())))[:most]


def _shorter_first(found: list[Suggestion]) -> list[Suggestion]:
    """In their order, but what begins another before it: cửa khẩu, cửa khẩu thông minh."""
    ordered: list[Suggestion] = []
    for one in found:
        longer = (
            at
            for at, other in enumerate(ordered)
            if other.text.casefold().startswith(f"{one.text.casefold()} ")
        )
        ordered.insert(next(longer, len(ordered)), one)
    return ordered


def _wants_titles(asked: _Typed, found: int, most: int) -> bool:
    """Are titles offered: where nothing else fits what is more than the beginning of a word, and
    where little does a text as long as a headline?
    """
    if not found:
        return len(asked.text.strip()) >= MIN_TITLE_LETTERS
    return found < min(FEW_COMPLETIONS, most) and len(asked.words) >= HEADLINE


def _offer(
    text: str, label: str, articles: Articles, base: SearchRequest, found: dict[str, Suggestion]
) -> None:
    """Add a completion that is new and finds enough; one without a label is a title, of which one
    article is enough.
    """
    key = text.casefold()
    if key in found:
        return
    total = articles.finds(text, few=not label)
    if total:
        found[key] = Suggestion(text, label or text, to_query(replace(base, q=text, page=1)), total)


def _decoded(tokens: Sequence[Token], ended: bool, vocabulary: Vocabulary) -> Words:
    """The words typed, those that are keys of Telex or VNI as what they say, the last as far as it
    goes.
    """
    words = [token.text for token in tokens]
    if ended:
        return tuple(decode_input_method(words, vocabulary))
    read = decode_input_method(words[:-1], vocabulary)
    last = words[-1]
    if read != words[:-1] or not vocabulary.prefix(fold(last), 1):
        last = _half_decoded(last, vocabulary) or last
    return (*read, last)


def _half_decoded(keys: str, vocabulary: Vocabulary) -> str | None:
    """What the keys of a word not yet finished say, if some word begins so: khaa → khâ."""
    readings = [(reading.text, "") for reading in decode(keys)]
    readings += [(r.text, end) for end in ENDINGS for r in decode(keys + end)]
    for text, ending in readings:
        begun = text.removesuffix(ending)
        if has_marks(begun) and text.endswith(ending) and _begins_word(begun, vocabulary):
            return begun
    return None


def _begins_word(begun: str, vocabulary: Vocabulary) -> bool:
    """Does some word begin so, its tone perhaps still to come: khâ, khẩu?"""
    return any(
        variant(begun, term[: len(begun)]) <= Variant.MARKS_MISSING
        for term, _ in vocabulary.prefix(fold(begun), 200)
    )


def _candidates(asked: _Typed, vocabulary: Vocabulary, filters: bool) -> Iterator[tuple[str, str]]:
    """What may be offered, the text to search for and what it is called, most useful first."""
    foreign = list(_foreign(asked))
    last = asked.words[-1]
    if asked.tokens[-1].kind == "han" or not is_syllable(last):
        yield from foreign
    filtered = not filters
    for one in continuations(asked.words, asked.ended, vocabulary):
        spoken, unit = _spoken(asked, one, vocabulary)
        if _runs_on(one.unit, unit):
            continue
        yield spoken, unit
        if not filtered and is_place(one.unit, vocabulary):
            filtered = True
            yield from _as_filter(one, spoken, unit, vocabulary)
    yield from foreign


def _runs_on(words: Words, written: str) -> bool:
    """Is it a person's name with a word too many, «Tô Lâm tiếp»? Names end with a capital."""
    said = written.split()
    return words[0] in SURNAMES and len(said) > 2 and said[1].istitle() and said[-1].islower()


def _as_filter(
    one: Completion, spoken: str, unit: str, vocabulary: Vocabulary
) -> Iterator[tuple[str, str]]:
    """A place at the end of a completion as a filter, unless its kind is typed before it."""
    if one.begin and one.words[one.begin - 1] in KINDS_OF_PLACES:
        return
    for facet in FACETS.values():
        if facet.places and any(unit == name for name, _ in vocabulary.facet_values(facet.name)):
            before = spoken.removesuffix(unit)
            label = Message("only_of", field=Message(facet.name), value=unit)
            yield f'{before}{facet.key}:"{unit}"', label
            return


def _foreign(asked: _Typed) -> Iterator[tuple[str, str]]:
    """Places whose Chinese or pinyin writing begins with the last words typed, each with its
    Vietnamese name.
    """
    if asked.ended:
        return
    start = len(asked.tokens) - 1
    while start and asked.tokens[start].kind == "han" == asked.tokens[start - 1].kind:
        start -= 1
    at = asked.tokens[start].start
    typed = asked.text[at:]
    if typed.isascii() and len(typed) < MIN_PINYIN:
        return
    for writing, name in islice(writings_begun(typed), FOREIGN):
        yield asked.text[:at] + writing, f"{writing} {name}"


def _titles(asked: _Typed, articles: Articles) -> Iterator[str]:
    """Titles that hold what was typed."""
    whole, begun = (asked.words, "") if asked.ended else (asked.words[:-1], asked.words[-1])
    yield from articles.titles(whole, begun, MAX_TITLES)


def _spoken(asked: _Typed, one: Completion, vocabulary: Vocabulary) -> tuple[str, str]:
    """The whole text with a completion in its place, words before it as they were typed where they
    were read so; and the completion by itself.
    """
    head, unit = one.words[: one.begin], one.unit
    before, said = _cased_apart(head, unit, one.follows, vocabulary)
    tokens = asked.tokens
    typed = tuple(token.text for token in tokens[: one.begin])
    if typed != head or (one.begin and not _keeps_case(asked, one.begin, before)):
        return f"{before} {said}".strip(), said
    if one.begin < len(tokens):
        return asked.text[: tokens[one.begin].start] + said, said
    return asked.text.rstrip() + " " + said, said


def _cased_apart(
    head: Words, unit: Words, follows: bool, vocabulary: Vocabulary
) -> tuple[str, str]:
    """The words before a completion and itself, with their capitals; `follows`: articles hold them
    side by side, which tells those of «cửa khẩu Hữu Nghị».
    """
    far, near = head[:-MAX_HEAD], head[-MAX_HEAD:]
    if not near:
        return "", _cased(unit, vocabulary)
    if follows:
        both = _cased((*near, *unit), vocabulary).split()
        before, said = " ".join(both[: len(near)]), " ".join(both[len(near) :])
    else:
        before, said = _cased(near, vocabulary), _cased(unit, vocabulary)
    return " ".join((*far, before)), said


def _keeps_case(asked: _Typed, count: int, cased: str) -> bool:
    """Was something typed with capitals, or nothing that needs any?"""
    typed = asked.text[asked.tokens[0].start : asked.tokens[count - 1].end]
    return typed != typed.lower() or cased == cased.lower()


def _cased(words: Words, vocabulary: Vocabulary) -> str:
    """Words with the capitals of the names among them, as the tables or the articles have them.

    One at the beginning alone says little: «Thủ tướng», «Cửa khẩu quốc tế».
    """
    named = truecase(words, vocabulary)
    if all(said != word for said, word in zip(named, words, strict=True)):
        return " ".join(named)
    written = vocabulary.written(words)
    if written is None:
        return " ".join(named)
    first, _, rest = written.partition(" ")
    return first.lower() + " " + rest if rest and rest == rest.lower() else written
