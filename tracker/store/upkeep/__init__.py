"""Queries of the worker and of ``verify``: jobs, when lists were refreshed, what the ledger and lists should hold."""
