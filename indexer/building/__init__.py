"""From sources to the index: full builds, additions, removals, and keeping a folder and an index
in step.
"""

from indexer.building.builder import add, build, correct, synchronise
from indexer.building.given_records import add_given, given, remove, take_sent
from indexer.building.report import BuildReport, Progress
from indexer.building.submitted import SUBMITTED
from indexer.building.watcher import watch

__all__ = [
    "SUBMITTED",
    "BuildReport",
    "Progress",
    "add",
    "add_given",
    "build",
    "correct",
    "given",
    "remove",
    "synchronise",
    "take_sent",
    "watch",
]
