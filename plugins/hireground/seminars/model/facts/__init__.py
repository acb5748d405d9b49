"""Read what is said of a date beside its hour: what is not known yet, its program, and whose clocks it goes by."""
