"""Arch height: areas of the print, and indices of its outline."""
