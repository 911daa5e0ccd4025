"""What applies to every response: the two clocks, caches, compression, headers, errors."""
