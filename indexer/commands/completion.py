"""Shell completion of province and counterpart names, from the index itself.

Typed bare or accented; never an error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from indexer.gazetteer.resolution import Kind

__all__ = ["complete_counterpart", "complete_province", "matching", "use_quoting_bash"]


def complete_province(
    ctx: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Names of provinces in the index that begin as typed."""
    return _items("province", ctx, incomplete)


def complete_counterpart(
    ctx: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Names of Chinese units in the index that begin as typed."""
    return _items("counterpart", ctx, incomplete)


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


def _also_called(facet: Kind, names: list[str], typed: str) -> list[str]:
    """The names that begin as typed, then those of which another name does: `sai` finds Hồ Chí
    Minh.
    """
    from indexer.gazetteer.resolution import FORMER, beginning

    found = matching(names, typed)
    called = beginning(facet, typed)
    return list(dict.fromkeys([*found, *(n for n in names if n.removesuffix(FORMER) in called)]))


def _items(facet: Kind, ctx: click.Context, typed: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from indexer.archive import Archive
    from indexer.errors import CuaKhauError
    from indexer.location import locate

    try:
        names = Archive.open(locate(ctx.params.get("index")).path).facet_names(facet)
    except (CuaKhauError, OSError):
        return []  # a prompt is no place for an error
    return [CompletionItem(name) for name in _also_called(facet, names, typed)]
