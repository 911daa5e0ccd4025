"""Addresses of published sources, looked at again and again (COPY-4)."""
