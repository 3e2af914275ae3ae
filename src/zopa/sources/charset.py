"""Bytes become text, also where a page lies about its encoding."""

from __future__ import annotations

import codecs
import re

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
# UTF-8 read as Windows-1252 and saved again: a lead byte's letter followed by continuation bytes' letters.
_CP1252_TAIL = "".join(bytes([code]).decode("cp1252", errors="ignore") for code in range(0x80, 0xC0))
_TWICE = re.compile(
    rf"[\u00c2-\u00df][{re.escape(_CP1252_TAIL)}\u0080-\u00bf]"
    rf"|\u00e2[{re.escape(_CP1252_TAIL)}\u0080-\u00bf]{{2}}"
)


def decoded(raw: bytes, content_type: str = "") -> str:
    """A page's bytes as text.

    raw           the body, decompressed.
    content_type  the HTTP header, which may name an encoding and may be wrong.
    Order of trust: byte order mark, valid UTF-8, what the page says, what the header says,
    Windows-1252. Valid UTF-8 that is not plain ASCII is never an accident; a declaration often is.
    UTF-8 that was encoded twice ("fÃ¼r") is put right.
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if raw.startswith(mark):
            return raw.decode(name, errors="replace")
    try:
        return once(raw.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    head = raw[:4096]
    said = [found[1].decode("ascii", "ignore") for found in (_XML.search(head), _META.search(head)) if found]
    header = _HEADER.search(content_type)
    said += [header[1]] if header else []
    for name in said:
        text = _as(raw, name)
        if text is not None:
            return text
    if _mostly_utf8(raw):
        return once(raw.decode("utf-8", errors="replace"))
    return raw.decode("cp1252", errors="replace")


def _as(raw: bytes, name: str) -> str | None:
    """Decoded strictly under a name, or None. Latin-1 means Windows-1252, as browsers have it."""
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        return None
    if codec in ("utf-8", "ascii", "utf-16", "utf-32"):
        return None  # was tried, or can't be what these bytes are
    if codec in ("iso8859-1", "latin-1"):
        codec = "cp1252"
    try:
        return raw.decode(codec)
    except (UnicodeDecodeError, LookupError):
        return raw.decode(codec, errors="replace") if codec == "cp1252" else None


def _mostly_utf8(raw: bytes) -> bool:
    """A torn character or two (a page cut off in the middle) in what is UTF-8 otherwise."""
    bad = raw.decode("utf-8", errors="replace").count("�")
    return bad <= 3 and len(re.findall(rb"[\xc3\xe2][\x80-\xbf]", raw[:200_000])) > 10 * bad


def once(text: str) -> str:
    """Text whose UTF-8 was taken for Windows-1252 and encoded again, put right.

    >>> once("fÃ¼r die â€žGrÃ¶ÃŸeâ€œ")
    'für die „Größe“'
    """
    if len(_TWICE.findall(text)) < 3:
        return text
    return _TWICE.sub(_repaired, text)


def _repaired(found: re.Match[str]) -> str:
    raw = bytearray()
    for letter in found[0]:
        try:
            raw += letter.encode("cp1252")
        except UnicodeEncodeError:
            raw.append(ord(letter) & 0xFF)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return found[0]
