"""What the deals room found about each proposal, as it is shown. The one place that knows its shape."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zopa.deals.acceptance import Answer, Ground, Reply, Verdict
from zopa.export.view import GLYPHS, Passage, View

Verdicts = Mapping[str, Verdict]
"""Proposal id to verdict."""

_KINDS = {
    Reply.PREFERRED: ("supports", "reply_preferred"),
    Reply.ACCEPTED: ("accepts", "reply_accepted"),
    Reply.CONDITIONAL: ("condition", "reply_conditional"),
    Reply.UNKNOWN: ("unknown", "reply_unknown"),
    Reply.REJECTED: ("rejects", "reply_rejected"),
    Reply.RED_LINE: ("redline", "reply_redline"),
}
_INSTEAD = {
    Ground.INSISTS_ON_OTHER: "instead_wants",
    Ground.WANTS_OTHER: "instead_wants",
    Ground.LIVES_WITH_OTHER: "instead_lives",
    Ground.REFUSES_OTHER: "instead_refuses",
}
_TIES = {
    Ground.CONDITION_MET: "if_met",
    Ground.CONDITION_BROKEN: "only_if",
    Ground.REFUSES_UNLESS: "unless",
    Ground.REFUSAL_LIFTED: "unless_met",
}


@dataclass(frozen=True, slots=True)
class ShownReply:
    """One party on one term. `anchor` is its cell in the table, empty where nobody spoke.

    kind     supports, accepts, condition, unknown, contested, rejects or redline.
    silent   nobody said anything on the issue.
    passages what it rests on, the decisive one first; `against` what says otherwise.
    """

    party: str
    issue: str
    option: str
    kind: str
    glyph: str
    word: str
    detail: str
    reason: str
    second_hand: bool
    silent: bool
    anchor: str
    passages: tuple[Passage, ...]
    against: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class ShownProposal:
    """A proposal and its verdict. Names are in the view's language.

    kind   blocked, open or unknown; `tally` counts the refusals of a blocked one.
    terms  pairs of issue and option; `grid` has a row of replies for each.
    silent parties of which nobody has said anything, each with the issues.
    """

    id: str
    name: str
    by: str
    day: str
    kind: str
    headline: str
    tally: str
    terms: tuple[tuple[str, str], ...]
    parties: tuple[str, ...]
    grid: tuple[tuple[ShownReply, ...], ...]
    blocking: tuple[ShownReply, ...]
    conditional: tuple[ShownReply, ...]
    unknown: tuple[ShownReply, ...]
    silent: tuple[tuple[str, tuple[str, ...]], ...]


def proposals(view: View, verdicts: Verdicts) -> tuple[ShownProposal, ...]:
    """Every proposal that has a verdict, in the dossier's order."""
    return tuple(
        _proposal(view, proposal_id, verdicts[proposal_id])
        for proposal_id in (
            *view.dossier.proposals,
            *(f for f in verdicts if f not in view.dossier.proposals),
        )
        if proposal_id in verdicts
    )


def _proposal(view: View, proposal_id: str, verdict: Verdict) -> ShownProposal:
    proposal = view.dossier.proposals.get(proposal_id)
    shown = {(one.party, one.issue): _reply(view, one) for one in verdict.answers}
    parties = tuple(dict.fromkeys(one.party for one in verdict.answers))
    unknown = [shown[one.party, one.issue] for one in verdict.questions if one.reply is Reply.UNKNOWN]
    return ShownProposal(
        id=proposal_id,
        name=proposal.name if proposal else proposal_id,
        by=_by(view, proposal.by) if proposal and proposal.by else "",
        day=view.words.day(proposal.date) if proposal else "",
        kind=verdict.verdict,
        headline=_headline(view, verdict),
        tally=_tally(view, verdict),
        terms=tuple(
            (view.issue(issue), view.option(issue, option)) for issue, option in verdict.terms.items()
        ),
        parties=tuple(view.party(party) for party in parties),
        grid=tuple(
            tuple(shown[party, issue] for party in parties if (party, issue) in shown)
            for issue in verdict.terms
        ),
        blocking=tuple(shown[one.party, one.issue] for one in verdict.blocking),
        conditional=tuple(shown[one.party, one.issue] for one in verdict.conditions),
        unknown=tuple(reply for reply in unknown if not reply.silent),
        silent=_silent(reply for reply in unknown if reply.silent),
    )


def _silent(replies: Iterable[ShownReply]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    by_party: dict[str, list[str]] = {}
    for reply in replies:
        by_party.setdefault(reply.party, []).append(reply.issue)
    return tuple((party, tuple(issues)) for party, issues in by_party.items())


def _by(view: View, by: str) -> str:
    if by in view.dossier.actors:
        return view.dossier.actors[by].name
    return view.party(by)


def _headline(view: View, verdict: Verdict) -> str:
    if verdict.verdict == "blocked":
        return view.words("blocked_by", who=view.words.listed(view.party(one) for one in verdict.blockers))
    if verdict.verdict == "open":
        return view.words("verdict_open_if" if verdict.conditions else "verdict_open")
    return view.words("verdict_unknown")


def _tally(view: View, verdict: Verdict) -> str:
    """'3 red lines, 1 refusal'."""
    red = sum(one.reply is Reply.RED_LINE for one in verdict.blocking)
    plain = len(verdict.blocking) - red
    counted = ((red, "red line"), (plain, "refusal"))
    return ", ".join(view.words.count(number, noun) for number, noun in counted if number)


def _reply(view: View, answer: Answer) -> ShownReply:
    kind, word = _KINDS[answer.reply]
    detail = ""
    if answer.contested:
        kind, word = "contested", "reply_contested"
    elif answer.ground is Ground.OWN_PROPOSAL:
        word = "reply_own"
    elif answer.ground in _INSTEAD:
        names = view.words.listed(view.option(answer.issue, option) for option in answer.others)
        detail = view.words(_INSTEAD[answer.ground], option=names)
    elif answer.ground is Ground.CONDITION_WORDS:
        detail = view.condition(answer.condition)
    elif answer.condition is not None:
        detail = view.tied(_TIES.get(answer.ground, "if"), answer.condition)
    evidence = [position for standing in answer.standings for position in standing.evidence]
    dissent = [position for standing in answer.standings for position in standing.dissent]
    cell = view.cell(answer.party, answer.issue)
    return ShownReply(
        party=view.party(answer.party),
        issue=view.issue(answer.issue),
        option=view.option(answer.issue, answer.option),
        kind=kind,
        glyph=GLYPHS[kind],
        word=view.words(word),
        detail=detail,
        reason=answer.reason(view.answer.matrix, view.words.language),
        second_hand=answer.second_hand and answer.ground is not Ground.OWN_PROPOSAL,
        silent=answer.ground is Ground.SILENT,
        anchor=cell.anchor if cell and not cell.unknown else "",
        passages=tuple(dict.fromkeys(view.passages[p.id] for p in evidence if p.id in view.passages)),
        against=tuple(dict.fromkeys(view.passages[p.id] for p in dissent if p.id in view.passages)),
    )
