"""The network: one address, fetched within limits, from the public internet only."""
