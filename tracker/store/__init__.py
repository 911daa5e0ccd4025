"""Every query: plain functions that take a session, and the database that sessions come from."""
