"""Lists of terms, edited in place as trees: by themselves and as a step of making a topic."""
