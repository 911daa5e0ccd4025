"""What of a scorecard's page is kept as HTML: its long sections, and the articles in them."""
