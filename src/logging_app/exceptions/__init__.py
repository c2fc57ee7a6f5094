"""Exceptions nobody handled, written down without what a visitor typed."""
