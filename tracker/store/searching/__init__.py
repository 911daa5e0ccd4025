"""Full-text search and the search for likely duplicates."""
