"""Taking a published record down, or putting it back."""
