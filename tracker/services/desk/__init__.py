"""Working together at the desk: who does what until when, bulk actions, comments."""
