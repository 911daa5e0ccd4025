"""From text or plain data to records: YAML with line numbers, problems, records that are not finished."""
