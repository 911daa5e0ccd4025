"""Scopes and acts at the desk: trees of terms, the panel that tries a draft out, terms that are missing."""
