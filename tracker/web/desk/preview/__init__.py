"""The panel beside a form: what the draft would change."""
