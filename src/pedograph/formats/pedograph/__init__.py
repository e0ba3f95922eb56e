"""Pedograph's own files: CSV, NPZ, HDF5 and sessions, read as recordings."""
