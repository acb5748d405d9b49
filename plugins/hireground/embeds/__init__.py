"""Write blocks between slashes as HTML: letters to copy, and what other sites have."""
