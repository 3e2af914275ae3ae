"""A stated position as a screen shows it: its sentence, who says it, when, where, and its address."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from zopa.export.passages import excerpt
from zopa.export.view import GLYPHS, Names, Speaker
from zopa.ledger.lookup import Said
from zopa.vocabulary import Quote, StatedPosition
from zopa.web.words import Words


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage. `path` leads to it in its report, `permalink` for good."""

    id: str
    position: StatedPosition
    kind: str
    glyph: str
    stance: str
    option: str
    before: str
    quote: str
    after: str
    speaker: Speaker
    condition: str
    outlet: str
    language: str
    title: str
    day: date | None
    published: date | None
    said_on: str
    printed: str
    status: str
    path: str
    permalink: str
    confidence: float


def shown(said: Said, names: Names, words: Words) -> Shown:
    """A passage with what stands around it, in the user's language."""
    one = said.position
    name = one.id
    here: Quote = dataclasses.replace(one.quote, start=one.quote.start - said.at, end=one.quote.end - said.at)
    cut = excerpt(said.window, here)
    kind = "redline" if one.is_red_line else str(one.stance)
    about = said.about
    precise = one.said_on is not None and one.said_on_precision == "day"
    return Shown(
        id=name,
        position=one,
        kind=kind,
        glyph=GLYPHS[kind],
        stance=names.stance(one.stance, one.firm),
        option=names.option(one.issue, one.option),
        before=cut.before,
        quote=cut.quote,
        after=cut.after,
        speaker=names.speaker(one),
        condition=names.tied("if" if one.stance.is_for else "unless", one.condition),
        outlet=about.outlet or words("no_outlet"),
        language=about.language,
        title=about.title,
        day=one.said_on or about.published,
        published=about.published,
        said_on=words.short_day(one.said_on) if precise else "",
        printed=words.short_day(about.published),
        status=said.status.value,
        path=f"/reports/{quote(one.report, safe='')}?p={name}#p-{name}",
        permalink=f"/p/{name}",
        confidence=one.confidence,
    )


def all_shown(said: Sequence[Said], names: Names, words: Words) -> list[Shown]:
    """Passages in their order."""
    return [shown(one, names, words) for one in said]
