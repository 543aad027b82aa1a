"""The Vietnamese syllable: its parts, its spellings, how it is typed and mistyped."""
