"""What the Wagtail admin shows of the log, and nothing that changes it."""
