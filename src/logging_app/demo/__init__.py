"""Thirty days that never were: past traffic for the demo, so that no chart is empty."""
