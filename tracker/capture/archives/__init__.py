"""The forms of archives: what was received, byte for byte (WARC), packed for others (WACZ), and the manifest."""
