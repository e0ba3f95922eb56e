"""Stappone insoles."""
