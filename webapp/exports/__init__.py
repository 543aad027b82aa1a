"""Results and articles to take away: CSV, JSON, BibTeX, RIS."""
