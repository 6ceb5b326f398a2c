"""Ugly books with their truth, run through the command line (black box)."""
