"""Accounts, roles, passwords, second factors, sessions."""
