"""Review, publication, and what follows from it."""
