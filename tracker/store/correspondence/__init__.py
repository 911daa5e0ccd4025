"""Queries for what people outside the site send and are sent."""
