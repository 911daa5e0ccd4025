"""What a piece of evidence is worth: its outcomes, its sources, its statements."""
