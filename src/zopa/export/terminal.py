"""Answers on a terminal: the position table and, per proposal, who blocks it and by which words.

console.print(position_table(answer, language="de"))
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.rule import Rule
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from zopa.deals import Section
from zopa.export.verdicts import ShownProposal, ShownReply, Verdicts, proposals
from zopa.export.view import GLYPHS, Passage, Shown, ShownCell, View
from zopa.pipeline import Overview

COLUMN = 16
"""Least width of a column that holds option names: two ordinary words."""
WORD = 22
"""A column grows up to this to hold the longest word of its name unbroken."""
GAP = 2
"""Blanks between columns."""
MOST_PASSAGES = 3
"""Passages shown under one reason; the rest are counted."""

_STYLES = {
    "supports": "green",
    "accepts": "green",
    "rejects": "yellow",
    "redline": "bold red",
    "condition": "cyan",
    "contested": "bold magenta",
    "second-hand": "",
    "alleged": "",
    "joint": "",
    "inferred": "dim",
    "reprints": "dim",
    "unknown": "dim",
}
_ON_A_LINE = ("condition", "reprints")
"""Marks whose words are shown, on a line of their own; of the others the sign is enough."""
_VERDICTS = {"blocked": ("✕", "bold red"), "open": ("+", "bold green"), "unknown": ("?", "bold")}


class _Fitted:
    """Renderables made for the width they are given, with nothing in them that steers a terminal."""

    def __init__(self, parts: Callable[[int], Iterable[RenderableType]], width: int | None = None) -> None:
        self._parts = parts
        self._width = width

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = min(self._width or options.max_width, options.max_width)
        for part in self._parts(width):
            for segment in console.render(part, options.update(width=width)):
                yield segment if segment.control else Segment(_harmless(segment.text), segment.style)


_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Escape sequences and reversed writing: a report must not repaint the screen it is shown on."""


def _harmless(text: str) -> str:
    return _STEERING.sub("", text)


def position_table(answer: Overview, language: str | None = None, width: int | None = None) -> RenderableType:
    """The position table, with a key.

    language  'de' or 'en'; by default the dossier's first.
    width     columns to use; by default what the console has. Parties are rows and issues columns
              where that fits; else issues are rows; where neither fits, the issues are split into
              blocks, and a block names the parties that say nothing in it instead of drawing them.
    """
    view = View(answer, language)
    return _Fitted(lambda room: _table(view, room), width)


def deal_answers(verdicts: Verdicts, answer: Overview, language: str | None = None) -> RenderableType:
    """For every proposal: the verdict, who blocks it on what, and the words that say so.

    verdicts  proposal id to verdict.
    language  'de' or 'en'; by default the dossier's first.
    """
    view = View(answer, language)
    shown = proposals(view, verdicts)
    if not shown:
        return Text(view.words("no_proposals"), style="dim")
    return _Fitted(lambda _: (part for one in shown for part in _proposal(view, one)))


def language_of(answer: Overview) -> str:
    """The interface's language: the dossier's first that there are words for."""
    return View(answer, None).words.language


def deal_sections(sections: Iterable[Section]) -> RenderableType:
    """Findings beyond the verdicts: each section with what it is about, then its lines."""
    return _Fitted(lambda _: (part for one in sections for part in _section(one)))


def _section(section: Section) -> Iterator[RenderableType]:
    yield Text("")
    yield Text(section.title, style="bold")
    yield Text(section.about, style="dim")
    for line in section.lines:
        yield Padding(Text(f"· {line}"), (0, 0, 0, 2))


# ------------------------------------------------------------------ the table


def _table(view: View, width: int) -> Iterator[RenderableType]:
    yield Text.assemble((view.words("table"), "bold"), " · ", (view.as_of, "dim"), "\n")
    yield from _rows(view, view.sides, width)
    if view.observers:
        yield Text.assemble("\n", (view.words("observers"), "bold"))
        yield Text(view.words("observers_intro") + "\n", style="dim")
        yield from _rows(view, view.observers, width)
    yield Text.assemble("\n", *_key(view))
    yield Text(view.judged, style="dim italic")


def _rows(view: View, chosen: Sequence[int], width: int) -> Iterator[RenderableType]:
    """The table of these parties, in the form that fits."""
    parties = [view.party(view.answer.matrix.parties[row].id) for row in chosen]
    issues = [view.issue(issue.id) for issue in view.answer.matrix.issues]
    cells = [view.cells[row] for row in chosen]
    by_issue = [[row[column] for row in cells] for column in range(len(issues))]
    if _fits([view.words("party"), *parties], issues, width):
        yield _grid(view.words("party"), parties, issues, cells, width)
    elif _fits([view.words("issue"), *issues], parties, width):
        yield _grid(view.words("issue"), issues, parties, by_issue, width)
    elif len(parties) * (COLUMN + GAP) - GAP <= width:
        yield from _stacked(issues, parties, by_issue, width)
    else:
        yield from _blocks(view, parties, issues, cells, width)


