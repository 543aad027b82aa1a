"""Reading an index: generations, commit points, segments, and the snapshot over them."""
