"""What the record needs next: lists of what to check, shown beside the queue."""
