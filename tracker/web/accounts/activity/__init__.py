"""The log of who did what: all of it for admins, one’s own for everybody."""
