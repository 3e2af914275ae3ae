"""The same for programs: a module for each group of verbs, found by `app` as the screens are.

A module has a `router` made by `zopa.web.screen.api`; everything it answers is JSON below /api/v1, an
error has the one shape of `zopa.web.faults`, and lists are pages of `zopa.web.paging`.
"""
