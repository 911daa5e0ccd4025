"""Messages: what the site mails, to whom, when; sent beside the requests through the table of jobs."""
