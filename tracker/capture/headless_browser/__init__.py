"""A browser without a network of its own, for what a page looks like."""
