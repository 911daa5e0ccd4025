"""Caches: how long others may keep an answer, answers kept here, and when each is made anew."""
