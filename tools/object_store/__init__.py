"""A built folder to an object store that speaks S3: only what changed, and never a page before what it needs."""
