"""Whether the tests would notice: small faults are put into core and engine one at a time, and some test must fail."""
