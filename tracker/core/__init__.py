"""Values and their algebra: uncertain dates, vocabularies, scopes. Pure: no clock, no I/O."""
