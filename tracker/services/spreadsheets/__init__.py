"""Spreadsheets: reading files of tables, planning what they would change, and making drafts or publishing."""
