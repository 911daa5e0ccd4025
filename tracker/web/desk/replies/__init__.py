"""Asking a company, and what it answers by the link in the request."""
