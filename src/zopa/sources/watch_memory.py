"""What a watch remembers between polls, and how the sources do: for the inbox, the brief and a person.

It stands in `DIR/watch.json`; a file that can't be read means starting anew, which adds nothing twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from zopa.dossier import Dossier, Source
from zopa.errors import SourceError
from zopa.sources.shelf import Added, write_whole

STATE = "watch.json"
DEAD_AFTER = timedelta(days=1)
"""A source that gave nothing but errors for this long is dead."""
REMEMBERED = 20_000
"""Addresses kept per source; feeds list fewer, the oldest are forgotten first."""
LISTED = 50
"""Pages of a source that gave no report and are remembered with the reason, the latest last."""
_SLOWEST = 86_400
"""Seconds after which a failing source is asked again at the latest, unless its own pace is slower."""


@dataclass(slots=True)
class Memory:
    """What is known of one source between polls. Times are UTC in ISO 8601, empty for never.

    seen         plain address to how often it was tried in vain; -1 once it is settled.
    failures     polls in a row that failed; `failing_since` the first of them, `error` the last reason,
                 `kind` the same as a word of `SourceError.kind`.
    reports      how many reports it gave, new or renewed; `given` when the last one.
    unimportant  how many pages named nobody and nothing of the dossier.
    turned_away  pages that gave no report for another reason: [when, address, kind, reason, remedy].
    """

    polled: str = ""
    etag: str = ""
    modified: str = ""
    failures: int = 0
    failing_since: str = ""
    error: str = ""
    kind: str = ""
    seen: dict[str, int] = field(default_factory=dict)
    reports: int = 0
    given: str = ""
    unimportant: int = 0
    turned_away: list[list[str]] = field(default_factory=list)

    def failed(self, reason: SourceError) -> None:
        """Note a poll that failed."""
        self.failures += 1
        self.failing_since = self.failing_since or self.polled
        self.error, self.kind = reason.message, reason.kind

    def succeeded(self) -> None:
        """Note a poll that did not."""
        self.failures, self.failing_since, self.error, self.kind = 0, "", "", ""

    def note(self, added: Added, now: datetime) -> None:
        """Note what a poll brought."""
        at = now.isoformat(timespec="seconds")
        brought = len(added.new) + len(added.renewed)
        self.reports += brought
        self.given = at if brought else self.given
        self.unimportant += sum(one.kind == "irrelevant" for one in added.turned_away)
        noted = [
            [at, one.place, one.kind, one.message, one.remedy or ""]
            for one in added.turned_away
            if one.kind != "irrelevant"
        ]
        # what is met again at every look (a file in a watched folder) is listed once
        again = {one[1] for one in noted}
        self.turned_away = [one for one in self.turned_away if one[1] not in again] + noted
        del self.turned_away[:-LISTED]


@dataclass(slots=True)
class Memories:
    """All that a watch remembers.

    unread  reports were added and not read yet: true from the moment before one is added.
    """

    sources: dict[str, Memory] = field(default_factory=dict)
    unread: bool = False

    def of(self, source: Source) -> Memory:
        """What is known of a source; nothing yet for a new one."""
        return self.sources.setdefault(source.url, Memory())

    def save(self, folder: Path) -> None:
        """Write it down, whole or not at all. Raises OutputError."""
        for memory in self.sources.values():
            for forgotten in list(memory.seen)[: max(0, len(memory.seen) - REMEMBERED)]:
                del memory.seen[forgotten]
        content = {"unread": self.unread, "sources": {url: asdict(one) for url, one in self.sources.items()}}
        write_whole(folder / STATE, json.dumps(content, indent=1, ensure_ascii=False) + "\n")


def remembered(folder: Path) -> Memories:
    """What is remembered of a dossier's sources."""
    try:
        content: Any = json.loads((folder / STATE).read_text(encoding="utf-8"))
        found = {str(url): Memory(**told) for url, told in content["sources"].items()}
        return Memories(found, bool(content["unread"]))
    except (OSError, ValueError, TypeError, AttributeError, KeyError):
        return Memories()


def next_poll(source: Source, memory: Memory, now: datetime) -> datetime:
    """When a source is to be looked at next; at once if it never was. A failing one, ever later."""
    if not memory.polled:
        return now
    wait = min(source.every * 2 ** min(memory.failures, 10), max(_SLOWEST, source.every))
    return datetime.fromisoformat(memory.polled) + timedelta(seconds=wait)


# ------------------------------------------------------------------ for people


@dataclass(frozen=True, slots=True)
class DeadSource:
    """A source that gave nothing but errors since a moment.

    reason  the last error; `kind` the same as a word of `SourceError.kind`, empty if not known.
    """

    url: str
    since: datetime
    reason: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """A page that a watch looked at and that gave no report.

    kind  a word of `SourceError.kind`: 'paywall', 'error-page', 'status', 'no-date', ….
    """

    at: datetime
    source: str
    kind: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class SourceState:
    """How one source of the dossier does. Times are UTC; None for never.

    every          seconds between two looks, as the dossier asks.
    polled, due    the last look, and the next one.
    failing_since  the first of the failed looks in a row, None while it works; `error` the last reason,
                   `kind` the same as a word of `SourceError.kind`.
    dead           it gave nothing but errors for DEAD_AFTER.
    reports        how many reports it gave, new or renewed; `given` when the last one.
    unimportant    how many pages named nobody and nothing of the dossier.
    turned_away    the last LISTED pages that gave no report for another reason, the latest first.
    """

    url: str
    outlet: str
    every: int
    polled: datetime | None
    due: datetime
    failing_since: datetime | None
    error: str
    kind: str
    dead: bool
    reports: int
    given: datetime | None
    unimportant: int
    turned_away: tuple[TurnedAway, ...]


def source_states(dossier: Dossier, now: datetime | None = None) -> tuple[SourceState, ...]:
    """How the dossier's sources do, in its order: for an inbox or a table. Nothing is fetched or written.

    Reads DIR/watch.json alone. A source that was never looked at is there too, with nothing known.
    """
    now = now or datetime.now(UTC)
    memories = remembered(dossier.folder).sources
    return tuple(_state(source, memories.get(source.url) or Memory(), now) for source in dossier.sources)


def dead_sources(dossier: Dossier, now: datetime | None = None) -> tuple[DeadSource, ...]:
    """The dossier's sources that gave nothing but errors for DEAD_AFTER, for the inbox and the brief."""
    return tuple(
        DeadSource(one.url, one.failing_since, one.error, one.kind)
        for one in source_states(dossier, now)
        if one.dead and one.failing_since is not None
    )


def _state(source: Source, memory: Memory, now: datetime) -> SourceState:
    failing = _moment(memory.failing_since)
    return SourceState(
        url=source.url,
        outlet=source.outlet,
        every=source.every,
        polled=_moment(memory.polled),
        due=next_poll(source, memory, now),
        failing_since=failing,
        error=memory.error,
        kind=memory.kind,
        dead=failing is not None and now - failing >= DEAD_AFTER,
        reports=memory.reports,
        given=_moment(memory.given),
        unimportant=memory.unimportant,
        turned_away=tuple(_turned_away(memory.turned_away)),
    )


def _turned_away(noted: Iterable[list[str]]) -> Iterable[TurnedAway]:
    for at, place, kind, reason, remedy in reversed(list(noted)):
        yield TurnedAway(datetime.fromisoformat(at), place, kind, reason, remedy)


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
