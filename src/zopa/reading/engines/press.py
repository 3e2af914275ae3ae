"""Press texts around the network: transcripts, tickers, agency prefixes, odd or missing marks, wrapped lines.

The network sees a text with these evened out; its findings are carried back to the text as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache

import numpy as np
import numpy.typing as npt

from zopa.reading.engines import RawStatement, Understanding
from zopa.reading.engines.turns import Turn, turns
from zopa.reading.insight import Insight
from zopa.reading.language import language
from zopa.vocabulary import Span, StatementKind

_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]+")
_DOUBLED = re.compile(r",,(?=\w)|(?<=[\w.!?…])''(?!\w)|``(?=\w)|<<(?=\w)|(?<=[\w.!?…])>>")
_PLAIN = {",,": "„", "''": "“", "``": "“", "<<": "«", ">>": "»"}
_OPENING = '„“"»«›‹‚‘'
_CLOSING = '“”"«»‹›‘’'
_PREFIX = re.compile(
    r"""[ \t]*(?:
    \**[^\W\d_][^\n()]{1,40}[ ]?\([^()\n]{2,40}\)[ ]*[-–—:.]{1,2}[ ]+  # BERLIN (dpa) –
    | [+*•\-–—| \t]*\d{1,2}[.:]\d{2}(?:[ ]?(?:Uhr|h|a\.?m\.?|p\.?m\.?|GMT|CET|CEST|MEZ|MESZ|UTC|EST|EDT|ET))?
      [ \t]*[+*|:–—\-]*[ \t]*                                       # 10.05 Uhr: or ++ 10:05 ++
    )""",
    re.VERBOSE,
)
_WRAPPED = 0.6
"""Least share of lines that end inside a sentence, nearly as long as the longest, in a hard-wrapped text."""
_REACH = 2500
"""Characters over which a quotation may run on across paragraphs."""


class PressReader:
    """An engine for texts as they come, around one for running text."""

    def __init__(self, engine: Understanding) -> None:
        self.engine = engine
        self.name = engine.name

    def tag(self, text: str, code: str) -> list[RawStatement]:
        """The statements of a text, in the order of their quotes. Never raises for any text."""
        seen, back = evened(text)
        return self._settled(text, code, self.engine.tag(seen, code), back)

    def read(self, text: str, code: str) -> tuple[list[RawStatement], Insight]:
        """The statements of a text as `tag` finds them, and the insight into its words."""
        seen, back = evened(text)
        found, insight = self.engine.read(seen, code)
        if back is not None and len(insight):
            spans = [back((int(s), int(e))) for s, e in zip(insight.starts, insight.ends, strict=True)]
            starts, ends = np.array(spans, np.int64).T
            insight = replace(insight, starts=starts, ends=ends)
        return self._settled(text, code, found, back), insight

    def meaning(self, text: str, code: str) -> npt.NDArray[np.float32]:
        """What a short text means; see `Understanding`."""
        return self.engine.meaning(text, code)

    def _settled(
        self, text: str, code: str, found: list[RawStatement], back: Callable[[Span], Span] | None
    ) -> list[RawStatement]:
        """The engine's statements as they stand in the text itself."""
        if back is not None:
            found = [_carried(one, back) for one in found]
        found = [tidied(text, one) for one in found]
        said = turns(text, language(code))
        if said:
            found = in_turns(text, found, said, code)
        return sorted(found, key=lambda one: one.quote)


def evened(text: str) -> tuple[str, Callable[[Span], Span] | None]:
    """A text without invisible signs, doubled marks and hard-wrapped lines, and the way back for spans.

    The way back is None where offsets stay as they are.
    """
    plain = unwrapped(text)
    if not _INVISIBLE.search(plain) and not _doubled(plain):
        return plain, None
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    marks = [*_INVISIBLE.finditer(plain), *_doubled(plain)]
    for match in sorted(marks, key=lambda one: one.start()):
        pieces.append(plain[at : match.start()])
        places.extend(range(at, match.start()))
        instead = _PLAIN.get(match.group(), "")
        pieces.append(instead)
        places.extend([match.start()] * len(instead))
        at = match.end()
    pieces.append(plain[at:])
    places.extend(range(at, len(plain)))
    places.append(len(plain))
    ends = places[1:]
    seen = "".join(pieces)

    def back(span: Span) -> Span:
        start, end = places[span[0]], ends[span[1] - 1]
        while end > start + 1 and _INVISIBLE.fullmatch(plain[end - 1]):
            end -= 1
        return start, end

    return seen, back


def _doubled(text: str) -> list[re.Match[str]]:
    """Marks typed as two signs; two apostrophes count only where others do: alone they are wiki emphasis."""
    found = list(_DOUBLED.finditer(text))
    return found if any(match.group() != "''" for match in found) else []


def unwrapped(text: str) -> str:
    """The same text, of the same length, with spaces for the line breaks of a hard-wrapped text."""
    if text.count("\n") < 4:
        return text
    lines = text.split("\n")
    widths = [len(line.rstrip()) for line in lines]
    widest = max(widths)
    if not 40 <= widest <= 120:
        return text
    inner = [
        number
        for number in range(len(lines) - 1)
        if widths[number] > 0.7 * widest
        and lines[number + 1].strip()
        and lines[number].rstrip()[-1] not in ":+*"
    ]
    full = [n for n in range(len(lines) - 1) if lines[n].strip() and lines[n + 1].strip()]
    if len(inner) < 4 or len(inner) < _WRAPPED * len(full):
        return text
    joined = set(inner)
    return "".join(
        line + ("" if number == len(lines) - 1 else " " if number in joined else "\n")
        for number, line in enumerate(lines)
    )


