"""One module for each kind of file, for the sandbox only. Each gives plain data, or ``refused`` with a reason."""
