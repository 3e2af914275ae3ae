"""A module for each screen. `app` finds them: none has to be listed anywhere.

A screen's module has a `router`, and may have `WORDS` and `NOUNS` (its texts, German and English)
and `NAV` (its place in the navigation); see `zopa.web.screen`.
"""
