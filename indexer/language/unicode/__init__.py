"""Characters: canonical form, folding of marks, encodings from before Unicode."""
