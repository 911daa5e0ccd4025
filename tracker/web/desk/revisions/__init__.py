"""Published revisions of a record, and restoring one as a draft."""
