"""What is probably wrong with the words of a text, and with signs that other programs would read otherwise."""
