"""Addresses of sources that changed: tasks at the desk."""
