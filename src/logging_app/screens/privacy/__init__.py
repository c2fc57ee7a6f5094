"""The rules of keeping and forgetting, and what the log knows of one person."""
