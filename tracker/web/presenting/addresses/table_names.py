"""The lists that are also tables."""

__all__ = ["TABLES", "TABLE_PATHS"]

TABLES = (
    "companies",
    "matrix",
    "pledges",
    "evidence",
    "sources",
    "findings",
    "dues",
    "gaps",
    "cells",
    "lapsing",
    "changes",
    "compare",
    "search",
)
"""Names of tables: each has an address with ``.csv`` and one with ``.json``."""
TABLE_PATHS = tuple(f"/{name}.{form}" for name in TABLES for form in ("csv", "json"))
"""Where they are."""
