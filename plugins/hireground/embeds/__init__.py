"""Write blocks between slashes as HTML: letters to copy."""
