"""Keeping a site: files, backup, checks of its integrity, rebuilding."""
