"""Describe what authors write as JSON Schema, for editors and other programs."""
