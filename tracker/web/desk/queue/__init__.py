"""The queue: all that waits at the desk, with filters, saved views and actions on several items at once."""
