"""What addresses are made of: folders of records, names of tables, static files, clocks; which robots leave alone."""
