"""`zopa add`: whatever a person names (a file, a folder, an address) becomes report files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from zopa.dossier import Dossier
from zopa.errors import SkipReport, SourceError, ZopaError
from zopa.sources import archive, documents, feeds, tables, text, warc
from zopa.sources.draft import Draft
from zopa.sources.fetch import Fetched, Fetcher
from zopa.sources.page import page_draft
from zopa.sources.relevance import Relevance
from zopa.sources.shelf import Added, Shelf
from zopa.vocabulary import Report

PAGES = (".html", ".htm", ".xhtml")
LISTS = (".xml", ".rss", ".atom", ".xml.gz")
MAX_FILE = 200 * 1024 * 1024
MAX_DEPTH = 2
"""Sitemap indexes inside sitemap indexes are not followed further down."""

Make = Callable[[bytes, str], Draft]
DOCUMENTS: dict[str, Make] = {
    ".txt": documents.plain_draft,
    ".md": documents.plain_draft,
    ".markdown": documents.plain_draft,
    ".pdf": documents.pdf_draft,
    ".docx": documents.docx_draft,
    ".eml": documents.mail_draft,
}
BY_TYPE: dict[str, Make] = {
    "application/pdf": documents.pdf_draft,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": documents.docx_draft,
    "message/rfc822": documents.mail_draft,
    "text/plain": documents.plain_draft,
    "text/markdown": documents.plain_draft,
}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person says about all that is added.

    outlet, published, language  fill gaps; what a source says itself stands.
    mapping    our field to the column of JSON Lines or CSV.
    everything take pages of feeds, sitemaps and archives that name nobody of the dossier too.
    most       pages taken from one feed, sitemap or archive.
    """

    outlet: str = ""
    published: date | None = None
    language: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    everything: bool = False
    most: int = 200


