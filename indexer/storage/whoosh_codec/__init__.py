"""The codec that lets Whoosh keep postings as plain arrays."""
