"""Make pictures, icons and social cards from files and facts, each of them once."""
