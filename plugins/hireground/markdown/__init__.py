"""Convert Markdown to HTML, and check the links in it."""
