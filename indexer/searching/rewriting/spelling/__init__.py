"""What a typed word may stand for: spellings, slips, input methods, words run together."""
