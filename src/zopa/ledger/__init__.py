"""The only room with SQL: what was read, kept with its proof. Never reads text."""
