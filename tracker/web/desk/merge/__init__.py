"""Merging a draft with revisions published since it was started."""
