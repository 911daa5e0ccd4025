"""Search words: what a reader typed, roots of words, and the part of a text in which they stand."""
