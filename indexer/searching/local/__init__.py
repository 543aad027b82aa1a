"""Evaluation of a query tree over the local index."""
