"""A kept copy as editors see it: its words, its files, and whether everyone may see them."""
