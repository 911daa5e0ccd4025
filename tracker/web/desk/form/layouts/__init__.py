"""The labels, help texts and field order of each form."""
