"""Marking companies as checked: one or many at once."""
