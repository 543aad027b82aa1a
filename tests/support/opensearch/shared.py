"""One node for all processes of a test run: the first that asks starts it, it ends with the run."""

from __future__ import annotations

import json
import os
import subprocess
from functools import cache
from pathlib import Path

import pytest

from indexer.storage.durability import locked
from tests.support.opensearch.installation import home, reason_missing
from tests.support.opensearch.nodes import Nodes

__all__ = ["need_nodes", "node_of_this_run"]

_STARTED: list[Nodes] = []


def need_nodes() -> None:
    """Skip where no node can be started. In continuous integration it is a failure that Java or
    Maven are missing, which it installs; not that a network does not give what Maven asks it for.
    """
    reason = reason_missing()
    if reason and os.environ.get("CI"):
        pytest.fail(f"continuous integration has nodes of OpenSearch to test with: {reason}")
    reason = reason or _not_fetched()
    if reason:
        pytest.skip(reason)


@cache
def _not_fetched() -> str:
    """Why Maven could not fetch the programs, "" when they are there; tried once a process."""
    try:
        home()
    except (subprocess.SubprocessError, OSError) as error:
        return f"OpenSearch cannot be fetched: {error}"
    return ""


def node_of_this_run(factory: pytest.TempPathFactory) -> str:
    """Host and port of the run's node. Under xdist the run is the process that shares out the
    tests, whose workers have folders beside each other.
    """
    need_nodes()
    parallel = "PYTEST_XDIST_WORKER" in os.environ
    base = factory.getbasetemp()
    place = (base.parent if parallel else base) / "opensearch.json"
    with locked(place.with_suffix(".lock"), 300):
        if not place.exists():
            nodes = Nodes(1, owner=os.getppid() if parallel else os.getpid())
            nodes.__enter__()  # its guard ends it with the run, not with this process
            _STARTED.append(nodes)
            place.write_text(json.dumps(nodes.ports[0]), "utf-8")
        return f"127.0.0.1:{json.loads(Path(place).read_text('utf-8'))}"
