"""A made-up dossier with hostile reports, and how the tests put an answer together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from zopa.deals.acceptance import Verdict, acceptance
from zopa.dossier import Dossier, load
from zopa.errors import SkipReport
from zopa.pipeline import Overview
from zopa.positions import place
from zopa.vocabulary import Condition, Quote, Report, Stance, StatedPosition

LAKE = """\
title: Lake Orrin water treaty
languages: [en, de]
parties:
  hill: {name: {en: Hillmark, de: Hügelmark}}
  shore: {name: {en: Shoreland, de: Uferland}}
  isles: {name: {en: The Isles, de: Die Inseln}}
actors:
  tarn: {name: Ada Tarn, party: hill, role: {en: water minister, de: Wasserministerin}}
  bight: {name: Jon Bight, party: shore, role: {en: envoy}}
  reed: {name: Ola Reed, party: null, role: {en: hydrologist}}
issues:
  intake:
    name: {en: Water intake, de: Wasserentnahme}
    ordered: true
    options:
      low: {name: {en: at most 20 a day, de: höchstens 20 am Tag}}
      high: {name: {en: 50 a day, de: 50 am Tag}}
  gauges:
    name: {en: Gauging stations, de: Messstellen}
    options:
      joint: {name: {en: run jointly, de: gemeinsam betrieben}}
      apart: {name: {en: each runs its own, de: jeder betreibt eigene}}
  ferry:
    name: {en: Night ferry, de: Nachtfähre}
    options:
      on: {name: {en: kept, de: bleibt}}
proposals:
  draft:
    name: The <b>draft</b> of "May"
    by: tarn
    date: 2031-05-02
    terms: {intake: low, gauges: joint}
  barter:
    name: The barter
    by: shore
    terms: {gauges: joint, ferry: on}
"""

FIRST = (
    "Ada Tarn wants at most 20 a day & no more. <script>alert('boat')</script> Shoreland calls that "
    "a red line, its envoy said.\n\n"
    "“We could share the gauges,” said Jon Bight, “if the night ferry stays.”\n"
    "The hydrologist Ola Reed believes that Shoreland will never let anyone in.\n"
)
SECOND = "Ada Tarn now rejects joint gauges. A day earlier she had praised joint gauges.\n"


def stated(
    report: Report,
    words: str,
    speaker: str,
    holder: str,
    term: tuple[str, str],
    stance: Stance,
    *,
    firm: bool = False,
    condition: Condition | None = None,
) -> StatedPosition:
    start = report.text.index(words)
    return StatedPosition(
        report=report.id,
        quote=Quote.cut(report.text, start, start + len(words)),
        speaker=speaker,
        holder=holder,
        issue=term[0],
        option=term[1],
        stance=stance,
        origin="by hand",
        firm=firm,
        condition=condition,
        said_on=report.published,
    )


def assembled(
    dossier: Dossier,
    reports: list[Report],
    positions: list[StatedPosition],
    as_of: date | None = None,
    judged: frozenset[str] = frozenset(),
) -> Overview:
    affiliation = {party: party for party in dossier.parties} | {
        actor.id: actor.party for actor in dossier.actors.values()
    }
    matrix = place(positions, dossier.parties.values(), dossier.issues.values(), affiliation, as_of, judged)
    skipped = (
        SkipReport("not UTF-8 (byte 0xe4)", path=Path("secret/place/<old>.txt"), line=3, remedy="Save it."),
    )
    return Overview(dossier, {r.id: r for r in reports}, (), tuple(positions), matrix, skipped, as_of)


def verdicts(answer: Overview) -> dict[str, Verdict]:
    return {
        name: acceptance(answer.matrix, proposal, by=answer.dossier.party_of(proposal.by))
        for name, proposal in answer.dossier.proposals.items()
    }


def maker(folder: Path) -> Callable[..., Overview]:
    """A function that gives the lake's answer, as of a date or with everything judged."""
    (folder / "dossier.yaml").write_text(LAKE, encoding="utf-8")
    dossier = load(folder)

    def made(as_of: date | None = None, judge_all: bool = False) -> Overview:
        first = Report(
            id="first",
            text=FIRST,
            outlet="Lake <i>Post</i>",
            published=date(2031, 5, 3),
            language="en",
            title="<img src=x onerror=alert(1)>",
            author="\"><script>alert('author')</script>",
            url="javascript:alert('url')",
            path="first.txt",
        )
        second = Report(
            id="second",
            text=SECOND,
            outlet="Echo",
            published=date(2031, 5, 9),
            language="en",
            url="https://echo.example/gauges?a=1&b=2",
            path="second.md",
        )
        joint, low = ("gauges", "joint"), ("intake", "low")
        positions = [
            stated(first, "wants at most 20 a day & no more", "tarn", "hill", low, Stance.SUPPORTS),
            stated(first, "at most 20 a day & no more", "author", "hill", low, Stance.SUPPORTS),
            stated(first, "<script>alert('boat')</script>", "author", "isles", low, Stance.ACCEPTS),
            stated(
                first, "Shoreland calls that a red line", "bight", "shore", low, Stance.REJECTS, firm=True
            ),
            stated(
                first,
                "“We could share the gauges,” said Jon Bight, “if the night ferry stays.”",
                "bight",
                "shore",
                joint,
                Stance.ACCEPTS,
                condition=Condition("ferry", "on"),
            ),
            stated(
                first, "Shoreland will never let anyone in", "reed", "shore", joint, Stance.REJECTS, firm=True
            ),
            stated(second, "now rejects joint gauges", "tarn", "hill", joint, Stance.REJECTS),
            stated(second, "she had praised joint gauges", "tarn", "hill", joint, Stance.SUPPORTS),
        ]
        judged = frozenset(position.id for position in positions) if judge_all else frozenset()
        return assembled(dossier, [first, second], positions, as_of, judged)

    return made
