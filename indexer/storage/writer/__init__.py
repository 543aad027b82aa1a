"""Writing an index: segments, batches, merges, commits."""
