"""What the methodology page shows, made from what the engine uses."""
