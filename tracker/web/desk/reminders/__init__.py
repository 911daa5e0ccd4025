"""What somebody is reminded of, at the desk and by mail alike."""
