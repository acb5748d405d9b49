"""Read files as fields that know their places, and say what is wrong with them."""
