"""Sentences about pledges, findings and dues, with the reasons."""
