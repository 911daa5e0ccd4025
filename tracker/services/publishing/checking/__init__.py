"""What is checked before something is published: references, unanswered questions, decisions, replies."""
