"""What stands in the files of a segment, and how it is laid out."""
