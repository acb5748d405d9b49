"""Write the files that an author starts from."""
