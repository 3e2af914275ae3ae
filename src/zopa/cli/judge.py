"""Judging what readers suggest, and what the judgements say."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zopa.cli.shared import (
    AsJson,
    Folder,
    LedgerAt,
    app,
    complain,
    count,
    load_dossier,
    parse_day,
    print_json,
)
from zopa.errors import UnknownName, ZopaError

if TYPE_CHECKING:
    from zopa.dossier import Dossier
    from zopa.positions.changes import Change, Contradiction, First
    from zopa.vocabulary import Condition, Judgement, StatedPosition, Status

By = Annotated[
    str | None, typer.Option("--by", metavar="NAME", help="Who judges [ZOPA_JUDGE, else the login name].")
]
Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="Why.")]
ORDERS = ("teaching", "unsure", "sure", "report")
Ids = Annotated[list[str], typer.Argument(metavar="ID...", help="Positions, by id or its first digits.")]


def judge_name(by: str | None) -> str:
    """Who judges. Raises ZopaError where nobody says."""
    from zopa import settings

    name = by or settings.judge()
    if not name:
        raise ZopaError("a judgement needs a name", remedy="Say who judges: --by NAME, or set ZOPA_JUDGE.")
    return name


@app.command(short_help="List what is to be judged.", epilog="Example: zopa review talks --status disputed")
def review(
    folder: Folder,
    status: Annotated[
        str,
        typer.Option("--status", help="suggested, unsure, disputed, accepted, rejected, …"),
    ] = "suggested",
    limit: Annotated[int, typer.Option("--limit", metavar="N", help="At most this many.")] = 20,
    order: Annotated[
        str,
        typer.Option(
            "--order", help="teaching: what improves the next reading most; unsure, sure, or report."
        ),
    ] = "teaching",
    ledger: LedgerAt = None,
    as_json: AsJson = False,
) -> None:
    """List positions to judge, what teaches the reader most first, each with its id and its passage."""
    from zopa import pipeline
    from zopa.ledger.view import LedgerView
    from zopa.vocabulary import Status

    if status not in [one.value for one in Status]:
        raise UnknownName("status", status, [one.value for one in Status])
    if order not in ORDERS:
        raise UnknownName("order", order, ORDERS)
    dossier = load_dossier(folder)
    view = LedgerView(pipeline.ledger_of(dossier, ledger))
    source = view.suggestions() if status in ("rejected", "corrected") else view.stream_positions()
    held = [(one, is_) for one, is_ in source if is_ == status]
    held = pipeline.queue(held, order, pipeline.judged_facts(dossier, ledger))
    if as_json:
        print_json([position_json(one, is_) for one, is_ in held[:limit]])
        return
    for one, is_ in held[:limit]:
        show_position(one, is_)
    typer.echo(f"{count(len(held), 'position')} {status}" + (f", {limit} shown" if len(held) > limit else ""))


@app.command(
    short_help="Accept, correct or reject a suggestion.",
    epilog="Example: zopa judge talks accept 3fa2 --by ada --note 'plainly said'",
)
def judge(
    folder: Folder,
    decision: Annotated[str, typer.Argument(metavar="DECISION", help="accept, reject, unsure or correct.")],
    ids: Ids,
    by: By = None,
    note: Note = "",
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="FIELD=VALUE",
            help="With correct: what is right instead: stance=rejects, modality=past, if=ISSUE/OPTION, …",
        ),
    ] = None,
    adjudicate: Annotated[
        bool, typer.Option("--adjudicate", help="Settle what annotators disagree on.")
    ] = False,
    expects: Annotated[
        int | None,
        typer.Option("--expects", metavar="N", help="Refuse if your judgement is not at this version."),
    ] = None,
    ledger: LedgerAt = None,
    as_json: AsJson = False,
) -> None:
    """Judge stated positions: several at once in one act, which one undo takes back."""
    from zopa import pipeline
    from zopa.ledger.judging import Judging
    from zopa.ledger.view import LedgerView
    from zopa.vocabulary import Decision

    allowed = [one.value for one in Decision if one is not Decision.WITHDRAWN]
    if decision not in allowed:
        raise UnknownName("decision", decision, allowed)
    dossier = load_dossier(folder)
    place = pipeline.ledger_of(dossier, ledger)
    desk = Judging(place, judge_name(by))
    if decision == "correct":
        if len(ids) != 1 or not set_:
            raise ZopaError(
                "a correction is for one position and says what is right",
                remedy="zopa judge DIR correct ID --set stance=rejects --set firm=yes",
            )
        right = corrected(dossier, _the_position(LedgerView(place), ids[0]), set_)
        done = [
            desk.judge(
                ids[0], Decision.CORRECT, note=note, corrected=right, expects=expects, adjudicates=adjudicate
            )
        ]
    elif len(ids) == 1:
        done = [desk.judge(ids[0], Decision(decision), note=note, expects=expects, adjudicates=adjudicate)]
    else:
        done = desk.judge_many(ids, Decision(decision), note=note, adjudicates=adjudicate)
    tell(done, as_json)


@app.command(short_help="Take a judgement back.", epilog="Example: zopa undo talks --by ada")
def undo(
    folder: Folder,
    act: Annotated[
        str | None, typer.Option("--act", metavar="ID", help="Which act; by default your latest one.")
    ] = None,
    by: By = None,
    ledger: LedgerAt = None,
    as_json: AsJson = False,
) -> None:
    """Take back an act, one judgement or a whole bulk of them; what held before holds again."""
    from zopa import pipeline
    from zopa.ledger.judging import Judging

    place = pipeline.ledger_of(load_dossier(folder), ledger)
    tell(Judging(place, judge_name(by)).undo(act), as_json)


@app.command(short_help="List judgements and how far people agree.", epilog="Example: zopa judgements talks")
def judgements(
    folder: Folder,
    all_: Annotated[bool, typer.Option("--all", help="Superseded ones too.")] = False,
    ledger: LedgerAt = None,
    as_json: AsJson = False,
) -> None:
    """List the judgements, how far people agree, how sure the readers were, and what is left to settle."""
    from zopa import pipeline
    from zopa.ledger.agreement import agreement
    from zopa.ledger.view import LedgerView

    dossier = load_dossier(folder)
    view = LedgerView(pipeline.ledger_of(dossier, ledger))
    agreed = agreement(view.judgements())
    sure = pipeline.how_sure(dossier, ledger)
    made = list(view.judgements(superseded=all_))
    if as_json:
        figures = dataclasses.asdict(agreed) | {"by": dict(agreed.by)}
        listed = [judgement_json(one) for one in made]
        print_json({"agreement": figures, "reliability": dataclasses.asdict(sure), "judgements": listed})
        return
    for one in made:
        typer.echo(
            f"{one.act}  {one.at:%Y-%m-%d %H:%M}  {one.by:<12} {one.decision.value:<9} {one.position}"
            + (f"  {one.note}" if one.note else "")
        )
    for name, number in agreed.by.items():
        typer.echo(f"{name}: {count(number, 'position')} judged")
    if agreed.positions:
        told = "not defined" if agreed.alpha is None else f"{agreed.alpha:.3f}"
        typer.echo(
            f"{agreed.agreeing} of {count(agreed.positions, 'position')} judged alike by two or more; "
            f"Krippendorff's alpha {told}"
        )
    for bin_ in sure.bins:
        typer.echo(
            f"confidence {bin_.low:.1f} to {bin_.high:.1f}: {bin_.right:.0%} of "
            f"{count(bin_.count, 'suggestion')} right, {bin_.said:.0%} foretold"
        )
    if sure.brier is not None:
        typer.echo(f"Brier score of what was judged: {sure.brier:.3f}")
    for one_ in agreed.disagreed:
        typer.echo(f"to adjudicate: zopa judge {folder} accept {one_} --adjudicate")


OfParty = Annotated[str | None, typer.Option("--party", metavar="ID", help="Only this side's positions.")]
OnIssue = Annotated[str | None, typer.Option("--issue", metavar="ID", help="Only on this issue.")]


@app.command(
    short_help="Show who changed a position, and when.",
    epilog="Example: zopa changes talks --since 2025-12-01",
)
def changes(
    folder: Folder,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Only from this day on.")
    ] = None,
    party: OfParty = None,
    issue: OnIssue = None,
    ledger: LedgerAt = None,
    as_json: AsJson = False,
) -> None:
    """Show where a side's own word differs from its word before, and the first time it accepts something."""
    from zopa import pipeline
    from zopa.positions import changes as queries

    record = pipeline.on_record(load_dossier(folder), ledger, party=party, issue=issue)
    sides = pipeline.affiliation(record.dossier)
    found = queries.changes(record.positions, sides, parse_day(since))
    firsts = queries.firsts(record.positions, sides, parse_day(since))
    if as_json:
        print_json([*map(change_json, found), *map(first_json, firsts)])
        return
    for one in found:
        head(record.dossier, one.after, one.what)
        passage("before", one.before)
        passage("after", one.after)
    for first in firsts:
        head(
            record.dossier,
            first.position,
            "accepts it for the first time" + ("" if first.own else ", others say"),
        )
        if first.against is not None:
            passage("before", first.against)
        passage("now", first.position)
    typer.echo(f"{count(len(firsts), 'first acceptance')}, {count(len(found), 'change')}")


