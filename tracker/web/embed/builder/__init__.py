"""The page “Embed this”: and what it lets people choose."""
