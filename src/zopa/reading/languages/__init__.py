"""One folder per language; each holds a `LANGUAGE`. See docs/how-to/a-third-language.md."""
