"""Maintenance: files, backup, integrity checks, rebuilding."""
