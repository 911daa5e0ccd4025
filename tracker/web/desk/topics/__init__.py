"""Making a topic in steps: its question, its dimensions and terms, its yardstick as a table, its reasons."""