class Adder:
    """Adds sources to one dossier.

    fetcher   fetches addresses; needed for those only.
    tell      called with each source at hand.
    Nothing is lost by stopping: each report is written whole as soon as it is there.
    """

    def __init__(
        self,
        dossier: Dossier,
        fetcher: Fetcher,
        wishes: Wishes | None = None,
        tell: Callable[[str], None] = lambda _source: None,
    ) -> None:
        self._dossier = dossier
        self._fetcher = fetcher
        self._wishes = wishes or Wishes()
        self._tell = tell
        self._shelf = Shelf(dossier.reports_folder)
        self._relevance = Relevance(dossier)
        self.added = Added()

    def add(self, source: str) -> None:
        """Add one source. What gives no report is noted in `added.turned_away`, with the reason.

        Raises  ZopaError when a file that was named does not exist, OutputError when a report can't
                be written.
        """
        if source.startswith(("http://", "https://")):
            self._guarded(lambda: self._address(source))
            return
        path = Path(source)
        if not path.exists():
            raise ZopaError(
                "there is no such file or folder", path=path, remedy="An address begins with https://"
            )
        for file in _files(path) if path.is_dir() else (path,):
            self._guarded(lambda file=file: self._file(file))  # type: ignore[misc]

    def put_page(self, got: Fetched, *, only_relevant: bool = True, published: date | None = None) -> str:
        """Archive a fetched page and write its report. Returns the report's id. Raises SourceError.

        published  the day the feed gives, for a page that gives none.
        """
        draft = self._from_fetched(got).or_else(published=published)
        if only_relevant:
            self._must_matter(draft)
        draft = self._completed(draft)
        if self._shelf.holds(draft):
            return self._shelf.put(draft, self.added).stem
        kept = archive.keep(self._dossier.folder, got)
        return self._shelf.put(
            replace(draft, archive=kept, fetched=f"{got.at:%Y-%m-%dT%H:%M:%SZ}"), self.added
        ).stem

    # ------------------------------------------------------------------ kinds of sources

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except SourceError as reason:
            self.added.turned_away.append(reason)
        except SkipReport as reason:
            self.added.turned_away.append(
                SourceError("damaged", reason.message, source=reason.place, remedy=reason.remedy)
            )

    def _address(self, address: str) -> None:
        self._tell(address)
        got = self._fetcher.get(address)
        kind = feeds.kind_of(feeds.unpacked(got.body, address))
        if kind:
            self._listing(feeds.listing(got.body, got.url), 0)
        else:
            self.put_page(got, only_relevant=False)

    def _listing(self, found: feeds.Listing, depth: int) -> None:
        left = self._wishes.most
        for item in found.items[:left]:
            self._guarded(lambda item=item: self._listed(item))  # type: ignore[misc]
        if depth < MAX_DEPTH:
            # the newest sitemaps come first; the oldest are an outlet's whole history
            for where in found.inner[:10]:
                self._guarded(lambda where=where: self._inner(where, depth))  # type: ignore[misc]

    def _inner(self, where: str, depth: int) -> None:
        self._tell(where)
        got = self._fetcher.get(where)
        self._listing(feeds.listing(got.body, got.url), depth + 1)

    def _listed(self, item: feeds.Listed) -> None:
        self._tell(item.url)
        got = self._fetcher.get(item.url)
        self.put_page(got, only_relevant=not self._wishes.everything, published=item.published)

    def _file(self, path: Path) -> None:
        self._tell(str(path))
        name = path.name.lower()
        if warc.is_archive(path):
            self._archive(path)
            return
        if path.is_relative_to(self._dossier.reports_folder):
            return
        if path.stat().st_size > MAX_FILE:
            raise SourceError("too-large", f"is larger than {MAX_FILE >> 20} MB", source=str(path))
        if path.suffix.lower() in text.SUFFIXES and self._has_front_matter(path):
            report = text.read_file(path)
            self._put(_kept(report, str(path)))
            return
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise SourceError("damaged", f"can't be read ({error.strerror})", source=str(path)) from error
        if path.suffix.lower() in DOCUMENTS:
            self._put(DOCUMENTS[path.suffix.lower()](raw, str(path)))
        elif path.suffix.lower() in PAGES:
            self._put(page_draft(raw, str(path)))
        elif name.endswith((".jsonl", ".ndjson")):
            self._rows(tables.json_lines(raw, str(path), self._wishes.mapping))
        elif name.endswith((".csv", ".tsv")):
            self._rows(tables.csv_rows(raw, str(path), self._wishes.mapping))
        elif name.endswith(LISTS):
            self._listing(feeds.listing(raw, ""), 0)
        else:
            known = ", ".join((*DOCUMENTS, *PAGES, ".jsonl", ".csv", ".xml", *warc.SUFFIXES))
            raise SourceError(
                "type",
                f"'{path.suffix or path.name}' is no format of reports",
                source=str(path),
                remedy=f"Known: {known}.",
            )

    def _rows(self, rows: Iterator[Draft | SourceError]) -> None:
        for row in rows:
            if isinstance(row, SourceError):
                self.added.turned_away.append(row)
            else:
                self._guarded(lambda row=row: self._put(row))  # type: ignore[misc]

    def _archive(self, path: Path) -> None:
        taken = seen = 0
        for seen, record in enumerate(warc.records(path), start=1):  # noqa: B007 - counted to the end
            if taken >= self._wishes.most and not self._wishes.everything:
                raise SourceError(
                    "too-large",
                    f"holds more than {self._wishes.most} relevant pages; the rest was left",
                    source=str(path),
                    remedy="Raise --most, or read it in bulk: zopa read DIR --warc",
                )
            if isinstance(record, warc.Spoilt):
                place = f"{path}@{record.offset}"
                self.added.turned_away.append(SourceError("damaged", record.reason, source=place))
                continue
            if record.status != 200 or not (
                self._wishes.everything or self._relevance.of_page(record.body).relevant
            ):
                continue
            before = len(self.added.turned_away)
            self._guarded(lambda record=record: self._record(path, record))  # type: ignore[misc]
            taken += len(self.added.turned_away) == before
        if not seen:
            raise SourceError("empty", "holds no page", source=str(path))

    def _record(self, path: Path, record: warc.Record) -> None:
        draft = page_draft(record.body, record.url, content_type=record.content_type, seen_on=record.date)
        draft = replace(draft, origin=f"{path.name}@{record.offset}")
        if not self._wishes.everything:
            self._must_matter(draft)
        self._put(draft)

    # ------------------------------------------------------------------ drafts

    def _from_fetched(self, got: Fetched) -> Draft:
        make = BY_TYPE.get(got.content_type)
        if make is None and got.body.startswith(b"%PDF-"):
            make = documents.pdf_draft
        if make is not None:
            return replace(make(got.body, got.url), url=got.url)
        return page_draft(got.body, got.url, content_type=got.header("content-type"), seen_on=got.at.date())

    def _must_matter(self, draft: Draft) -> None:
        if not self._relevance.of_text(f"{draft.title}\n{draft.text}").relevant:
            raise SourceError("irrelevant", "names nobody and nothing of the dossier", source=draft.origin)

    def _completed(self, draft: Draft) -> Draft:
        wishes = self._wishes
        return draft.or_else(outlet=wishes.outlet, published=wishes.published, language=wishes.language)

    def _put(self, draft: Draft) -> None:
        self._shelf.put(self._completed(draft), self.added)

    @staticmethod
    def _has_front_matter(path: Path) -> bool:
        with path.open("rb") as file:
            return file.read(3) == b"---"


def _kept(report: Report, origin: str) -> Draft:
    return Draft(
        text=report.text.strip(),
        title=report.title,
        outlet=report.outlet,
        author=report.author,
        published=report.published,
        language=report.language,
        url=report.url,
        origin=origin,
    )


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden:
            yield path
