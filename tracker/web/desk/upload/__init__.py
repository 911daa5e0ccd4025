"""Record files sent as drafts, and records as files to edit."""
