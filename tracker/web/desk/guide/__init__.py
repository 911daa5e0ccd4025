"""The guide for editors, as a page and beside the forms."""
