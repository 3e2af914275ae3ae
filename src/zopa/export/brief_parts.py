"""What a brief is made of, before it is written as Markdown, HTML or mail."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a report, with who says them, in which outlet, when, and where to find it.

    outlets  how many outlets print it, reprints included.
    above    its words stand further up on the page already.
    """

    words: str
    speaker: str
    outlet: str
    day: str
    url: str = ""
    outlets: int = 1
    above: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that changed, with the words it rests on.

    lead   whom and what it is about, ahead of the text; empty where the text says so itself.
    who    the party it is about; empty for none.
    holds  how many changes it tells.
    """

    text: str
    passages: tuple[Passage, ...] = ()
    lead: str = ""
    who: str = ""
    holds: int = 1


@dataclass(frozen=True, slots=True)
class Section:
    """Items under a heading; `more` says what was left out for want of room, empty for nothing."""

    heading: str
    items: tuple[Item, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief, ready to be written in any form.

    changed  False where nothing changed; the sections then hold at most silent sources.
    It fits on one page, see `brief_room`.
    """

    language: str
    title: str
    intro: tuple[str, ...]
    sections: tuple[Section, ...]
    changed: bool
    closing: str = ""
