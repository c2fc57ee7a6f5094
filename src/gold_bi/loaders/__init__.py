"""Rows into GOLD. Everything here runs inside the caller's transaction on `gold`, and says what it changed."""
