"""`make compare`: this project beside what would be taken instead, by real runs on real articles."""
