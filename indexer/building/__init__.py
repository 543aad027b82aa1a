"""From sources to the index: full builds, additions, removals, and keeping a folder and an index in step."""

from indexer.building.building import add, build, remove
from indexer.building.report import BuildReport

__all__ = ["BuildReport", "add", "build", "remove"]
