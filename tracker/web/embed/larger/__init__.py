"""Embeds of more than one scorecard's words: a topic's matrix, a table of companies, a timeline, a progress picture."""
