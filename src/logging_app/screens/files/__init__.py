"""The files that are read: how completely, and the lines nobody could read."""
