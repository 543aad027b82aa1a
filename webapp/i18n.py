"""Vietnamese first, English second. What stands in one page is written in Vietnamese in its
template and translated by the compiled catalogue, so that a page is read whole where it is made;
what the engine, the commands or the API say too is `indexer.model.messages`, said by `say`.

The language is part of the address (`lang=en`), so that a link shows what its sender saw and
nothing is stored.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask import current_app, g, has_request_context, request
from flask.sansio.app import App
from flask_babel import Babel, Domain

from indexer.model import messages
from indexer.model.messages import Language, grouped

__all__ = [
    "LANGUAGES",
    "current_language",
    "gettext",
    "init",
    "ngettext",
    "say",
    "told",
    "translator",
]

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
_DOMAIN = Domain([str(Path(__file__).parent / "translations")], domain="cuakhau")


def gettext(message: str, **values: object) -> str:
    return str(_DOMAIN.gettext(message, **values))


def translator() -> Callable[..., str]:
    """`gettext` in the language of this request, which is looked up once: a page says two hundred
    things.
    """
    translate = _DOMAIN.get_translations().ugettext

    def translated(message: str, **values: object) -> str:
        text = str(translate(message))
        return text % values if values else text

    return translated


def ngettext(message: str, plural: str, count: int, **values: object) -> str:
    """The form for `count`, which stands in the message as `%(n)s`, its thousands set apart."""
    shown = grouped(count, current_language())
    return str(_DOMAIN.ngettext(message, plural, count, n=shown, **values))


def told(text: str) -> str:
    """What the engine says (a warning, a way on) in the reader's language."""
    return messages.translate(text, current_language())


def say(key: str, **values: object) -> str:
    """A message that all skins share, in the reader's language."""
    return messages.say(key, current_language(), **values)


def current_language() -> Language:
    """`vi` or `en`: the address's, else the configured one; a page asks three hundred times."""
    try:
        known: Language = g.cuakhau_language
    except (AttributeError, RuntimeError):  # not looked up yet; outside of any request
        return _looked_up()
    return known


def _looked_up() -> Language:
    if not has_request_context():
        return "vi"
    asked = request.args.get("lang", "")
    default = str(current_app.config.get("CUAKHAU_LANGUAGE", "vi"))
    language: Language = "en" if (asked if asked in LANGUAGES else default) == "en" else "vi"
    g.cuakhau_language = language
    return language


def init(app: App) -> None:
    """Give the application Flask-Babel unless the host site has its own; then the host's locale
    decides.
    """
    if "babel" not in app.extensions:
        Babel(app, locale_selector=current_language)
