"""Phrases that stand for others: abbreviations and their long forms."""
