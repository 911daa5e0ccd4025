"""Uploading record files as drafts, and downloading records as files."""
