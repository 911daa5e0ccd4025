"""The right of reply: asking a company, taking its answer by a one-time link, and taking it into the record."""
