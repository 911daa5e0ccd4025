"""What every answer passes: the two clocks, caches, compression, headers, errors."""
