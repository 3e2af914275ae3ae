"""One file per change of schema."""
