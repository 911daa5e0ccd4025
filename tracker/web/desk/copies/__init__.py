"""A kept copy at the desk: all of it, its pages as pictures, and opening it to readers."""
