"""Work on drafts."""
