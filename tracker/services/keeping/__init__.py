"""Keeping copies at the desk: those of a draft, and addresses that are watched."""
