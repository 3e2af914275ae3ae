"""Rows of JSON Lines and CSV become drafts, by a mapping from our fields to their columns."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from zopa.errors import SourceError, ZopaError
from zopa.sources.charset import decoded
from zopa.sources.days import day_of
from zopa.sources.draft import Draft
from zopa.sources.languages import language_of

FIELDS = ("text", "title", "outlet", "author", "published", "updated", "language", "url")
_USUAL: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "fulltext", "full_text", "articlebody", "maintext", "inhalt"),
    "title": ("title", "headline", "titel", "name"),
    "outlet": (
        "outlet",
        "source",
        "publisher",
        "site_name",
        "source_domain",
        "medium",
        "quelle",
        "publication",
    ),
    "author": ("author", "authors", "byline", "creator", "autor"),
    "published": ("published", "date", "datepublished", "date_publish", "published_at", "pubdate", "datum"),
    "updated": ("updated", "datemodified", "date_modify", "updated_at", "modified"),
    "language": ("language", "lang", "inlanguage", "sprache"),
    "url": ("url", "link", "address", "canonical", "uri"),
}


def parse_mapping(pairs: list[str]) -> dict[str, str]:
    """`field=column` pairs as given on the command line. Raises ZopaError."""
    mapping = {}
    for pair in pairs:
        ours, found, theirs = pair.partition("=")
        if not found or ours.strip() not in FIELDS or not theirs.strip():
            raise ZopaError(
                f"'{pair}' is no mapping",
                remedy=f"Write FIELD=COLUMN, with FIELD one of {', '.join(FIELDS)}.",
            )
        mapping[ours.strip()] = theirs.strip()
    return mapping


def json_lines(raw: bytes, origin: str, mapping: Mapping[str, str]) -> Iterator[Draft | SourceError]:
    """One draft per line of JSON; a column may be a path with dots (`source.name`)."""
    for number, line in enumerate(raw.split(b"\n"), start=1):
        if not line.strip():
            continue
        place = f"{origin}:{number}"
        try:
            row = json.loads(decoded(line))
        except (ValueError, RecursionError):
            yield SourceError("damaged", "is no line of JSON", source=place)
            continue
        yield _row(row, place, mapping)


def csv_rows(raw: bytes, origin: str, mapping: Mapping[str, str]) -> Iterator[Draft | SourceError]:
    """One draft per row; comma, semicolon or tab, as the head line tells."""
    text = decoded(raw)
    head = text.partition("\n")[0]
    mark = max(",;\t", key=head.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        for row in reader:
            yield _row(row, f"{origin}:{reader.line_num}", mapping)
    except csv.Error as error:
        yield SourceError(
            "damaged", f"is no CSV that can be read ({error})", source=f"{origin}:{reader.line_num}"
        )


def _row(row: Any, place: str, mapping: Mapping[str, str]) -> Draft | SourceError:
    if not isinstance(row, dict):
        return SourceError("damaged", "is no record with named fields", source=place)
    lowered = {str(key).strip().lower(): value for key, value in row.items() if key is not None}
    got = {ours: _value(row, lowered, ours, mapping.get(ours)) for ours in FIELDS}
    if not got["text"]:
        named = ", ".join(str(key) for key in row if key is not None)[:200]
        return SourceError(
            "empty",
            "holds no text" if "text" not in mapping else f"has no column '{mapping['text']}'",
            source=place,
            remedy=f"Name the column: --map text=COLUMN (there are: {named})",
        )
    days = {key: day_of(got.pop(key)) for key in ("published", "updated")}
    got["language"] = language_of(got["text"], got["language"])
    known = {one.name for one in fields(Draft)}
    return Draft(**{k: v for k, v in got.items() if k in known}, **days, origin=place)  # type: ignore[arg-type]


def _value(row: dict[Any, Any], lowered: dict[str, Any], ours: str, column: str | None) -> str:
    if column is not None:
        value: Any = row.get(column)
        if value is None and "." in column:
            value = row
            for part in column.split("."):
                value = value.get(part) if isinstance(value, dict) else None
    else:
        value = next((lowered[name] for name in _USUAL[ours] if lowered.get(name)), None)
    if isinstance(value, list):
        value = ", ".join(_named(one) for one in value)
    return "" if value is None else _named(value).strip()


def _named(value: Any) -> str:
    return str(value.get("name") or "") if isinstance(value, dict) else str(value)
