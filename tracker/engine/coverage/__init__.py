"""Where the pledges cover the yardstick, and what they leave out."""
