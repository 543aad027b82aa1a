"""What any search engine for Vietnamese should hold: documents, queries and what must be found.

`cases.json` is written for the language, not for this project's code; tests/README.md describes
its format, and how to hold another engine to it.
"""
