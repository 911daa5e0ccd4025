"""The desk’s home page: drafts, reviews and reminders of the signed-in user."""
