"""Finding the archived page of a report again: its file's front matter names it."""

from __future__ import annotations

import re
from pathlib import Path, PurePath

from zopa.sources.archive import FOLDER
from zopa.sources.text import FRONT_MATTER, MAX_FRONT_MATTER

_LINE = re.compile(r"^archive:[ \t]*[\"']?([^\"'\r\n]+?)[\"']?[ \t]*$", re.MULTILINE)


def archived(dossier: Path, reports: Path, name: str) -> Path | None:
    """The archived page that a report's file names, or None where it names none that is there.

    dossier  the dossier's folder; nothing outside its `archive` folder is ever given.
    reports  the folder of the reports; name  the report's file in it.
    """
    if not name or PurePath(name).name != name:
        return None
    try:
        with (reports / name).open(encoding="utf-8-sig", errors="replace") as file:
            head = FRONT_MATTER.match(file.read(MAX_FRONT_MATTER + 8))
    except OSError:
        return None
    said = _LINE.search(head[1]) if head else None
    if said is None:
        return None
    folder = (dossier / FOLDER).resolve()
    path = (dossier / said[1]).resolve()
    return path if path.is_relative_to(folder) and path.is_file() else None
