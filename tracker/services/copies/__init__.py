"""Kept copies of sources: asking for them, quotes in them, what readers see of them, and addresses watched."""
