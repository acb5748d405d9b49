"""Publish what an author wrote: check, commit, push, and wait until readers see it."""
