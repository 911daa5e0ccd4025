"""Pledge Tracker: what companies promised, what they did, and what the promise leaves out."""
