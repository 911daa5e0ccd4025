"""Editing: drafts and everything that changes them."""
