"""What was asked for and is not there, and the redirects that mend it."""
