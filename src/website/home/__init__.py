"""The back office's home: the owner's panels, and their order for each person."""
