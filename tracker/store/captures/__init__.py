"""Kept copies: captures and their events, the files behind them, and their words."""
