"""A title to a valid Markdown file, ready to be written on."""
