"""Queries for lists, a page at a time."""
