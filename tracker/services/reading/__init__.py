"""What public pages, widgets and data read."""
