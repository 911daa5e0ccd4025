"""Checks across records: references, duplicates, contradictions."""
