"""Segmentation is pyvi's, byte for byte; pyvi itself is the oracle."""

from __future__ import annotations

import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.language.segmentation import segmenter as segmentation
from indexer.language.segmentation import vocabulary as segmentation_vocabulary
from indexer.language.segmentation.crf import exact_labels, load_model
from indexer.language.segmentation.segmenter import Segmenter
from indexer.language.segmentation.words import segment, segment_many

SEEDS = Path(__file__).parents[3] / "seeds"
SYLLABLES = [
    "cửa",
    "khẩu",
    "thông",
    "minh",
    "Lạng",
    "Sơn",
    "Quảng",
    "Tây",
    "tỉnh",
    "Nội",
    "Hà",
    "hợp",
    "tác",
    "kinh",
    "tế",
    "Trung",
    "Quốc",
    "của",
    "và",
    "là",
    "ở",
    "các",
    "ông",
    "Nguyễn",
    "Văn",
    "TP.",
    "Tp.",
    "HCM",
    "UBND",
    "Mr.",
    "ThS.",
    "Đ.",
    "20/5",
    "1.234,5",
    "50%",
    "2025",
    "a@b.vn",
    "http://x.vn/y",
    "==>",
    "->",
    "...",
    ">>",
    "(",
    ")",
    "“",
    "”",
    ",",
    ".",
    ":",
    ";",
    "!",
    "_",
    "a_b",
    "\x00",
    "\ufdd0",
    "İ",
    "ß",
    "Σς",
    "越南",
    "ⅷ",
    "²",
    "🙂",
]


@pytest.fixture(scope="module")
def pyvi() -> Callable[[str], str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pyvi's own: invalid escapes, pickles of older libraries
        from pyvi import ViTokenizer
    tokenize: Callable[[str], str] = ViTokenizer.tokenize
    return tokenize


def seed_texts() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(SEEDS.iterdir()) if path.is_file()]


def test_seeds_are_segmented_as_pyvi_does(pyvi: Callable[[str], str]) -> None:
    texts = seed_texts()
    assert texts
    assert segment_many(texts) == [pyvi(text) for text in texts]


@pytest.mark.parametrize(
    "change", [str.upper, str.lower, str.title, str.split, lambda text: text.replace(" ", "\n")]
)
def test_seeds_in_other_dress_are_segmented_as_pyvi_does(
    change: Callable[[str], object], pyvi: Callable[[str], str]
) -> None:
    for text in seed_texts():
        changed = change(text)
        for part in changed[:200] if isinstance(changed, list) else [str(changed)]:
            assert segment(part) == pyvi(part)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n",
        "a",
        "Việt Nam",
        "Vie\u0323\u0302t Nam",  # decomposed
        " \tmột\r\nhai\u00a0ba\u2028bốn\n\n",
        "gửi a.b+c@d-e.f.vn, @x.y, x@y, http://a.vn/b?c=d@e.f https://",
        "Tp.HCM TP.HCM ThS.An Đ.Đ.A... Mr.X 1.000.000,5_6 5. 6,",
        "\x00 a\x00b http://a\x00b \ufdd0 sau \ufdd0\nvà",
        "mồng 5-5_a __ _a a_ b_c #$% %& ,- )(",
        "İstanbul ΣΊΣΥΦΟΣ ǅ ﬁ ①②③ ²³ 三千 ٣٤٥ 🇻🇳👍🏽",
    ],
)
def test_odd_texts_are_segmented_as_pyvi_does(text: str, pyvi: Callable[[str], str]) -> None:
    assert segment(text) == pyvi(text)


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.sampled_from(SYLLABLES),
        max_size=30,
    ),
    st.sampled_from(" \n"),
)
def test_any_text_is_segmented_as_pyvi_does(
    pyvi: Callable[[str], str], parts: list[str], space: str
) -> None:
    text = space.join(parts)
    assert segment(text) == pyvi(text)


@given(st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=40))
def test_running_text_is_segmented_as_pyvi_does(
    pyvi: Callable[[str], str], parts: list[str]
) -> None:
    text = " ".join(parts)
    assert segment(text) == pyvi(text)


@given(st.lists(st.lists(st.sampled_from(SYLLABLES), max_size=12).map(" ".join), max_size=8))
def test_texts_together_are_segmented_as_texts_alone(texts: list[str]) -> None:
    assert segment_many(texts) == [segment(text) for text in texts]


def test_lone_surrogates_pass() -> None:
    assert segment("a \ud800 b") == "a \ud800 b"


@given(st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=30))
def test_exact_search_labels_as_crfsuite_does(pyvi: Callable[[str], str], parts: list[str]) -> None:
    from pyvi.ViTokenizer import ViTokenizer

    tokens = segmentation_vocabulary.tokenize(" ".join(parts))
    (labels,) = ViTokenizer.model.predict([ViTokenizer.sent2features(tokens, False)])
    assert exact_labels(load_model(), tokens) == [label == "I_W" for label in labels]


@settings(max_examples=30)
@given(st.lists(st.lists(st.sampled_from(SYLLABLES), max_size=12).map(" ".join), max_size=8))
def test_exact_search_and_batch_search_agree(texts: list[str]) -> None:
    class Wary(Segmenter):
        """Takes the exact way for every text."""

        def _labels(
            self, gains: segmentation.Floats, starts: segmentation.Longs, ends: segmentation.Longs
        ) -> tuple[segmentation.Bools, list[int]]:
            labels, _ = super()._labels(gains, starts, ends)
            return ~labels, list(range(len(starts)))

    usual, wary = Segmenter(load_model()).segment(texts), Wary(load_model()).segment(texts)
    assert wary.joins.tolist() == usual.joins.tolist()


def test_a_full_vocabulary_starts_afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segmentation, "VOCABULARY_LIMIT", 1000)
    segmenter = Segmenter(load_model())
    first = segmenter.segment(["cửa khẩu thông minh"])
    second = segmenter.segment(["hợp tác cửa khẩu"])
    assert second.vocabulary is not first.vocabulary
    assert [second.vocabulary.spellings[token] for token in second.tokens.tolist()] == [
        "",
        "hợp",
        "tác",
        "cửa",
        "khẩu",
        "",
    ]


def test_segmenting_imports_neither_pyvi_nor_scikit_learn() -> None:
    program = (
        "import sys; from indexer.language.segmentation.words import segment; segment('cửa khẩu');"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'pyvi', 'sklearn', 'scipy', 'sklearn_crfsuite', 'pycrfsuite'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_long_text_without_spaces_takes_linear_time() -> None:
    text = "a." * 50_000
    assert segment(text).count(" ") == 2 * 50_000 - 1
