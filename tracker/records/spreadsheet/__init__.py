"""Rows of a spreadsheet as records: what columns mean, reading cells, matching with what is published, what changes."""
