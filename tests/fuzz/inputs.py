"""What people and machines may type: queries with every operator misused, keys of every layout, values of parameters."""

from __future__ import annotations

import os
import random
from urllib.parse import quote

__all__ = ["CASES", "addresses", "queries"]

CASES = int(os.environ.get("CUAKHAU_TEST_CASES", "1"))
"""So many times the usual number of cases; 10 make more than 20,000."""

_PIECES = (
    *(
        "cửa khẩu",
        "cua khau",
        "cuwar khaaur",
        "cua73 kha6u3",
        "hợp tác",
        "HỢP TÁC",
        "Lạng Sơn",
        "lạng sơm",
    ),
    *(
        "a67",
        "so68",
        "hoa67",
        "mẫu a67",
        "nd168",
        "15/2024/NĐ-CP",
        "24/3",
        "2024-02-30",
        "quý I/2025",
        "năm:2023",
    ),
    *(
        "OR",
        "AND",
        "NOT",
        "HOẶC",
        "VÀ",
        "KHÔNG",
        "(",
        ")",
        "((",
        "))",
        '"',
        '""',
        "~",
        "~3",
        "~99999999999",
        "*",
        "th*",
    ),
    *(
        "-",
        "--",
        "+",
        ":",
        "tỉnh:",
        "tỉnh:Lạng",
        'đối-tác:"Vân Nam"',
        "title:",
        "ngày:",
        "ngày:2024..",
        "..",
        "nope:x",
    ),
    *(
        "\\",
        "\x00",
        "\u200b",
        "\u202e",
        "\ufffe",
        "🏯",
        "广西",
        "凭祥市",
        "ö",
        "ﬁ",
        "̣",
        "İ",
        "½",
        "'",
        "%",
        "&",
        "<b>",
    ),
    *(
        "và " * 60,
        "x" * 400,
        "a" * 64 + "b",
        "à" * 100,
        "9" * 60,
        "w" * 12,
        "6" * 12,
        "(" * 60,
        '"' * 61,
        "-" * 80,
    ),
)
_ROUTES = (
    *(
        "/",
        "/articles/{id}",
        "/articles/",
        "/matrix",
        "/timeline",
        "/facets/{facet}",
        "/help",
        "/export/results.{form}",
    ),
    *(
        "/export/article.{form}",
        "/feed.atom",
        "/feed.json",
        "/embed",
        "/embed.js",
        "/embed/guide",
        "/opensearch.xml",
    ),
    *(
        "/opensearch/suggest",
        "/healthz",
        "/readyz",
        "/metrics",
        "/static/{form}",
        "/api/v1/search",
        "/api/v1/articles/{id}",
    ),
    *(
        "/api/v1/articles",
        "/api/v1/suggest",
        "/api/v1/facets/{facet}",
        "/api/v1/related/{id}",
        "/api/v1/related",
    ),
    *(
        "/api/v1/stats/timeline",
        "/api/v1/stats/matrix",
        "/api/v1/openapi.json",
        "/api/v1/submissions/{id}",
        "/api/v1/{id}",
    ),
    "/{id}",
)
_NAMES = (
    *(
        "q",
        "province",
        "counterpart",
        "source",
        "year",
        "without_province",
        "without_counterpart",
        "without_source",
    ),
    *(
        "date_from",
        "date_to",
        "sort",
        "page",
        "per_page",
        "literal",
        "lang",
        "id",
        "limit",
        "prefix",
        "unit",
        "region",
    ),
    *(
        "view",
        "fields",
        "wait",
        "v",
        "form",
        "name",
        "identifier",
        "filename",
        "facets",
        "facet_limit",
    ),
    *(
        "endpoint",
        "values",
        "self",
        "_external",
        "_scheme",
        "_anchor",
        "_method",
        "url",
        "request",
        "g",
        "config",
    ),
)
_VALUES = (
    *(
        "",
        " ",
        "0",
        "1",
        "-1",
        "20",
        "100",
        "101",
        "1000",
        "99999999999999999999",
        "1e3",
        "nan",
        "true",
        "vi",
        "en",
        "xx",
    ),
    *(
        "2024",
        "2024-03",
        "2024-03-15",
        "2024-13-45",
        "0000",
        "9999",
        "--03-24",
        "unknown",
        "..",
        "Lạng Sơn",
        "lang son",
    ),
    *(
        "relevance",
        "newest",
        "oldest",
        "year",
        "month",
        "day",
        "csv",
        "json",
        "bib",
        "ris",
        "province",
        "counterpart",
    ),
    *(
        "../../etc/passwd",
        "/",
        "//",
        ".",
        "%2e%2e",
        "<script>",
        "javascript:alert(1)",
        "\r\nX: y",
        "\x00",
        "\ud800",
    ),
)


def queries(number: int, seed: int) -> list[str]:
    """Random rows of pieces; the same ones for a seed."""
    chance = random.Random(seed)
    made = []
    for _ in range(number):
        pieces = chance.choices(_PIECES, k=chance.randint(1, 6))
        made.append(chance.choice(("", " ", " ")).join(pieces))
    return made


def addresses(number: int, seed: int, ids: list[str]) -> list[str]:
    """Random addresses of every route with up to six parameters, known ones, unknown ones and reserved ones."""
    chance = random.Random(seed)
    typed = queries(number, seed + 1)
    made = []
    for query in typed:
        parts = {
            "id": quote(chance.choice([*ids, query, *_VALUES]), errors="replace"),
            "facet": quote(
                chance.choice(("province", "counterpart", "source", "year", query)), safe=""
            ),
            "form": chance.choice(("csv", "json", "bib", "ris", "app.js", "x")),
        }
        path = chance.choice(_ROUTES).format(**parts)
        pairs = [
            (name, chance.choice([*_VALUES, query]))
            for name in chance.choices(_NAMES, k=chance.randint(0, 6))
        ]
        if chance.random() < 0.5:
            pairs.append(("q", query))
        asked = "&".join(
            f"{name}={quote(value, safe='', errors='replace')}" for name, value in pairs
        )
        made.append(f"{path}?{asked}" if asked else path)
    return made
