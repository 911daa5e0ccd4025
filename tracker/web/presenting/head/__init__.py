"""What stands in the head of pages: metadata for sharing, structured data."""
