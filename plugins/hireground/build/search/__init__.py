"""Index a built site for its search, and keep the index of what did not change."""
