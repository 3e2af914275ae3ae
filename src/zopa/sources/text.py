"""One file on disk becomes one report: plain text or Markdown, with optional YAML front matter."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from zopa.errors import SkipReport
from zopa.settings import max_report_bytes
from zopa.vocabulary import Report

SUFFIXES = (".txt", ".md", ".markdown")
FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
MAX_FRONT_MATTER = 64 * 1024
"""Front matter is a handful of lines; a longer block is text that happens to stand between rules."""
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)-?([01]\d)-?([0-3]\d)(?!\d)")


def read_file(path: Path) -> Report:
    """Read one report.

    path     a .txt or .md file. The body is kept as written, line ends included, so that offsets
             counted in it hold for anyone who opens the file.
    Returns  the report; its id is the file's stem. `published` comes from the front matter, else
             from a date in the file's name.
    Raises   SkipReport, with the place and the remedy, when it is unreadable, too large, not UTF-8,
             empty, its front matter is malformed, or nothing says when it was published.
    """
    return _report(_decoded(path), path)


def report_in(text: str, name: str) -> Report:
    """The report that a file of this name and content would be. Raises SkipReport as `read_file`."""
    return _report(text, Path(name))


def _report(text: str, path: Path) -> Report:
    meta, body = _split(path, text)
    if not body.strip():
        raise SkipReport("empty", path=path, remedy="Put the report's text below the front matter.")
    return Report(
        id=path.stem,
        text=body,
        outlet=_text(meta, "outlet"),
        published=_published(path, meta),
        language=_text(meta, "language").lower()[:2],
        title=_text(meta, "title"),
        author=_text(meta, "author"),
        url=_text(meta, "url"),
        path=path.name,
    )


def _decoded(path: Path) -> str:
    try:
        size = path.stat().st_size
        limit = max_report_bytes()
        if size > limit:
            raise SkipReport(
                f"{size / 1e6:.0f} MB is more than a report (limit {limit / 1e6:.0f} MB)",
                path=path,
                remedy="Split it, or raise ZOPA_MAX_REPORT_BYTES.",
            )
        raw = path.read_bytes()
    except OSError as error:
        raise SkipReport(f"can't be read: {error.strerror}", path=path) from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SkipReport(
            f"not UTF-8 (byte 0x{raw[error.start]:02x})",
            path=path,
            line=raw[: error.start].count(b"\n") + 1,
            remedy="Save it as UTF-8, for example: iconv -f latin1 -t utf-8",
        ) from error
    if "\x00" in text:
        raise SkipReport("holds zero bytes, so it is no text", path=path, remedy="Save it as plain text.")
    return text


def _split(path: Path, text: str) -> tuple[dict[str, Any], str]:
    found = FRONT_MATTER.match(text)
    if found is None:
        return {}, text
    if len(found[1]) > MAX_FRONT_MATTER:
        raise SkipReport("front matter is too long", path=path, line=1, remedy="Close it with a line of ---.")
    try:
        meta = YAML(typ="safe", pure=True).load(found[1])
    except ValueError as error:  # a date that no calendar has
        raise SkipReport(
            f"front matter can't be read: {error}", path=path, line=1, remedy="Correct it."
        ) from error
    except (YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None) if isinstance(error, MarkedYAMLError) else None
        raise SkipReport(
            "front matter is not valid YAML",
            path=path,
            line=mark.line + 2 if mark else 1,
            remedy='Put texts that hold a colon in quotation marks: title: "Berlin: …"',
        ) from error
    if meta is None:
        meta = {}
    if not isinstance(meta, dict):
        raise SkipReport("front matter is not a list of keys", path=path, line=2, remedy="Write: outlet: …")
    return meta, text[found.end() :]


def _text(meta: dict[str, Any], key: str) -> str:
    value = meta.get(key)
    return "" if value is None else str(value).strip()[:2000]


def _published(path: Path, meta: dict[str, Any]) -> dt.date:
    value = meta.get("published", meta.get("date"))
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    for text in (str(value or ""), path.stem):
        found = _DAY.search(text)
        if found:
            try:
                return dt.date(*(int(part) for part in found.groups()))
            except ValueError:
                continue
    raise SkipReport(
        f"nothing says when it was published{f' ({value!r} is no date)' if value else ''}",
        path=path,
        line=1,
        remedy="Add 'published: YYYY-MM-DD' to its front matter, or the date to its file name.",
    )
