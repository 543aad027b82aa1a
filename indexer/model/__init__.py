"""Records that every room speaks of: articles, queries, requests, results, and the words said to
people.
"""
