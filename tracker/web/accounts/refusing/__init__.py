"""What is refused, and how: the pages that say why and hand back what was typed."""
