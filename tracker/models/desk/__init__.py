"""Tables of work at the desk: drafts, bundles, the queue, comments, imports, and what people outside sent. Private."""
