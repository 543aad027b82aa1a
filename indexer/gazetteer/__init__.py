"""Names of places and what they stand for: tables of public facts, read once, and the lookups over
them.
"""

from indexer.gazetteer.tables import (
    counterparts,
    districts,
    gates,
    province_today,
    provinces,
    resolve_counterpart,
    resolve_province,
)

__all__ = [
    "counterparts",
    "districts",
    "gates",
    "province_today",
    "provinces",
    "resolve_counterpart",
    "resolve_province",
]
