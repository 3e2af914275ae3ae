"""One page: what is told in full, and what is only counted for want of room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from zopa.export.brief_parts import Item, Passage, Section
from zopa.export.brief_words import Words

ROOM = 52
"""Lines of 72 characters for the sections, of about 66 on a printed page; head and sources take the rest."""
WIDTH = 68


def on_one_page(sections: Sequence[Section], words: Words) -> tuple[Section, ...]:
    """As much of each section as a page holds; `more` counts what is left out, by party,
    and names what is no party's: a proposal, a source.

    sections  with all their items, the most important section and the most important item first.
    Returns   sections with at least one item. Every section tells its first item; then they take turns, so
              that one that is full of news leaves room for the others.
    """
    shown = {at: 1 for at, section in enumerate(sections) if section.items}
    left = ROOM - sum(2 + _lines(sections[at].items[0]) for at in shown)
    open_ = dict(shown)
    while open_:
        for at in list(open_):
            items = sections[at].items
            cost = _lines(items[shown[at]]) if shown[at] < len(items) else left + 1
            if cost > left:
                del open_[at]
                continue
            shown[at] += 1
            left -= cost
    told: set[Passage] = set()
    return tuple(
        replace(
            sections[at],
            items=tuple(_once(item, told) for item in sections[at].items[:count]),
            more=_rest(sections[at].items[count:], words),
        )
        for at, count in shown.items()
    )


def _once(item: Item, told: set[Passage]) -> Item:
    """With the words of passages that were told before left out."""
    passages = tuple(replace(one, above=True) if one in told else one for one in item.passages)
    told.update(item.passages)
    return replace(item, passages=passages)


def _lines(item: Item) -> int:
    """Lines that an item takes in a mail."""
    told = [
        f"{item.lead}: {item.text}",
        *(f"{p.words} {p.speaker}, {p.outlet}, {p.day}" for p in item.passages),
    ]
    return sum(-(-(len(text) + 6) // WIDTH) for text in told)


def _rest(items: Sequence[Item], words: Words) -> str:
    if not items:
        return ""
    total = sum(item.holds for item in items)
    by_party: Counter[str] = Counter()
    for item in items:
        if item.who:
            by_party[item.who] += item.holds
    named = [item.lead for item in items if not item.who and item.lead]
    return words.more(total, [f"{party} {count}" for party, count in by_party.most_common()] + named)
