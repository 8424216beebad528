"""What is kept: one module for each thing (design, section 6); `every` has them all."""
