"""One typed class for each kind of record."""
