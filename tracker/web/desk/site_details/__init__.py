"""The site’s details: asked once when it is set up, and changed here."""
