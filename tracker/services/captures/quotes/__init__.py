"""Quotes held against the text of captures: for editors and reviewers, for readers, and after a publication."""
