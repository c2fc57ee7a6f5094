"""The table of contents of GOLD's tables."""