@app.command(
    short_help="Show who contradicts whom.",
    epilog="Example: zopa contradictions talks --kind own --window 30",
)
def contradictions(
    folder: Folder,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            metavar="KIND",
            help="own (its own words), second-hand (its own word against others'), outlets (one outlet "
            "against another), others.",
        ),
    ] = None,
    window: Annotated[int, typer.Option("--window", metavar="DAYS", help="How close together.")] = 14,
    party: OfParty = None,
    issue: OnIssue = None,
    ledger: LedgerAt = None,
    as_json: AsJson = False,
) -> None:
    """Show statements on one side and option that can't both hold, with both passages."""
    import datetime as dt

    from zopa import pipeline
    from zopa.positions import changes as queries

    kinds = [one.value for one in queries.Kind]
    if kind is not None and kind not in kinds:
        raise UnknownName("kind", kind, kinds)
    record = pipeline.on_record(load_dossier(folder), ledger, party=party, issue=issue)
    outlets = {name: one.outlet for name, one in record.reports.items()}
    found = queries.contradictions(
        record.positions,
        pipeline.affiliation(record.dossier),
        outlets,
        dt.timedelta(days=window),
        record.origins,
    )
    found = [one for one in found if kind in (None, one.kind.value)]
    if as_json:
        print_json([contradiction_json(one) for one in found])
        return
    for one in found:
        head(record.dossier, one.other, one.kind.value)
        passage(outlets.get(one.one.report, ""), one.one)
        passage(outlets.get(one.other.report, ""), one.other)
    typer.echo(count(len(found), "contradiction"))


