"""Load: pressure, force, area and time of the whole foot and of its regions."""
