"""Lists of the desk: everybody's drafts, and what is published and can be changed."""
