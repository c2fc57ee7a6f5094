"""Charts that people put on a dashboard themselves, without code."""
