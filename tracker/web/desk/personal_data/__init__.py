"""What people outside the desk left here."""
