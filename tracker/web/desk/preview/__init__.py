"""The preview beside a form: what the draft would change."""
