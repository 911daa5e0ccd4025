"""Review: the list of what waits, one submission with its impact, and the verdict."""
