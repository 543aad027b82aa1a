"""What every room shares: the five seed articles as an index, and how much is tried in which lane.

A test is `fast` unless it is in SLOW, opens a browser, or is marked `network` or `nightly`. Its room
decides, not a stopwatch: SLOW are those that start processes, build archives by the dozen or draw
examples for seconds.
"""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.support.opensearch.shared import node_of_this_run
from tests.support.running import SEEDS, run

TESTS = Path(__file__).parent
SLOW = (
    "building",
    "cluster/test_archive.py",
    "commands/test_damage.py",
    "commands/test_indexer.py",
    "commands/test_maintenance.py",
    "commands/test_readme.py",
    "commands/test_register_output.py",
    "commands/test_search.py",
    "commands/test_shell.py",
    "compare",
    "conformance/test_over_http.py",
    "exporting/test_brief.py",
    "faults",
    "fuzz",
    "language/test_bad_input.py",
    "language/segmentation/test_segmenter.py",
    "language/segmentation/test_terms.py",
    "language/syllable/test_input_methods.py",
    "peers",
    "reading/formats",
    "reading/test_apart.py",
    "reading/test_mutations.py",
    "searching/contract",
    "searching/local/test_execution_oracle.py",
    "searching/local/test_next_words.py",
    "storage/test_damage.py",
    "storage/test_failures.py",
    "test_library.py",
    "test_wheel.py",
    "webapp/api/test_openapi.py",
    "webapp/pages/test_correcting.py",
    "webapp/pages/test_labels.py",
    "webapp/pages/test_pages.py",
    "webapp/pages/test_register.py",
    "webapp/serving/test_listener.py",
    "webapp/serving/test_raw_requests.py",
    "webapp/serving/test_serve.py",
    "webapp/submissions",
    "webapp/test_budgets.py",
    "webapp/test_hostile.py",
    "webapp/test_reserved_names.py",
    "webapp/test_site.py",
)

# a runner in the background may have handed down that Ctrl-C is ignored
signal.signal(signal.SIGINT, signal.default_int_handler)

# how long an example takes says something of the machine, nothing of the program
ANY_MACHINE = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("any machine", **ANY_MACHINE)
settings.register_profile("quick", max_examples=20, **ANY_MACHINE)
settings.register_profile("nightly", max_examples=1_000, **ANY_MACHINE)
settings.load_profile("any machine")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what opens a browser, and what is fast."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
        place = item.path.relative_to(TESTS)
        slow = any(place.is_relative_to(room) for room in SLOW) or _needs_node(item)
        if not slow and not {"browser", "network", "nightly"} & {
            m.name for m in item.iter_markers()
        }:
            item.add_marker(pytest.mark.fast)


def _needs_node(item: pytest.Item) -> bool:
    """Whether a test asks a cluster, which takes seconds to start."""
    given = getattr(item, "callspec", None)
    asked = given is not None and "cluster" in given.params.values()
    return asked or bool({"node", "nodes"} & set(getattr(item, "fixturenames", ())))


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Host and port of a node of OpenSearch, one for the whole run."""
    return node_of_this_run(tmp_path_factory)


@pytest.fixture(scope="session")
def seed_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of `seeds/`, made by `indexer build`. Do not change it: other tests read it."""
    path = tmp_path_factory.mktemp("seeds") / "index"
    built = run("indexer", "build", "--index", path, SEEDS)
    assert (built.returncode, built.stdout) == (0, ""), built.stderr
    return path
