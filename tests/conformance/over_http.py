"""A program for `--command`: a running server of this project, which holds the documents, asked over
HTTP. An adapter as somebody else would write one, in any language.

    python -m tests.conformance --documents > documents.jsonl
    indexer build --index NEW-FOLDER documents.jsonl
    webapp --index NEW-FOLDER --port 8001
    python -m tests.conformance --command 'python tests/conformance/over_http.py http://127.0.0.1:8001'
"""

import json
import sys
from urllib.parse import urlencode
from urllib.request import urlopen


def ask(query: str, filters: dict, sort: str) -> dict:
    parameters = {"q": query, "sort": sort, "per_page": 100, **filters}
    with urlopen(f"{sys.argv[1]}/api/v1/search?{urlencode(parameters, doseq=True)}") as answer:
        found = json.load(answer)
    return {
        "ids": [hit["id"] for hit in found["hits"] if not hit.get("near")],
        "near": [hit["id"] for hit in found["hits"] if hit.get("near")],
        "total": found["total"],
        "marks": {hit["id"]: list(marked(hit)) for hit in found["hits"]},
        "facets": {name: counts(facet["values"]) for name, facet in found["facets"].items()},
        "offers": [offer["text"] for offer in found["suggestions"]],
    }


def marked(hit: dict):
    for one in hit["highlights"]:
        yield from (one["text"][start:end] for start, end in one["marks"])


def counts(values: list) -> dict:
    return {v["value"]: v["count"] for one in values for v in (one, *one["children"])}


sys.stdin.readline()  # the documents, which the server has
print("true", flush=True)
for line in sys.stdin:
    print(json.dumps(ask(**json.loads(line))), flush=True)
