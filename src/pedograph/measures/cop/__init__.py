"""Centre of pressure: its path, motion, excursion and area."""
