"""The bytes of the files that flows read, kept under their SHA-256 below `FLOW_FILES_DIR`."""
