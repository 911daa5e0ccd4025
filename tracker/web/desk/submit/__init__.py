"""Submitting drafts for review: what is asked before, and withdrawing what was submitted."""
