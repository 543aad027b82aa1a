"""Texts for the properties of the language room: Vietnamese ones, and anything a file or a stranger may hold."""

from __future__ import annotations

import unicodedata

from hypothesis import strategies as st

from indexer.language.syllable.phonology import all_syllables

SYLLABLES = all_syllables()
NEW_STYLE = all_syllables("new")

syllable = st.sampled_from(SYLLABLES)
_cased = st.builds(
    lambda word, how: how(word),
    st.sampled_from(SYLLABLES + NEW_STYLE),
    st.sampled_from([str.lower, str.title, str.upper]),
)
_other = st.sampled_from(
    [
        "12/05/2025",
        "20-22/11",
        "1.234.567",
        "3,5%",
        "TP.HCM",
        "T.Ư",
        "KT-XH",
        "COVID-19",
        "an@mofa.gov.vn",
        "广西凭祥",
        "Müller",
        "Łódź",
        "H’Mông",
        "https://baochinhphu.vn/a-b.htm",
        "QuảngTây",
        "100km",
        "5G",
        "…",
        "“ở”",
        "💐",
        "Ðà",
        "nguoi\u200bdan",
        "год",
        "m²",
        "ﬁn",
        "ＵＢＮＤ",
    ]
)
_space = st.sampled_from([" ", "  ", "\n", "\u00a0", " – ", ", ", "\u3000", ""])
vietnamese = st.lists(st.tuples(st.one_of(_cased, _cased, _other), _space), max_size=12).map(
    lambda parts: "".join(map("".join, parts))
)
in_any_form = st.builds(unicodedata.normalize, st.sampled_from(["NFC", "NFD"]), vietnamese)
_odd = st.sampled_from(
    "\u0301\u0302\u0323\u031b\u200b\u200d\u200e\u202e\u00ad\ufeff\u2060\ud800\udfff\x00ÐðƉđĐơƯâạệ广西ﾊ１Ⅳ½İßſKﬀ가"
    "\u1100\u1161\u11a8_-.'@/:%09azAZ \t\n"
)
anything = st.one_of(
    st.text(st.one_of(_odd, st.characters()), max_size=40), in_any_form, st.text(_odd, max_size=30)
)
