"""Report files in a dossier: written once, found again, renewed when the page changed."""

from __future__ import annotations

import hashlib
import io
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ruamel.yaml import YAML

from zopa.errors import OutputError, SourceError
from zopa.sources.draft import Draft
from zopa.sources.text import FRONT_MATTER

_NAMED = re.compile(r"-([0-9a-f]{8})\.md\Z")
_SCRAP = re.compile(r"\.([0-9]+)\.part\Z")
_TEXT_DIGEST = re.compile(r"^text_sha256: ([0-9a-f]{64})$", re.MULTILINE)


@dataclass(slots=True)
class Added:
    """What adding did. Nothing is dropped without a word.

    new, renewed  names of report files that are new, or whose page has changed since.
    known         reports that were there already, unchanged.
    turned_away   what gave no report, each with its reason.
    """

    new: list[str] = field(default_factory=list)
    renewed: list[str] = field(default_factory=list)
    known: int = 0
    turned_away: list[SourceError] = field(default_factory=list)


class Shelf:
    """The reports folder of a dossier, as a place where drafts are put down.

    folder   DIR/reports; made when the first report is put there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[str, Path] = {}
        if folder.is_dir():
            clear_scraps(folder)
            for path in folder.rglob("*.md"):
                named = _NAMED.search(path.name)
                if named:
                    self._held[named[1]] = path

    def put(self, draft: Draft, added: Added) -> Path:
        """Write a draft as a report file, unless the same text is there already.

        A page met again keeps its file's name; the file is written anew only if the page's text
        differs from the one it was made from, so corrections by hand survive.
        Returns  the file.
        Raises   SourceError when it has no date or no text, OutputError when it can't be written.
        """
        if not draft.text.strip():
            raise SourceError("empty", "holds no text", source=draft.origin)
        if draft.published is None:
            raise SourceError(
                "no-date",
                "nothing says when it was published",
                source=draft.origin,
                remedy="Give the day: --published YYYY-MM-DD",
            )
        path = self._held.get(draft.identity) or self._folder / f"{draft.name}.md"
        there = self._digest_there(path)
        if there == text_digest(draft.text):
            added.known += 1
            return path
        write_whole(path, as_file(draft))
        self._held[draft.identity] = path
        (added.renewed if there is not None else added.new).append(path.stem)
        return path

    def holds(self, draft: Draft) -> bool:
        """Whether the very same text of the same page is there."""
        path = self._held.get(draft.identity)
        return path is not None and self._digest_there(path) == text_digest(draft.text)

    def put_file(self, identity: str, name: str, content: str) -> tuple[Path, bool]:
        """Write a report file made by `as_file`, unless the same text of the same page is there already.

        identity, name  of the draft it was made from.
        Returns         the file, and whether it was written. Raises OutputError.
        """
        path = self._held.get(identity) or self._folder / f"{name}.md"
        if self._digest_there(path) == _digest_said(content):
            return path, False
        write_whole(path, content)
        self._held[identity] = path
        return path, True

    @staticmethod
    def _digest_there(path: Path) -> str | None:
        if not path.is_file():
            return None
        return _digest_said(path.read_text(encoding="utf-8", errors="replace"))


def _digest_said(content: str) -> str:
    """The digest that a report file's front matter gives; empty for none."""
    front = FRONT_MATTER.match(content)
    found = _TEXT_DIGEST.search(front[1]) if front else None
    return found[1] if found else ""


def text_digest(text: str) -> str:
    """SHA-256 of a text, in hex: says whether a page's text changed."""
    return hashlib.sha256(text.encode()).hexdigest()


def as_file(draft: Draft) -> str:
    """A draft as the content of a report file: front matter, then the text."""
    published, updated = draft.published, draft.updated
    meta = {
        "outlet": draft.outlet,
        "published": published,
        "updated": updated if updated != published else None,
        "language": draft.language,
        "title": draft.title,
        "author": draft.author,
        "url": draft.url,
        "archive": draft.archive,
        "fetched": draft.fetched,
        "text_sha256": text_digest(draft.text),
    }
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.width = 4096
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    out = io.StringIO()
    yaml.dump({key: _tame(value) for key, value in meta.items() if value}, out)
    return f"---\n{out.getvalue()}---\n{draft.text.strip()}\n"


def _tame(value: object) -> object:
    """Text on one line without control characters: front matter is no place for surprises."""
    if not isinstance(value, str):
        return value
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())[:2000]


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all. Raises OutputError."""
    raw = content.encode() if isinstance(content, str) else content
    scratch = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with scratch.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(path)
    except OSError as error:
        scratch.unlink(missing_ok=True)
        raise OutputError(f"can't be written: {error.strerror}", path=path) from error


def clear_scraps(folder: Path) -> None:
    """Remove what `write_whole` left in a folder when its process was killed; of living ones, nothing."""
    for path in folder.glob(".*.part"):
        writer = _SCRAP.search(path.name)
        if writer is None:
            continue
        try:
            os.kill(int(writer[1]), 0)
        except (ProcessLookupError, OverflowError):
            path.unlink(missing_ok=True)
        except PermissionError:
            continue  # it lives, and is somebody else's


def merged(parts: Iterable[Added]) -> Added:
    """Several runs of adding as one."""
    total = Added()
    for part in parts:
        total.new += part.new
        total.renewed += part.renewed
        total.known += part.known
        total.turned_away += part.turned_away
    return total
