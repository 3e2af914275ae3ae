"""Watching the dossier's sources: what is new becomes a report, what is dead is named.

What was seen stands in `DIR/watch.json`, written after every page: a watch that is stopped at any
moment goes on where it was. A source that fails is asked less and less often, at most once a day.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from zopa.dossier import Dossier, Source
from zopa.errors import SourceError, ZopaError
from zopa.sources import feeds
from zopa.sources.add import Adder, Wishes
from zopa.sources.draft import plain_address
from zopa.sources.fetch import Fetched, Fetcher
from zopa.sources.shelf import Added, merged, write_whole

STATE = "watch.json"
DEAD_AFTER = timedelta(days=1)
"""A source that gave nothing but errors for this long is dead."""
TRIES = 3
"""A page that can't be fetched is tried at so many polls before it is given up."""
REMEMBERED = 20_000
"""Addresses kept per source; feeds list fewer, the oldest are forgotten first."""
_LATER = frozenset(("unreachable", "status", "robots"))
"""Reasons that may pass; for any other, asking again is no use."""


@dataclass(slots=True)
class Memory:
    """What is known of one source between polls. Times are UTC in ISO 8601, empty for never.

    seen      plain address to how often it was tried in vain; -1 once it is settled.
    failures  polls in a row that failed; `failing_since` the first of them, `error` the last reason.
    """

    polled: str = ""
    etag: str = ""
    modified: str = ""
    failures: int = 0
    failing_since: str = ""
    error: str = ""
    seen: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeadSource:
    """A source that gave nothing but errors since a moment."""

    url: str
    since: datetime
    reason: str


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
        self._memory = _load(dossier.folder)

    def round(self, *, all_of_them: bool = False) -> Round:
        """Look at every source that is due, or at all of them. One that fails stops no other."""
        polled, parts, failed = [], [], []
        for source in self._dossier.sources:
            memory = self._memory.setdefault(source.url, Memory())
            if not (all_of_them or self._due(source, memory)):
                continue
            polled.append(source.url)
            memory.polled = self._now().isoformat(timespec="seconds")
            adder = Adder(self._dossier, self._fetcher, Wishes(outlet=source.outlet), self._tell)
            try:
                self._poll(source, memory, adder)
            except ZopaError as error:
                reason = error if isinstance(error, SourceError) else SourceError("damaged", error.message)
                memory.failures += 1
                memory.failing_since = memory.failing_since or memory.polled
                memory.error = reason.message
                failed.append(reason)
            else:
                memory.failures, memory.failing_since, memory.error = 0, "", ""
            self._save()
            parts.append(adder.added)
        return Round(tuple(polled), merged(parts), tuple(failed), dead_sources(self._dossier, self._now()))

    def pause(self) -> float:
        """Seconds until the next source is due; an hour where there is none."""
        waits = [
            (self._next(source, self._memory.setdefault(source.url, Memory())) - self._now()).total_seconds()
            for source in self._dossier.sources
        ]
        return max(0.0, min(waits, default=3600.0))

    # ------------------------------------------------------------------ one source

    def _due(self, source: Source, memory: Memory) -> bool:
        return self._next(source, memory) <= self._now()

    def _next(self, source: Source, memory: Memory) -> datetime:
        if not memory.polled:
            return self._now()
        wait = min(source.every * 2 ** min(memory.failures, 10), max(86400, source.every))
        return datetime.fromisoformat(memory.polled) + timedelta(seconds=wait)

    def _poll(self, source: Source, memory: Memory, adder: Adder) -> None:
        if not source.url.startswith(("http://", "https://")):
            adder.add(str(self._dossier.folder / source.url))
            return
        self._tell(source.url)
        got = self._fetcher.get(source.url, etag=memory.etag, modified=memory.modified)
        if got.fresh:
            kind = feeds.kind_of(feeds.unpacked(got.body, source.url))
            if kind:
                self._items(feeds.listing(got.body, got.url), memory, adder)
            else:
                adder.put_page(got, only_relevant=False)
            # only now: a poll that breaks off above must find the same answer again
            memory.etag, memory.modified = got.header("etag"), got.header("last-modified")
        if any(0 < tries < TRIES for tries in memory.seen.values()):
            memory.etag = memory.modified = ""  # ask in full next time: pages are still missing

    def _items(self, listing: feeds.Listing, memory: Memory, adder: Adder) -> None:
        for item in listing.items[: Wishes().most]:
            address = plain_address(item.url)
            tries = memory.seen.get(address, 0)
            if tries < 0 or tries >= TRIES:
                continue
            self._tell(item.url)
            try:
                got: Fetched = self._fetcher.get(item.url)
                adder.put_page(got, published=item.published)
                memory.seen[address] = -1
            except SourceError as reason:
                again = reason.kind in _LATER
                memory.seen[address] = tries + 1 if again else -1
                if not again or tries + 1 == TRIES:
                    adder.added.turned_away.append(reason)
            self._save()
        for where in listing.inner[:3]:
            got = self._fetcher.get(where)
            self._items(replace(feeds.listing(got.body, got.url), inner=()), memory, adder)

    def _save(self) -> None:
        for memory in self._memory.values():
            for forgotten in list(memory.seen)[: max(0, len(memory.seen) - REMEMBERED)]:
                del memory.seen[forgotten]
        content = {url: asdict(memory) for url, memory in self._memory.items()}
        write_whole(self._dossier.folder / STATE, json.dumps(content, indent=1, ensure_ascii=False) + "\n")


def dead_sources(dossier: Dossier, now: datetime | None = None) -> tuple[DeadSource, ...]:
    """The dossier's sources that gave nothing but errors for DEAD_AFTER, for the inbox and the brief."""
    now = now or _utc_now()
    memories = _load(dossier.folder)
    found = []
    for source in dossier.sources:
        memory = memories.get(source.url)
        if memory is not None and memory.failing_since:
            since = datetime.fromisoformat(memory.failing_since)
            if now - since >= DEAD_AFTER:
                found.append(DeadSource(source.url, since, memory.error))
    return tuple(found)


def _load(folder: Path) -> dict[str, Memory]:
    """What is remembered; a file that can't be read means starting anew, which adds nothing twice."""
    try:
        content: Any = json.loads((folder / STATE).read_text(encoding="utf-8"))
        return {str(url): Memory(**told) for url, told in content.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
