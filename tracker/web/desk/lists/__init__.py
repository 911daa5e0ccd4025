"""The desk’s lists: everybody’s drafts, and published records that can be changed."""
