"""Queries for people, their sign-ins and their failed attempts."""
