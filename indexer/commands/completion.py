"""Shell completion of the values of facets, from the index itself.

Typed bare or accented; never an error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import click

from indexer.model.facets import FACETS

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

__all__ = ["complete", "matching", "use_quoting_bash"]


def complete(
    facet: str, ctx: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Values of a facet in the index of which a name begins as typed."""
    return _items(facet, ctx, incomplete)


def matching(names: list[str], typed: str) -> list[str]:
    """The names that begin as typed, accents and case free: `lang` finds Lạng Sơn, `lạng` does not
    find Làng.
    """
    from indexer.language import canonical, fold

    wanted = canonical(typed).text.lower()
    bare = fold(wanted)
    if bare == wanted:
        return [name for name in names if fold(name.lower()).startswith(bare)]
    return [name for name in names if name.lower().startswith(wanted)]


def use_quoting_bash() -> None:
    """Make Click's bash completion quote names: bash puts a completion in as it is, spaces and
    all.
    """
    import shlex

    from click.shell_completion import BashComplete, add_completion_class

    class QuotingBash(BashComplete):
        def format_completion(self, item: CompletionItem) -> str:
            return f"{item.type},{shlex.quote(item.value)}"

    add_completion_class(QuotingBash)


def _also_called(facet: str, names: list[str], typed: str) -> list[str]:
    """The names that begin as typed, then those of which another name does: `sai` finds Hồ Chí
    Minh.
    """
    from indexer.gazetteer.resolution import Kind, beginning
    from indexer.gazetteer.tables import FORMER

    found = matching(names, typed)
    called = beginning(cast(Kind, facet), typed) if FACETS[facet].places else frozenset()
    return list(dict.fromkeys([*found, *(n for n in names if n.removesuffix(FORMER) in called)]))


def _items(facet: str, ctx: click.Context, typed: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from indexer.archive import Archive
    from indexer.errors import CuaKhauError
    from indexer.location import locate

    try:
        names = Archive.open(locate(ctx.params.get("index")).path).facet_names(facet)
    except (CuaKhauError, OSError):
        return []  # a prompt is no place for an error
    return [CompletionItem(name) for name in _also_called(facet, names, typed)]
