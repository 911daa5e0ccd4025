"""What readers reported, to be decided."""
