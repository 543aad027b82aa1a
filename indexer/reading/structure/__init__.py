"""The structure of a document: its lines, blocks and title, and what is page chrome."""
