"""Tell formulas from prices, and write them as MathML or as a line of Unicode."""
