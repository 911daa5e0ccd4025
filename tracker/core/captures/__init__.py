"""Kept copies of sources as values: states and doubts, quotes looked for in their text, what a page says of itself."""
