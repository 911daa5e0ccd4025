"""The desk’s forms: built from the record types and words for people; what is typed becomes plain data."""