# ------------------------------------------------------------------ correcting


def _the_position(view: Any, wanted: str) -> StatedPosition:
    found = [one for one, _ in view.stream_positions() if one.id.startswith(wanted)]
    found = found or [one for one, _ in view.suggestions() if one.id.startswith(wanted)]
    if len(found) != 1:
        raise ZopaError(
            f"there is no position '{wanted}'" if not found else f"'{wanted}' could be several positions",
            remedy="List what is to be judged: zopa review DIR.",
        )
    made: StatedPosition = found[0]
    return made


def corrected(dossier: Dossier, one: StatedPosition, changes_: list[str]) -> StatedPosition:
    """A position with fields set as 'field=value'. Raises ZopaError, naming what is allowed."""
    from zopa.vocabulary import VOICES, Modality, Stance, Tie

    ties: list[Condition | None] = []
    issues = dossier.issues
    speakers = (*dossier.parties, *dossier.actors, *VOICES)
    values: dict[str, Any] = {}
    for change in changes_:
        name, _, value = change.partition("=")
        if name in ("holder", "speaker", "issue", "stance"):
            choices = {
                "holder": tuple(dossier.parties),
                "speaker": speakers,
                "issue": tuple(issues),
                "stance": tuple(each.value for each in Stance),
            }[name]
            if value not in choices:
                raise UnknownName({"holder": "party", "speaker": "speaker"}.get(name, name), value, choices)
            values[name] = Stance(value) if name == "stance" else value
        elif name == "option":
            values[name] = value
        elif name == "firm":
            values[name] = value.lower() in ("yes", "true", "1")
        elif name == "said_on":
            values[name] = parse_day(value)
        elif name == "modality":
            if value not in tuple(Modality):
                raise UnknownName(name, value, tuple(Modality))
            values[name] = Modality(value)
        elif name in _TIES:
            ties.append(tie_of(dossier, _TIES[name], value))
        else:
            fields = ("holder", "speaker", "issue", "option", "stance", "firm", "said_on", "modality")
            raise UnknownName("field", name, (*fields, *_TIES))
    if ties:
        # What is said of its ties replaces them all; an empty value takes them away.
        given = [each for each in ties if each is not None]
        plain = [each for each in given if each.tie is Tie.IF]
        values["condition"] = plain[0] if plain else None
        values["further"] = tuple(each for each in given if not plain or each is not plain[0])
    made = dataclasses.replace(one, **values)
    if issues[made.issue].option(made.option) is None:
        raise UnknownName("option", made.option, (each.id for each in issues[made.issue].options))
    return made


