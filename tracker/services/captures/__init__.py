"""Kept copies of sources: asking for one, making it, quotes in it, who sees it, and addresses that are watched.

Only ``making`` and ``watch_looks`` fetch and open files, in the worker.
"""
