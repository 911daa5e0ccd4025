"""Types of fields that several kinds of record share: texts, dates, amounts, identifiers, languages."""
