"""Review, publication, and the updates that follow from a publication."""
