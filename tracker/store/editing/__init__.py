"""Queries for drafts, what they said after each save, and bundles of them."""
