"""Where two engines differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from zopa.cli.engines import BaseUrl, Budget, EngineChoice, Model, Passes, engine_name
from zopa.cli.shared import (
    AsJson,
    Folder,
    LedgerAt,
    app,
    complain,
    count,
    engine_line,
    load_dossier,
    print_json,
)
from zopa.errors import ZopaError

if TYPE_CHECKING:
    from zopa.positions.differences import Comparison, Pair
    from zopa.vocabulary import StatedPosition


@app.command(
    short_help="Show where two engines differ.",
    epilog="Example: zopa compare talks --engines local,llm --model NAME --base-url URL",
)
def compare(
    folder: Folder,
    engines: Annotated[str, typer.Option("--engines", metavar="A,B", help="The two engines.")] = "local,llm",
    base_url: BaseUrl = "",
    model: Model = "",
    budget: Budget = None,
    passes: Passes = 3,
    ledger: LedgerAt = None,
    as_json: AsJson = False,
) -> None:
    """Read all reports with two engines and show where they differ; what the ledger holds stays as it is."""
    from zopa import pipeline

    names = [engine_name(one) for one in engines.split(",") if one.strip()]
    if len(names) != 2 or names[0] == names[1]:
        raise ZopaError("two different engines can be compared", remedy="For example: --engines local,llm")
    dossier = load_dossier(folder)
    first, second = (
        EngineChoice(name, base_url, model, budget, passes).reader(dossier, ledger) for name in names
    )
    comparison, done = pipeline.compare(dossier, (first, second))
    for skip in done.skipped:
        complain(f"skipped: {skip}")
    if done.engine:
        complain(engine_line(done.engine))
    if as_json:
        print_json(comparison_json(comparison, names) | {"engine": dict(done.engine)})
        return
    for line in _lines(comparison, names):
        typer.echo(line)


def comparison_json(comparison: Comparison, names: list[str]) -> dict[str, Any]:
    """A comparison as plain values."""
    return {
        "engines": names,
        "agreement": round(comparison.agreement, 4),
        "same": [_position(pair.first) for pair in comparison.pairs if pair.agree],
        "different": [
            {"fields": list(pair.fields), names[0]: _position(pair.first), names[1]: _position(pair.second)}
            for pair in comparison.pairs
            if pair.fields
        ],
        f"only_{names[0]}": [_position(one) for one in comparison.only_first],
        f"only_{names[1]}": [_position(one) for one in comparison.only_second],
    }


def _position(one: StatedPosition) -> dict[str, Any]:
    condition = one.condition
    return {
        "report": one.report,
        "quote": one.quote.exact,
        "start": one.quote.start,
        "end": one.quote.end,
        "speaker": one.speaker,
        "holder": one.holder,
        "issue": one.issue,
        "option": one.option,
        "stance": one.stance.value,
        "firm": one.firm,
        "condition": (
            None
            if condition is None
            else {"issue": condition.issue, "option": condition.option}
            if condition.in_dossier
            else condition.text
        ),
    }


def _lines(comparison: Comparison, names: list[str]) -> list[str]:
    agree = sum(pair.agree for pair in comparison.pairs)
    figures = (
        f"{count(agree, 'position')} alike",
        f"{len(comparison.pairs) - agree} of the same words but different",
        f"{len(comparison.only_first)} only {names[0]}, {len(comparison.only_second)} only {names[1]}",
    )
    lines = [", ".join(figures) + f"; agreement {100 * comparison.agreement:.0f} %"]
    differing = [pair for pair in comparison.pairs if pair.fields]
    if differing:
        lines += ["", "Same words, but different"]
        for pair in differing:
            lines += _pair(pair, names)
    for name, some in ((names[0], comparison.only_first), (names[1], comparison.only_second)):
        if some:
            lines += ["", f"Only {name}"]
            for one in some:
                lines += [f"  {one.report}: {_said(one)}", f"    “{_short(one)}”"]
    return lines


def _pair(pair: Pair, names: list[str]) -> list[str]:
    width = max(len(name) for name in names)
    return [
        f"  {pair.first.report}: {', '.join(pair.fields)}",
        f"    {names[0]:<{width}}  {_said(pair.first)}",
        f"    {names[1]:<{width}}  {_said(pair.second)}",
        f"    “{_short(pair.first)}”",
    ]


def _said(one: StatedPosition) -> str:
    marks = (", firm" if one.firm else "") + (", conditional" if one.condition else "")
    return f"{one.holder} {one.stance.value} {one.issue}={one.option}{marks} (said by {one.speaker})"


def _short(one: StatedPosition) -> str:
    words = " ".join(one.quote.exact.split())
    return words if len(words) <= 160 else words[:159].rstrip() + "…"
