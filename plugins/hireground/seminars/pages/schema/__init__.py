"""Parts of structured data by schema.org."""
