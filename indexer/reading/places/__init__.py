"""Vietnamese provinces and their Chinese counterparts in a text: match, judge by context, weigh."""

from indexer.reading.places.finder import Places, find_places, read_names

__all__ = ["Places", "find_places", "read_names"]
