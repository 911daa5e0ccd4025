"""The words and the order of the fields of each form."""
