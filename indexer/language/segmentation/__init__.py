"""Words of several syllables, as pyvi's model joins them."""
