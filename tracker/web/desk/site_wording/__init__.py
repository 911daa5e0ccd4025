"""The wording: sentences of the site that replace built-in ones, found by their words and edited in place."""
