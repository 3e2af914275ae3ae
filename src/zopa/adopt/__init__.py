"""Changing a dossier: edits of its YAML with every comment kept, shown as a difference first."""

from zopa.adopt.draft import DiffLine, Draft, digest, judged, keep, start
from zopa.adopt.edits import AddWord, Drop, Edit, Put, Rename
from zopa.adopt.entries import Suggested, from_entry, known_as, new_actor, new_term, slug
from zopa.adopt.patch import edited

__all__ = [
    "AddWord",
    "DiffLine",
    "Draft",
    "Drop",
    "Edit",
    "Put",
    "Rename",
    "Suggested",
    "digest",
    "edited",
    "from_entry",
    "judged",
    "keep",
    "known_as",
    "new_actor",
    "new_term",
    "slug",
    "start",
]
