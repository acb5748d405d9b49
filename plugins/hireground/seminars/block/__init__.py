"""Find, check and fill the blocks that show seminars in a post."""
