"""The plan of an import: rows matched with what is on record, and what they would add or change."""
