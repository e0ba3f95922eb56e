"""Plain tables of numbers, with a description of what they are."""
