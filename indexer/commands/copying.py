"""`indexer copy`: an archive from an index directory into a cluster, or back."""

from __future__ import annotations

from pathlib import Path

import click

from indexer.commands.exit_status import FAILED, FOUND, USAGE, complain, leave, refused
from indexer.commands.maintenance import quiet_option
from indexer.commands.terminal import Progress, say
from indexer.commands.text_output import number
from indexer.location import is_cluster, shown

__all__ = ["copy"]


@click.command()
@click.argument("from_", metavar="FROM", type=click.Path(path_type=Path))
@click.argument("to", type=click.Path(path_type=Path))
@click.option(
    "--shards",
    type=click.IntRange(1, 1_000),
    default=1,
    show_default=True,
    envvar="CUAKHAU_CLUSTER_SHARDS",
    metavar="N",
    help="Parts that a cluster spreads the articles over.",
)
@click.option(
    "--replicas",
    type=click.IntRange(0, 10),
    default=1,
    show_default=True,
    envvar="CUAKHAU_CLUSTER_REPLICAS",
    metavar="N",
    help="Further copies of each part, on other nodes: so many may be lost.",
)
@quiet_option
def copy(from_: Path, to: Path, shards: int, replicas: int, quiet: bool) -> int:
    """Copy an archive whole from an index directory into an OpenSearch cluster, or back.

    It is written aside and then switched to. A cluster keeps the copy served before; DIR keeps its
    generation before: indexer rollback.

    \b
    Examples:
      indexer copy index_data opensearch+https://os1:9200,os2:9200/kho --shards 3
      indexer copy opensearch+https://os1:9200/kho /srv/cuakhau/index
    """
    if is_cluster(from_) == is_cluster(to):
        complain(say("copy_between"))
        return USAGE
    from indexer.cluster.copying import copy_from_cluster, copy_to_cluster

    place = to
    try:
        with Progress(quiet=quiet) as progress:
            if is_cluster(to):
                place = from_ if not from_.is_dir() else to
                articles = copy_to_cluster(
                    from_, to, shards=shards, replicas=replicas, progress=progress
                )
            else:
                place = from_
                articles = copy_from_cluster(from_, to, progress=progress)
    except (OSError, MemoryError) as error:
        complain(refused(error, to))
        return FAILED
    except Exception as error:
        return leave(error, place)
    if not quiet:
        complain(say("copied", articles=number(articles), path=shown(to)))
    return FOUND
