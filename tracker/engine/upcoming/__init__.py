"""What is still to come: ends, deadlines, the next day on which a scorecard may change."""
