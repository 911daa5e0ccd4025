"""Reads for public pages, embeds and the API."""
