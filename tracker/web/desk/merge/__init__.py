"""Bringing a draft together with what was published since it was begun."""
