"""Where the words of a query stand in a text, and which passages show it best."""
