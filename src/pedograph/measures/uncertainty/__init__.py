"""Standard uncertainty of every measure: its sources and its budget."""
