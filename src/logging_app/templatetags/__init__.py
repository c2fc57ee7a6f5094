"""Template tags of the request log."""
