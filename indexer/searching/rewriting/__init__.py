"""From the syntax tree to the query tree: spellings, names, filters, how much must match."""
