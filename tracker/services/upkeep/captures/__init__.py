"""Upkeep of kept copies: scrubbing, verifying, backups, erasing, and what doctor and monitoring say of them."""
