"""What a page or a document gave, before it becomes a report file."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date

MAX_SLUG = 60
_LETTERS = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "đ": "d", "ł": "l"}
_SHARE_MARKS = re.compile(r"(?:^|&)(?:utm_[a-z]+|fbclid|gclid|wt_[a-z]+|ref|cmpid|xtor)=[^&]*")


@dataclass(frozen=True, slots=True)
class Draft:
    """One text on its way to a report file.

    text       paragraphs, an empty line between them.
    published  the day the outlet gives; None where nothing says so.
    updated    the day of the last change the outlet gives, if it differs.
    url        the canonical address; empty for a document from disk.
    origin     where it came from: an address, a file, a record of an archive.
    fetched    when a page was fetched, UTC in ISO 8601; empty for a document from disk.
    archive    the WARC that keeps the page, relative to the dossier; empty for none.
    """

    text: str
    title: str = ""
    outlet: str = ""
    author: str = ""
    published: date | None = None
    updated: date | None = None
    language: str = ""
    url: str = ""
    origin: str = ""
    fetched: str = ""
    archive: str = ""

    @property
    def identity(self) -> str:
        """Eight hex digits that stay the same when the same page is met again.

        Made from the address without its share marks, else from the text.
        """
        known_by = ["url", plain_address(self.url)] if self.url else ["text", self.text]
        return hashlib.sha256("\x00".join(known_by).encode()).hexdigest()[:8]

    @property
    def name(self) -> str:
        """The report's id: day, slug of the title, identity."""
        if self.published is None:
            raise ValueError("a report's name begins with its day")
        return "-".join(
            part for part in (self.published.isoformat(), slug(self.title), self.identity) if part
        )

    def or_else(self, *, outlet: str = "", published: date | None = None, language: str = "") -> Draft:
        """The same draft, with gaps filled by what the person said."""
        return replace(
            self,
            outlet=self.outlet or outlet,
            published=self.published or published,
            language=self.language or language,
        )


def slug(title: str) -> str:
    """A title as part of a file's name: lower case ASCII, words joined by hyphens.

    >>> slug("„Für“ Größe – 5 %")
    'fuer-groesse-5'
    """
    lowered = "".join(_LETTERS.get(letter, letter) for letter in title.lower())
    bare = unicodedata.normalize("NFKD", lowered).encode("ascii", "ignore").decode()
    words = "-".join(re.findall(r"[a-z0-9]+", bare))
    return words if len(words) <= MAX_SLUG else words[:MAX_SLUG].rpartition("-")[0]


def plain_address(url: str) -> str:
    """An address without fragment, share marks and the difference between http and https.

    >>> plain_address("http://Example.org/a?id=1&utm_source=x#top")
    '//example.org/a?id=1'
    """
    bare = url.partition("#")[0]
    scheme, _, rest = bare.partition("://")
    host, slash, path = rest.partition("/")
    if not rest or scheme.lower() not in ("http", "https"):
        return bare
    path, _, query = path.partition("?")
    query = _SHARE_MARKS.sub("", query).lstrip("&")
    return f"//{host.lower()}{slash or '/'}{path}" + (f"?{query}" if query else "")
