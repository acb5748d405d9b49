"""Bring a text of another tool to our Markdown."""
