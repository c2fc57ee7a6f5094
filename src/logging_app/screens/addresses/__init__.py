"""The addresses that ask most, and those that probe."""
