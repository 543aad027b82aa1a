"""The pages: search, article, matrix, timeline, facets, help."""
