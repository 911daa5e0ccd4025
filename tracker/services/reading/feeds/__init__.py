"""What others subscribe to: feeds of publications and the calendar of endings and deadlines."""
