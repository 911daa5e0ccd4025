"""Queries of the desk: bundles as units, the queue, comments."""
