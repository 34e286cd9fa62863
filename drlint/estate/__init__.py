"""Resources joined into one graph, and what of it cannot be seen."""
