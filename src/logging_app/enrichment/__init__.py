"""What a line says beyond its words. Each module answers one question about one text; a text is asked about once."""