_TIES = {"if": "if", "except": "except", "or-else": "or else"}


def tie_of(dossier: Dossier, tie: str, value: str) -> Condition | None:
    """A condition, exception or threat from 'issue/option' or words; None for no words."""
    from zopa.vocabulary import Condition, Tie

    if not value.strip():
        return None
    issue, _, option = value.partition("/")
    if issue in dossier.issues and dossier.issues[issue].option(option) is not None:
        return Condition(issue, option, tie=Tie(tie))
    return Condition(text=value.strip(), tie=Tie(tie))


# ------------------------------------------------------------------ telling


def tell(done: list[Judgement], as_json: bool) -> None:
    """Say what was judged."""
    if as_json:
        print_json([judgement_json(one) for one in done])
        return
    for one in done:
        typer.echo(f"{one.position}: {one.decision.value} by {one.by} (version {one.version})")
    if done:
        complain(f"act {done[0].act}: zopa undo takes it back")


def judgement_json(one: Judgement) -> dict[str, Any]:
    """A judgement as plain values."""
    from zopa.ledger.rows import position_values

    return {
        "position": one.position,
        "decision": one.decision.value,
        "by": one.by,
        "at": one.at.isoformat() if one.at else None,
        "version": one.version,
        "note": one.note,
        "act": one.act,
        "undoes": one.undoes or None,
        "adjudicates": one.adjudicates,
        "automatic": one.automatic,
        "corrected": position_values(one.corrected) if one.corrected else None,
    }


def position_json(one: StatedPosition, status: Status | None = None) -> dict[str, Any]:
    """A position as the JSON export has it."""
    from zopa.export.json import position

    return position(one) | ({"status": status.value} if status else {})


def change_json(one: Change) -> dict[str, Any]:
    """A change as plain values."""
    return {"what": one.what, "before": position_json(one.before), "after": position_json(one.after)}


def first_json(one: First) -> dict[str, Any]:
    """A first acceptance as plain values."""
    return {
        "what": "first",
        "own": one.own,
        "before": position_json(one.against) if one.against else None,
        "after": position_json(one.position),
    }


def contradiction_json(one: Contradiction) -> dict[str, Any]:
    """A contradiction as plain values."""
    return {
        "kind": one.kind.value,
        "days_apart": one.days_apart,
        "one": position_json(one.one),
        "other": position_json(one.other),
    }


def show_position(one: StatedPosition, status: Status) -> None:
    """Print a position with its passage."""
    firm = ", firm" if one.firm else ""
    firm += "" if one.modality == "current" else f", {one.modality}"
    typer.echo(
        f"{one.id}  {one.holder} {one.stance.value} {one.issue}/{one.option}{firm}"
        f"  [{status.value}, {one.confidence:.2f}]"
    )
    passage("", one)


def passage(label: str, one: StatedPosition) -> None:
    """Print a passage with who says it, when and where."""
    day = f"{one.said_on:%Y-%m-%d}" if one.said_on else "undated"
    typer.echo(f"    {label + ': ' if label else ''}“{' '.join(one.quote.exact.split())}”")
    typer.echo(f"    {one.speaker_name or one.speaker}, {day} [{one.report}]")


def head(dossier: Dossier, one: StatedPosition, what: str) -> None:
    """Print which side and option it is about."""
    issue = dossier.issues.get(one.issue)
    option = issue.option(one.option) if issue else None
    named = f"{issue.label() if issue else one.issue}: {option.label() if option else one.option}"
    typer.echo(f"{dossier.label(one.holder)} · {named} · {what}")
