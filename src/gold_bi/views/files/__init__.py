"""Files for the figures: given, looked at, asked about, compared, loaded, taken back."""
