"""Review: the list of submissions, one submission with its impact, and the decision."""
