"""Kept copies: asking for one, how it stands, and making it. Only ``making`` fetches and opens, in the worker."""
