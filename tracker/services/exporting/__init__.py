"""The whole site as files: CSV, JSON Lines, YAML, a data package, SQLite and a workbook."""
