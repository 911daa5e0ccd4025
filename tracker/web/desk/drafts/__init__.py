"""Drafts: creating, editing and submitting them, and autocomplete for their fields."""
