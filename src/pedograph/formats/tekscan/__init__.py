"""Tekscan: F-Scan, MatScan and I-Scan."""
