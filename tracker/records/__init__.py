"""The one record format: typed records, how they are read, checked, compared and written. Pure: no I/O."""