def _need(name: str) -> int:
    """The least width of a column with this name."""
    return max(COLUMN, min(WORD, max(map(len, name.split()), default=0)))


def _head(names: Sequence[str]) -> int:
    """The width of the column of row names."""
    return min(WORD, max(map(len, names), default=0))


def _fits(rows: Sequence[str], columns: Sequence[str], width: int) -> bool:
    return _head(rows) + sum(GAP + _need(name) for name in columns) <= width


def _grid(
    corner: str,
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[Sequence[ShownCell]],
    width: int,
) -> Table:
    """One row per name, a rule under the heads, a blank line between rows."""
    table = Table(box=None, pad_edge=False, padding=(0, GAP, 1, 0), width=width, header_style="bold")
    table.add_column(Text(corner), style="bold", width=_head([corner, *rows]), overflow="fold")
    for name in columns:
        table.add_column(Text(name), min_width=_need(name), overflow="fold", ratio=1)
    for name, row in zip(rows, cells, strict=True):
        table.add_row(Text(name), *map(_cell, row))
    return table


def _stacked(
    issues: Sequence[str], parties: Sequence[str], cells: Sequence[Sequence[ShownCell]], width: int
) -> Iterator[RenderableType]:
    """Parties as columns, each issue's name on a line of its own: the narrowest readable form."""

    def row(*items: RenderableType, space: int) -> Table:
        grid = Table(box=None, show_header=False, pad_edge=False, padding=(0, GAP, space, 0), width=width)
        for _ in items:
            grid.add_column(ratio=1, overflow="fold")
        grid.add_row(*items)
        return grid

    yield row(*(Text(name, style="bold") for name in parties), space=0)
    for name, line in zip(issues, cells, strict=True):
        yield Rule(Text(name, style="bold"), align="left", style="dim")
        yield row(*map(_cell, line), space=1)


def _blocks(
    view: View,
    parties: Sequence[str],
    issues: Sequence[str],
    cells: Sequence[Sequence[ShownCell]],
    width: int,
) -> Iterator[RenderableType]:
    """As many issues at a time as fit, and only the parties that speak to one of them."""
    first = 0
    while first < len(issues):
        last = first + 1
        while last < len(issues) and _fits([view.words("party"), *parties], issues[first : last + 1], width):
            last += 1
        rows = [row[first:last] for row in cells]
        spoken = [place for place, row in enumerate(rows) if any(not cell.unknown for cell in row)]
        names = [parties[place] for place in spoken]
        yield _grid(view.words("party"), names, issues[first:last], [rows[place] for place in spoken], width)
        silent = [name for place, name in enumerate(parties) if place not in spoken]
        if silent:
            yield Text(view.words("says_nothing_here", names=", ".join(silent)) + "\n", style="dim")
        first = last


def _cell(cell: ShownCell) -> RenderableType:
    if cell.unknown:
        return Text(GLYPHS["unknown"], style=_STYLES["unknown"])
    lines = Table.grid(padding=(0, 1, 0, 0))
    lines.add_column(width=1)
    lines.add_column(overflow="fold")
    for shown in cell.standings:
        lines.add_row(Text(shown.glyph, style=_STYLES[shown.kind]), _standing(shown))
    return lines


def _standing(shown: Shown) -> Text:
    text = Text(shown.option)
    if shown.kind == "redline":
        text.stylize(_STYLES["redline"])
    text.append(f" ({shown.count})", style="dim")
    for mark in shown.marks:
        if mark.kind not in _ON_A_LINE:
            text.append(f" {mark.glyph}", style=_STYLES[mark.kind] or "bold")
    for mark in shown.marks:
        if mark.kind in _ON_A_LINE:
            text.append(f"\n{mark.glyph} {mark.text}", style=_STYLES[mark.kind])
    return text


