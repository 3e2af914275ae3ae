"""Rebuilds the weights that zopa ships. Never imported at run time."""
