"""Documents from disk or the web become drafts: PDF, DOCX, mail, plain text."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr
from pathlib import PurePosixPath
from typing import Any

from zopa.errors import SourceError
from zopa.settings import max_report_bytes
from zopa.sources.charset import decoded
from zopa.sources.days import LINES, date_line, day_in
from zopa.sources.debris import own_paragraphs
from zopa.sources.draft import Draft
from zopa.sources.extras import needs
from zopa.sources.languages import language_of
from zopa.sources.page import page_draft

MAX_PAGES = 500
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_PDF_DAY = re.compile(r"D:((?:19|20)\d\d)([01]\d)([0-3]\d)")
_PAGE_NUMBER = re.compile(
    r"(?:-\s*)?\d{1,4}(?:\s*-)?|.{0,80}\b(?:seite|page)\s\d{1,4}(?:\s*(?:von|of|/)\s*\d{1,4})?",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"[a-zäöüß,;)]")
_ENDED = re.compile(r"[.!?…:“”\"'»)]\s*\Z")


def plain_draft(raw: bytes, origin: str, *, content_type: str = "") -> Draft:
    """Plain text: empty lines part paragraphs; the first short line without a full stop is the title."""
    text = decoded(raw, content_type).replace("\r\n", "\n").replace("\r", "\n").strip()
    if "\x00" in text:
        raise SourceError("type", "holds zero bytes, so it is no text", source=origin)
    head, _, rest = text.partition("\n\n")
    title = head if rest.strip() and len(head) < 150 and "\n" not in head and not _ENDED.search(head) else ""
    body = rest.strip() if title else text
    published = _day_in_name(origin) or date_line(text)
    return _checked(Draft(text=body, title=title.lstrip("# "), published=published, origin=origin))


def pdf_draft(raw: bytes, origin: str) -> Draft:
    """A PDF with text in it.

    Lines are joined to paragraphs, hyphenation at line ends is undone, page numbers and lines that
    stand on most pages are dropped. Its day is the one in its name, else in a date line near its top,
    else the day the file was made.
    Raises  SourceError when it is encrypted, damaged, or holds only pictures of pages.
    """
    with needs("web", "PDF"):
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise SourceError(
                "damaged", "is encrypted", source=origin, remedy="Save a copy without password."
            )
        pages = [page.extract_text() or "" for page in reader.pages[:MAX_PAGES]]
        info: Any = reader.metadata or {}
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise SourceError("damaged", f"is no PDF that can be read ({error})", source=origin) from error
    text = "\n\n".join(_joined_lines(pages))
    if not text.strip():
        raise SourceError(
            "empty", "holds pictures of pages, no text", source=origin, remedy="Run it through OCR first."
        )
    found = _PDF_DAY.search(str(info.get("/CreationDate") or ""))
    made = _day(*found.groups()) if found else None
    title = " ".join(str(info.get("/Title") or "").split())
    return _checked(
        Draft(
            text=text,
            title=title,
            author=" ".join(str(info.get("/Author") or "").split()),
            published=_day_in_name(origin) or date_line(pages[0]) or made,
            origin=origin,
        )
    )


def _joined_lines(pages: list[str]) -> Iterator[str]:
    """Paragraphs from the lines of pages."""
    lines_of = [[line.strip() for line in page.splitlines()] for page in pages]
    often: dict[str, int] = {}
    for lines in lines_of:
        for line in {re.sub(r"\d+", "#", line) for line in lines if line}:
            often[line] = often.get(line, 0) + 1
    furniture = {line for line, seen in often.items() if len(pages) > 2 and seen > 0.6 * len(pages)}
    own = [
        line
        for lines in lines_of
        for line in lines
        if not _PAGE_NUMBER.fullmatch(line) and re.sub(r"\d+", "#", line) not in furniture
    ]
    lengths = sorted(len(line) for line in own if line)
    usual = lengths[4 * len(lengths) // 5] if lengths else 0
    current = ""
    for at, line in enumerate(own):
        if not line:
            if current and _ENDED.search(current):
                yield current
                current = ""
            continue
        following = next((one for one in own[at + 1 :] if one), "")
        sentence = bool(_ENDED.search(line))
        # a line that leaves much room, although no sentence ends: a heading, a date
        heading = not sentence and len(line) < 0.6 * usual and not _GOES_ON.match(following)
        if heading and _ENDED.search(current):
            yield current
            current = ""
        if re.search(r"[a-zäöüß]-\Z", current) and re.match(r"[a-zäöüß]", line):
            current = current[:-1] + line
        else:
            current = f"{current} {line}" if current else line
        if heading or (sentence and len(line) < 0.85 * usual):
            yield current
            current = ""
    if current:
        yield current


def docx_draft(raw: bytes, origin: str) -> Draft:
    """A Word document: its paragraphs, deletions left out, insertions taken.

    Raises SourceError when it is damaged or unpacks to more than a report.
    """
    document = _xml_in(raw, "word/document.xml", origin)
    paragraphs = []
    title = ""
    for node in document.iter(f"{_W}p"):
        text = "".join(_runs(node)).strip()
        style = node.find(f"{_W}pPr/{_W}pStyle")
        if (
            text
            and not title
            and style is not None
            and (style.get(f"{_W}val") or "").lower() in ("title", "titel")
        ):
            title = text
        elif text:
            paragraphs.append(text)
    try:
        core = _xml_in(raw, "docProps/core.xml", origin)
    except SourceError:
        core = None
    said = {child.tag: (child.text or "").strip() for child in core} if core is not None else {}
    return _checked(
        Draft(
            text="\n\n".join(paragraphs),
            title=title or said.get(f"{_DC}title", ""),
            author=said.get(f"{_DC}creator", ""),
            published=_day_in_name(origin)
            or date_line("\n".join(paragraphs[:LINES]))
            or day_in(said.get(f"{_TERMS}created", "")),
            origin=origin,
        )
    )


def _runs(paragraph: Any) -> Iterator[str]:
    for node in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br"):
        yield (node.text or "") if node.tag == f"{_W}t" else " "


def _xml_in(raw: bytes, name: str, origin: str) -> Any:
    with needs("web", "DOCX"):
        from lxml import etree
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            if packed.getinfo(name).file_size > max_report_bytes():
                raise SourceError("too-large", "unpacks to more than a report", source=origin)
            with packed.open(name) as file:
                content = file.read(max_report_bytes() + 1)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        return etree.fromstring(content, parser)
    except (
        zipfile.BadZipFile,
        KeyError,
        etree.XMLSyntaxError,
        NotImplementedError,
        RuntimeError,
        OSError,
    ) as error:
        raise SourceError("damaged", f"is no DOCX that can be read ({error})", source=origin) from error


def mail_draft(raw: bytes, origin: str) -> Draft:
    """A mail (EML): its plain text, else its HTML; subject, sender and date from the head."""
    message = BytesParser(policy=policy.default).parsebytes(raw)
    if not isinstance(message, EmailMessage) or not (
        message["date"] or message["from"] or message["subject"]
    ):
        raise SourceError("damaged", "is no mail that can be read", source=origin)
    texts = [text for kind in ("plain", "html") if (text := _mail_text(message, kind, origin))]
    if not texts:
        raise SourceError("empty", "holds no text", source=origin)
    # many newsletters put nothing but an excuse into their plain part
    text = texts[-1] if len(texts[-1]) > 2 * len(texts[0]) else texts[0]
    name, address = parseaddr(str(message["from"] or ""))
    when: Any = getattr(message["date"], "datetime", None)
    return _checked(
        Draft(
            text=text,
            title=" ".join(str(message["subject"] or "").split()),
            outlet=name or address.partition("@")[2],
            published=when.date() if isinstance(when, datetime) else _day_in_name(origin) or date_line(text),
            origin=origin,
        )
    )


def _mail_text(message: EmailMessage, kind: str, origin: str) -> str:
    """The text of a mail's plain or HTML part; empty where it has none."""
    part = message.get_body(preferencelist=(kind,))
    try:
        content = part.get_content() if part is not None else ""
        if not isinstance(content, str):
            return ""
        if kind == "plain":
            return "\n\n".join(_unfolded(content))
        html = f"<html><body><article>{content}</article></body></html>"
        return page_draft(html.encode(), origin).text if content.strip() else ""
    except (LookupError, SourceError):  # an encoding nobody knows; a page that is no report
        return ""


def _unfolded(text: str) -> Iterator[str]:
    """Paragraphs of a mail: lines joined, the signature and quoted answers dropped."""
    text = re.split(r"(?m)^-- $", text.replace("\r\n", "\n"))[0]
    for block in re.split(r"\n[ \t]*\n", text):
        lines = [line.strip() for line in block.split("\n") if line.strip() and not line.startswith(">")]
        if lines:
            yield " ".join(lines)


def _checked(draft: Draft) -> Draft:
    """With its language, and without what is not its own. Raises SourceError when nothing is left."""
    text = "\n\n".join(
        own_paragraphs([part for part in draft.text.split("\n\n") if part.strip()], draft.title)
    )
    if not text.strip():
        raise SourceError("empty", "holds no text", source=draft.origin)
    return replace(draft, text=text, language=draft.language or language_of(text))


def _day_in_name(origin: str) -> date | None:
    return day_in(PurePosixPath(origin.partition("?")[0]).stem)


def _day(*parts: str) -> date | None:
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        return None
