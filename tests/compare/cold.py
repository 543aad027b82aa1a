"""From nothing running to the first answer, and what is held after some more; little else is imported.

python -m tests.compare.cold ENGINE FOLDER QUERIES     a file of JSON
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from tests.peers.peer import peer

MORE = 40  # answers after which memory is looked at


def main() -> None:
    """Print milliseconds since this process began, and bytes of memory."""
    key, folder, asked = sys.argv[1:]
    queries = json.loads(Path(asked).read_text("utf-8"))
    engine = peer(key)(Path(folder))
    engine.page(queries[0], facets=True, snippets=True)
    spent = time.clock_gettime(time.CLOCK_BOOTTIME) - _began()
    for query in queries[1 : MORE + 1]:
        engine.page(query, facets=True, snippets=True)
    from tests.benchmarks.indexing import anonymous, family

    held = sum(map(anonymous, family(os.getpid())))
    engine.close()
    print(json.dumps({"ms": 1e3 * spent, "memory": held}))


def _began() -> float:
    """When this process was started, in seconds since the machine was."""
    told = Path("/proc/self/stat").read_text("utf-8").rpartition(")")[2].split()
    return int(told[19]) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
