"""What failed: nginx's errors and Django's exceptions."""
