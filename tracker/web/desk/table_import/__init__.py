"""Importing a spreadsheet at the desk, step by step, and the bundle that comes of it."""
