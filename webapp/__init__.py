"""The web pages: a Flask application, or a Blueprint for a site that is there already.

No search logic lives here.
"""

from __future__ import annotations

from webapp.app import create_app
from webapp.site import create_site

__all__ = ["create_app", "create_site"]
