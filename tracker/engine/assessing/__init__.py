"""From the records of a dossier to its findings: acts beside promises to refrain, dues of promises to act."""
