"""What people say of articles, stronger than any source and any rule: the file that keeps it, how
its values are checked, and what an article becomes by it.

Knows nothing of the index; `indexer.building.correcting` brings the two together.
"""
