"""Charts that the server draws: the timeline and the progress picture."""
