"""Two states of one record: what differs, and how two changes are merged."""
