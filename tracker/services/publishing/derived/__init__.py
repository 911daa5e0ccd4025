"""Rows that follow from publications: the index of scorecards, search, and what each publication concerns."""
