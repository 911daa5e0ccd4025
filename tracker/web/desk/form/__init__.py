"""The desk’s forms, built from the record types; form input becomes plain data."""