def _key(view: View) -> Iterator[Text]:
    """The signs that occur in the table, and what they mean."""
    words = view.words
    shown = [one for row in view.cells for cell in row for one in cell.standings]
    used = {one.kind for one in shown} | {mark.kind for one in shown for mark in one.marks} | {"unknown"}
    meanings = {
        "supports": words("supports"),
        "accepts": words("accepts"),
        "rejects": words("rejects"),
        "redline": words("redline_legend"),
        "condition": words("condition"),
        "contested": words("contested_legend"),
        "second-hand": words("second_hand_legend"),
        "alleged": words("alleged_legend"),
        "joint": words("joint_legend"),
        "inferred": words("inferred_legend"),
        "reprints": words("reprints_legend"),
        "unknown": words("unknown_legend"),
    }
    for kind, meaning in meanings.items():
        if kind in used:
            # A no-break space keeps a sign with the first word of its meaning.
            yield Text.assemble((GLYPHS[kind], _STYLES[kind] or "bold"), (f"\u00a0{meaning}   ", "dim"))
    yield Text(f"(n)\u00a0{words('count_legend')}", style="dim")


# ------------------------------------------------------------------ the deals


def _proposal(view: View, shown: ShownProposal) -> Iterator[RenderableType]:
    words = view.words
    origin = ", ".join(
        part for part in (words("put_forward", by=shown.by) if shown.by else "", shown.day) if part
    )
    yield Text.assemble("\n", (shown.name, "bold underline"), ("  " + origin if origin else "", "dim"))
    sign, style = _VERDICTS[shown.kind]
    yield Text.assemble((f"{sign} {shown.headline}", style), f" – {shown.tally}" if shown.tally else "")
    for reply in (*shown.blocking, *shown.conditional):
        yield from _reply(view, reply)
    if shown.unknown or shown.silent:
        yield Padding(Text(f"{GLYPHS['unknown']} {words('still_unknown')}", style="bold"), (1, 0, 0, 2))
    for reply in shown.unknown:
        yield Padding(Text(f"{reply.glyph} {reply.reason}"), (0, 0, 0, 4))
    for party, issues in shown.silent:
        text = Text.assemble(
            f"{GLYPHS['unknown']} ",
            (party, "bold"),
            f" – {words('silent')}: {', '.join(issues)}",
            style="dim",
        )
        yield Padding(text, (0, 0, 0, 4))
    agreed = _agreed(shown)
    if agreed:
        yield Padding(Text(f"{GLYPHS['supports']} {words('agreed')}", style="bold"), (1, 0, 0, 2))
        for line in agreed:
            yield Padding(Text(line), (0, 0, 0, 4))


def _agreed(shown: ShownProposal) -> Iterable[str]:
    by_party: dict[str, list[str]] = {}
    for row in shown.grid:
        for reply in row:
            if reply.kind in ("supports", "accepts"):
                by_party.setdefault(reply.party, []).append(f"{reply.issue} ({reply.word})")
    return [f"{party}: {', '.join(issues)}" for party, issues in by_party.items()]


def _reply(view: View, reply: ShownReply) -> Iterator[RenderableType]:
    head = Text.assemble(
        (f"{reply.glyph} {reply.party}", _STYLES[reply.kind]),
        f" · {reply.issue}: {reply.option} – ",
        (reply.word, _STYLES[reply.kind]),
    )
    if reply.detail:
        head.append(f" ({reply.detail})", style=_STYLES["condition"])
    if reply.second_hand:
        head.append(f" {GLYPHS['second-hand']} {view.words('second_hand')}", style="bold")
    yield Padding(head, (1, 0, 0, 2))
    for passage in reply.passages[:MOST_PASSAGES]:
        yield Padding(_passage(view, passage), (0, 0, 0, 4))
    more = len(reply.passages) - MOST_PASSAGES
    if more > 0:
        yield Padding(Text(f"+ {view.words.count(more, 'more')}", style="dim"), (0, 0, 0, 4))
    for passage in reply.against[:1]:
        head = Text(f"{view.words('dissent')}:", style=_STYLES["contested"])
        yield Padding(Group(head, _passage(view, passage)), (0, 0, 0, 4))


def _passage(view: View, passage: Passage) -> Text:
    words = passage.excerpt.quote.strip()
    # A quote that brings its own quotation marks needs no second pair.
    text = Text(words if words[0] in '"„“»«' else view.words.quoted(words), style="italic")
    speaker = passage.speaker
    who = f"{speaker.name}{f' ({speaker.note})' if speaker.note else ''}"
    if not speaker.own:
        who += f" {speaker.relation}"
    source = ", ".join(part for part in (passage.outlet, passage.day) if part)
    if passage.reprint_of:
        source += f" ({view.words('reprint_of', outlet=passage.reprint_of)})"
    text.append(f"\n— {who}; {source} [{passage.position.report}]", style="not italic dim")
    return text
