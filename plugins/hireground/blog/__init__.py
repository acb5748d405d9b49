"""Work out lists of posts, their feeds, and what a post shows beside its text."""
