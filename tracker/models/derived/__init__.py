"""Tables whose rows are derived from revisions and the ledger: ``tracker rebuild`` makes them anew."""
