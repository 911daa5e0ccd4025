"""Connecting to the database, its migrations and its triggers."""
