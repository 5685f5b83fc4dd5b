"""Plain text, Markdown and HTML of an explanation."""
