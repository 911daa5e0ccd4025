"""Rules version 1, frozen: what was published under them is computed by them for ever (LAW-7). Nothing here changes."""
