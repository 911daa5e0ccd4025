"""The desk’s lists: everyone’s drafts, and published records that can be changed."""
