"""What schemas of the API are put together from (JSON Schema, 2020-12)."""

from __future__ import annotations

from typing import Any, get_args

__all__ = [
    "BOOLEAN",
    "INTEGER",
    "NUMBER",
    "STRING",
    "Schema",
    "described",
    "record",
    "reference",
    "several",
    "words",
]

Schema = dict[str, Any]

STRING: Schema = {"type": "string"}
INTEGER: Schema = {"type": "integer", "minimum": 0}
BOOLEAN: Schema = {"type": "boolean"}
NUMBER: Schema = {"type": "number"}


def reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def several(item: str | Schema) -> Schema:
    return {"type": "array", "items": reference(item) if isinstance(item, str) else item}


def words(kind: Any) -> Schema:
    return {"type": "string", "enum": list(get_args(kind))}


def described(schema: Schema, description: str) -> Schema:
    return {**schema, "description": description}


def record(
    description: str, properties: dict[str, Schema], optional: tuple[str, ...] = ()
) -> Schema:
    """An object whose properties are all there but the optional ones."""
    required = [name for name in properties if name not in optional]
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": required,
    }
