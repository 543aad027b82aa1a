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
        "/export/tables/{facet}.{form}",
        "/export/comparison.{form}",
        "/export/original",
        "/compare",
        "/register",
        "/register/{id}",
        "/offices",
        "/promises",
        "/dossier",
        "/digest",
        "/export/register.{form}",
        "/export/dossier.{form}",
        "/export/digest.{form}",
        "/correct/{id}",
        "/correct/",
        "/corrections",
        "/corrections.csv",
        "/upload",
        "/saved",
        "/feed.atom",
        "/feed.json",
        "/register.atom",
        "/register.json",
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
        "/api/v1/register",
        "/api/v1/register/{id}",
        "/api/v1/offices",
        "/api/v1/promises",
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
        "of",
        "same",
        "submission",
        "date",
        "span",
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
            "form": chance.choice(("csv", "json", "bib", "ris", "xlsx", "docx", "app.js", "x")),
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


_HEADER_NAMES = (
    "If-None-Match",
    "If-Modified-Since",
    "If-Range",
    "If-Match",
    "Range",
    "Accept",
    "Accept-Language",
    "Accept-Encoding",
    "Accept-Charset",
    "Host",
    "Origin",
    "Referer",
    "Authorization",
    "Cookie",
    "Content-Type",
    "Content-Length",
    "Transfer-Encoding",
    "Expect",
    "X-Forwarded-For",
    "X-Forwarded-Prefix",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Remote-User",
    "X-Http-Method-Override",
    "X-Request-Id",
    "Date",
    "Cache-Control",
    "Access-Control-Request-Method",
)
_HEADER_VALUES = (
    "",
    "*",
    ",",
    '"',
    '"a", W/"b", ',
    'W/"',
    "bytes=0-0",
    "bytes=-1",
    "bytes=5-2",
    "bytes=0-,1-,2-",
    "bytes=99999999999999999999-",
    "lines=1",
    "bytes=" + ",".join(f"{n}-{n}" for n in range(2_000)),
    "Thu, 01 Jan 1970 00:00:00 GMT",
    "Thu, 99 Foo 99999 99:99:99",
    "text/html;q=1e309",
    "application/json;q=nan",
    "vi-VN,vi;q=0.9,en;q=-1,zz;q=,;;;",
    "en-" * 1_000,
    "localhost",
    "localhost:99999",
    "localhost:-1",
    "[::1",
    "[::1]:80",
    "localhost@evil.example",
    "evil.example",
    "null",
    "http://localhost:x",
    "Bearer",
    "Bearer ",
    "Bearer é",
    "Basic !!!!",
    "Digest a=b",
    "-1",
    "0",
    "1",
    "99999999999999999999",
    "+5",
    "chunked",
    "100-continue",
    "127.0.0.1, ::1, unknown",
    "a=b; c; =; \x7f",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "text/plain; charset=utf-7",
    "x" * 6_000,
    "é" * 40,
)
_KINDS = (
    "application/json",
    "application/json; charset=utf-16",
    "application/x-ndjson",
    "multipart/form-data; boundary=b",
    "multipart/form-data",
    "multipart/form-data; boundary=" + "b" * 300,
    "application/x-www-form-urlencoded",
    "text/plain",
    "application/xml",
    "application/octet-stream",
    "x",
    "",
)
_BODIES = (
    b"",
    b"{}",
    b"[]",
    b"null",
    b"1e999",
    b"NaN",
    b'"',
    b"[" * 5_000,
    b'{"a":' * 2_000,
    b'{"id": "f1", "text": "h\xe1\xbb\xa3p t\xc3\xa1c"}',
    b'{"id": "f1", "text": "h\xff"}',
    b'{"id": 7, "text": 8}',
    b'{"id": "", "text": ""}',
    b'{"id": "f\\u0000", "text": "a"}',
    b'{"id": "f\\ud800", "text": "\\udfff"}',
    b'{"id": "f2", "text": "a", "date": "2024-13-45"}',
    b'{"id": "f3", "text": "a", "url": "javascript:1"}',
    b'{"id": "f4", "text": ["a"], "provinces": {"a": 1}}',
    b'{"id": "f5", "text": "a", "provinces": ["Lang Son", 3, null]}',
    b'{"id": "' + b"i" * 600 + b'", "text": "a"}',
    b'[{"id": "f6", "text": "a"}, {"id": "f6", "text": "b"}]',
    b'{"id": "f7", "text": "a"}\n\n{"id": "f8"}\n{',
    "﻿".encode() + b'{"id": "f9", "text": "a"}',
    '{"id": "f9", "text": "a"}'.encode("utf-16"),
    b'{"id": "f10", "text": "' + b"a " * 20_000 + b'"}',
    b'{"id": "f11", "text": 1' + b"0" * 5_000 + b"}",
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nb\xc3\xa0i\r\n--b--\r\n',
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="../a.docx"\r\n\r\nPK\x03\x04\r\n--b--\r\n',
    b'--b\r\nContent-Disposition: form-data; name="file"; filename=""\r\n\r\n\r\n--b--\r\n',
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="a\x00.pdf"\r\n\r\n%PDF-1.7\r\n--b--\r\n',
    b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n' * 300 + b"--b--\r\n",
    b"--b\r\n" + b"X: y\r\n" * 500 + b"\r\n--b--",
    b"--b",
    b"id=1&id=2&text=a",
)


def request_headers(number: int, seed: int) -> list[list[tuple[str, str]]]:
    """Random rows of one to five headers; the same ones for a seed."""
    chance = random.Random(seed)
    return [
        [
            (name, chance.choice(_HEADER_VALUES).encode("utf-8").decode("latin-1"))
            for name in chance.choices(_HEADER_NAMES, k=chance.randint(1, 5))
        ]
        for _ in range(number)
    ]


def request_bodies(number: int, seed: int) -> list[tuple[str, bytes]]:
    """Random bodies, some of them damaged, under random types."""
    chance = random.Random(seed)
    made = []
    for _ in range(number):
        body = chance.choice(_BODIES)
        if body and chance.random() < 0.3:
            place = chance.randrange(len(body))
            body = body[:place] + chance.randbytes(chance.randint(0, 3)) + body[place + 1 :]
        made.append((chance.choice(_KINDS), body))
    return made