def _carried(one: RawStatement, back: Callable[[Span], Span]) -> RawStatement:
    return replace(
        one,
        quote=_apart(map(back, one.quote)),
        speaker=_apart(map(back, one.speaker)),
        cue=_apart(map(back, one.cue)),
    )


def _apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, none empty, none within another."""
    found: list[Span] = []
    for start, end in spans:
        first = max(start, found[-1][1]) if found else start
        if first < end:
            found.append((first, end))
    return tuple(found)


# -------------------------------------------------------------------- marks and prefixes


def tidied(text: str, one: RawStatement) -> RawStatement:
    """A statement whose quote and speaker leave out datelines, and whose quote has its marks."""
    spans = list(one.quote)
    spans[0] = _without_prefix(text, spans[0])
    if one.kind is StatementKind.DIRECT:
        spans = [_with_marks(text, span) for span in spans]
        if len(spans) == 1:
            spans[0] = _run_on(text, spans[0])
    quote = _apart(spans) or one.quote
    speaker = tuple(_without_prefix(text, span) for span in one.speaker)
    return replace(one, quote=quote, speaker=speaker) if (quote, speaker) != (one.quote, one.speaker) else one


def _without_prefix(text: str, span: Span) -> Span:
    """A quote at the beginning of a line without the dateline or the time that stands before it."""
    start, end = span
    if start and text[start - 1] != "\n":
        return span
    match = _PREFIX.match(text, start, end)
    if match is None:
        return span
    after = match.end()
    while after < end and text[after].isspace():
        after += 1
    return (after, end) if after < end else span


def _with_marks(text: str, span: Span) -> Span:
    """Marks that hug a direct quote belong to it; one side's mark calls for the other's."""
    start, end = span
    opened, closed = text[start] in _OPENING, text[end - 1] in _CLOSING and end - start > 1
    before = text[start - 1 : start]
    if not opened and before and before in _OPENING and not text[start - 2 : start - 1].isalnum():
        start -= 1
    after = text[end : end + 1]
    if not closed and after and after in _CLOSING and not text[end + 1 : end + 2].isalnum():
        end += 1
    elif not closed and after and after in ".!?…" and text[end + 1 : end + 2] and text[end + 1] in _CLOSING:
        end += 2
    return start, end


_CLOSERS = {"„": '“”"', "“": "”", "»": "«", "«": "»", '"': '"', "›": "‹", "‹": "›", "‚": "‘’", "‘": "’"}


def _run_on(text: str, span: Span) -> Span:
    """A quotation that opens and does not close before its paragraph ends goes on to its closing mark.

    Each further paragraph may open with a mark of its own, as English papers print it. A mark that never
    closes swallows nothing.
    """
    start, end = span
    mark = text[start]
    closers = _CLOSERS.get(mark, "")
    if not closers or any(c in closers for c in text[start + 1 : end]):
        return span
    rest = text[end:].lstrip(" \t")
    if not rest.startswith("\n"):
        return span
    for place in range(end, min(len(text), start + _REACH)):
        sign = text[place]
        if sign in closers and not (sign == mark and text[place - 1 : place].isspace()):
            return start, place + 1
        if sign in _OPENING and text[place - 1] != "\n":
            return span
    return span


# -------------------------------------------------------------------- turns


def in_turns(text: str, found: list[RawStatement], said: list[Turn], code: str) -> list[RawStatement]:
    """The statements of a transcript: each answer is one direct quote, and what is reported in it stays.

    Questions are left out, as the annotation guides have it.
    """
    own = language(code).own
    kept: list[RawStatement] = []
    for one in found:
        turn = next((t for t in said if t.start < one.quote[-1][1] and one.quote[0][0] < t.end), None)
        if turn is None or (not turn.asks and _reported_in(text, one, turn, own)):
            kept.append(one)
    for turn in said:
        if turn.asks:
            continue
        inside = [
            one
            for one in found
            if one.kind is StatementKind.DIRECT
            and one.quote[0][0] < turn.end
            and turn.start < one.quote[-1][1]
        ]
        most = max(inside, key=lambda one: _shared(one, turn), default=None)
        kept.append(
            RawStatement(
                quote=((turn.start, turn.end),),
                kind=StatementKind.DIRECT,
                speaker=(turn.speaker,) if turn.speaker else (),
                stance=most.stance if most else None,
                firm=most.firm if most else False,
                conditional=most.conditional if most else False,
                confidence=0.95,
                speaker_confidence=0.9,
            )
        )
    return kept


def _reported_in(text: str, one: RawStatement, turn: Turn, own: frozenset[str]) -> bool:
    """Whether somebody else is quoted within an answer."""
    if one.kind not in (StatementKind.INDIRECT, StatementKind.REPORTED) or not one.speaker:
        return False
    start, end = one.speaker[0]
    inside = turn.start <= start and end <= turn.end
    whole = turn.start <= one.quote[0][0] and one.quote[-1][1] <= turn.end
    return inside and whole and text[start:end].split()[0].lower() not in own


def _shared(one: RawStatement, turn: Turn) -> int:
    return sum(max(0, min(end, turn.end) - max(start, turn.start)) for start, end in one.quote)


@cache
def shipped_reader() -> PressReader:
    """The engine with the weights of this package, for texts as they come; loaded once.

    Raises FileNotFoundError where the package was built without weights.
    """
    from zopa.reading.engines.onnx import shipped  # here, as onnxruntime takes a third of a second

    return PressReader(shipped())
