"""Queries for rows that publishing derives and ``tracker rebuild`` builds again, but for lists and search."""
