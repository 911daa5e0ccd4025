"""Records from outside: reading record files, importing them."""
