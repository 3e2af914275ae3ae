"""The format of dossier.yaml: its shape, and what is checked beyond it. `zopa.dossier` reads the file."""
