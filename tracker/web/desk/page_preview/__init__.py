"""Public pages as they would be with a draft, for people who are signed in."""
