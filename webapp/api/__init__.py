"""The JSON API, /api/v1: one shape for results, one for errors, described by /api/v1/openapi.json.

Keys are added, never renamed.
"""

from webapp.api.answers import problem
from webapp.api.routes import blueprint

__all__ = ["blueprint", "problem"]
