"""Watching the dossier's sources: what is new becomes a report, what is dead is named.

What was seen is written down after every page (`watch_memory`): a watch that is stopped at any moment
goes on where it was. A source that fails is asked less and less often, at most once a day.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from zopa.dossier import Dossier, Source
from zopa.errors import SourceError, ZopaError
from zopa.sources import feeds
from zopa.sources.add import Adder, Wishes
from zopa.sources.draft import plain_address
from zopa.sources.fetch import Fetcher
from zopa.sources.shelf import Added, clear_scraps, merged
from zopa.sources.watch_memory import (
    DeadSource,
    Memories,
    Memory,
    SourceState,
    dead_sources,
    next_poll,
    remembered,
    source_states,
)

__all__ = ["DeadSource", "Round", "SourceState", "Watch", "dead_sources", "source_states"]

TRIES = 3
"""A page that can't be fetched is tried at so many polls before it is given up."""
_LATER = frozenset(("unreachable", "status", "robots"))
"""Reasons that may pass; for any other, asking again is no use."""


@dataclass(frozen=True, slots=True)
class Round:
    """One look at every source that was due."""

    polled: tuple[str, ...]
    added: Added
    failed: tuple[SourceError, ...]
    dead: tuple[DeadSource, ...]


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Watch:
    """Looks at a dossier's sources when they are due.

    tell  called with each address at hand.
    now   the clock, UTC.
    """

    def __init__(
        self,
        dossier: Dossier,
        fetcher: Fetcher,
        *,
        tell: Callable[[str], None] = lambda _source: None,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._dossier = dossier
        self._fetcher = fetcher
        self._tell = tell
        self._now = now
        clear_scraps(dossier.folder)
        self._memories: Memories = remembered(dossier.folder)

    @property
    def unread(self) -> bool:
        """Whether reports were added, by this watch or one before it, that nobody has read yet."""
        return self._memories.unread

    def was_read(self) -> None:
        """Note that all reports were read."""
        self._memories.unread = False
        self._save()

    def round(self, *, all_of_them: bool = False) -> Round:
        """Look at every source that is due, or at all of them. One that fails stops no other."""
        polled, parts, failed = [], [], []
        for source in self._dossier.sources:
            memory = self._memories.of(source)
            if not (all_of_them or self._due(source, memory)):
                continue
            polled.append(source.url)
            memory.polled = self._now().isoformat(timespec="seconds")
            adder = Adder(self._dossier, self._fetcher, Wishes(outlet=source.outlet), self._tell)
            unread_before = self._memories.unread
            try:
                self._poll(source, memory, adder)
            except ZopaError as error:
                reason = (
                    error
                    if isinstance(error, SourceError)
                    else SourceError("damaged", error.message, source=source.url, remedy=error.remedy)
                )
                memory.failed(reason)
                failed.append(reason)
            else:
                memory.succeeded()
            memory.note(adder.added, self._now())
            self._memories.unread = unread_before or bool(adder.added.new or adder.added.renewed)
            self._save()
            parts.append(adder.added)
        return Round(tuple(polled), merged(parts), tuple(failed), dead_sources(self._dossier, self._now()))

    def pause(self) -> float:
        """Seconds until the next source is due; an hour where there is none."""
        now = self._now()
        waits = [
            (next_poll(source, self._memories.of(source), now) - now).total_seconds()
            for source in self._dossier.sources
        ]
        return max(0.0, min(waits, default=3600.0))

    # ------------------------------------------------------------------ one source

    def _due(self, source: Source, memory: Memory) -> bool:
        now = self._now()
        return next_poll(source, memory, now) <= now

    def _poll(self, source: Source, memory: Memory, adder: Adder) -> None:
        if not source.url.startswith(("http://", "https://")):
            path = self._dossier.folder / source.url
            if not path.exists():
                raise SourceError(
                    "unreachable",
                    "is not there",
                    source=source.url,
                    remedy="Make the folder, or take it out of the dossier's sources.",
                )
            self._before_adding()
            adder.add(str(path))
            return
        self._tell(source.url)
        got = self._fetcher.get(source.url, etag=memory.etag, modified=memory.modified)
        if got.fresh:
            kind = feeds.kind_of(feeds.unpacked(got.body, source.url))
            if kind:
                self._items(feeds.listing(got.body, got.url), memory, adder)
            else:
                self._before_adding()
                adder.put_page(got, only_relevant=False)
            # only now: a poll that breaks off above must find the same answer again
            memory.etag, memory.modified = got.header("etag"), got.header("last-modified")
        if any(0 < tries < TRIES for tries in memory.seen.values()):
            memory.etag = memory.modified = ""  # ask in full next time: pages are still missing

    def _items(self, listing: feeds.Listing, memory: Memory, adder: Adder) -> None:
        for item in listing.items[: Wishes().most]:
            # a page that its list says was changed on a later day is looked at again
            known_by = f"{plain_address(item.url)} {item.updated or ''}".rstrip()
            tries = memory.seen.get(known_by, 0)
            if tries < 0 or tries >= TRIES:
                continue
            self._tell(item.url)
            self._before_adding()
            try:
                adder.put_page(self._fetcher.get(item.url), published=item.published)
                memory.seen[known_by] = -1
            except SourceError as reason:
                again = reason.kind in _LATER
                memory.seen[known_by] = tries + 1 if again else -1
                if not again or tries + 1 == TRIES:
                    adder.added.turned_away.append(reason)
            self._save()
        for where in listing.inner[:3]:
            got = self._fetcher.get(where)
            self._items(replace(feeds.listing(got.body, got.url), inner=()), memory, adder)

    def _before_adding(self) -> None:
        """Whoever is killed between adding a report and reading it finds that out after the restart."""
        if not self._memories.unread:
            self._memories.unread = True
            self._save()

    def _save(self) -> None:
        self._memories.save(self._dossier.folder)
