"""Badges and cards as SVG and PNG."""
