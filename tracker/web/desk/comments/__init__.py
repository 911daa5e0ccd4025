"""Comments beside drafts, bundles, reports and published records."""
