"""The desk's home: what waits for whoever is signed in, and what should be looked at next."""
