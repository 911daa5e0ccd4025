"""Steps by which topics and vocabularies are made, on plain data that may be incomplete."""
