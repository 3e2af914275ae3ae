"""Screen 4: one suggestion at a time, judged by single keys; or many alike, together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import FastAPI, Form, Query
from fastapi.responses import Response

from zopa import pipeline
from zopa.errors import LedgerConflict, LedgerError
from zopa.ledger.agreement import agreement
from zopa.ledger.queue import Item, Narrowed, Pile, Progress, Queue
from zopa.vocabulary import Decision, Judgement, StatedPosition, Status
from zopa.web.context import surroundings
from zopa.web.corrections import FIELDS, corrected
from zopa.web.desk import AtDesk, Desk, allow
from zopa.web.faults import NotThere, WrongInput
from zopa.web.review_words import NOUNS, WORDS
from zopa.web.screen import Nav, screen
from zopa.web.turns import Turns

__all__ = ["NAV", "NOUNS", "WORDS", "router", "start"]

router = screen()
NAV = Nav(20, "/review", "review.nav", "r", role="reviewer")
TOGETHER = 40
"""How many are listed to be judged together."""
RECENT = 4
"""How many other statements on the same question are shown beside one."""


def start(app: FastAPI) -> None:
    """Nobody has anything on the screen yet."""
    app.state.turns = Turns()


@dataclass(frozen=True, slots=True)
class Choice:
    """Which part of which pile one is working on; it travels in every address and form."""

    pile: Pile
    only: Narrowed

    def query(self, **more: str) -> str:
        """As an address's query, without what is empty."""
        held = {
            "pile": "" if self.pile is Pile.NEW else self.pile.value,
            "holder": self.only.holder,
            "issue": self.only.issue,
            "option": self.only.option,
            "report": self.only.report,
            **more,
        }
        return urlencode({name: value for name, value in held.items() if value})

    def path(self, **more: str) -> str:
        """The address of the queue."""
        query = self.query(**more)
        return f"/review?{query}" if query else "/review"


Text = Annotated[str, Query(max_length=200)]
Typed = Annotated[str, Form(max_length=200)]
Maybe = Annotated[str | None, Form(max_length=200)]


def _choice(pile: str, holder: str, issue: str, option: str, report: str) -> Choice:
    try:
        return Choice(Pile(pile or Pile.NEW), Narrowed(holder, issue, option, report))
    except ValueError as error:
        piles = ", ".join(Pile)
        raise WrongInput(f"there is no pile '{pile}'", remedy=f"Use one of: {piles}.") from error


def queue_of(desk: Desk) -> Queue:
    """The queue as the user has it. Raises LedgerError where nothing was read yet."""

    def in_order(found: Sequence[StatedPosition]) -> Sequence[StatedPosition]:
        """What teaches most first, as `zopa review` has it."""
        facts = pipeline.judged_facts(desk.dossier, desk.bench.place)
        return [one for one, _ in pipeline.queue(((one, Status.SUGGESTED) for one in found), facts=facts)]

    def memory(only: Narrowed, make: Callable[[], list[str]]) -> list[str]:
        return desk.bench.remembered(("teaching", only), make)

    return Queue(desk.bench.place, desk.user.name, rank=in_order, memory=memory)


def _turns(desk: Desk) -> Turns:
    found: Turns = desk.request.app.state.turns
    return found


# ------------------------------------------------------------------ one at a time


@router.get("/review")
@allow("reviewer")
def show(
    desk: AtDesk,
    pile: Text = "",
    holder: Text = "",
    issue: Text = "",
    option: Text = "",
    report: Text = "",
    position: Text = "",
) -> Response:
    """The queue; `position` puts a certain one on the screen."""
    choice = _choice(pile, holder, issue, option, report)
    if not desk.bench.was_read:
        return desk.page("review_unread.html")
    return desk.page("review.html", **_next(desk, choice, position))


@router.post("/review/judge")
@allow("reviewer")
def judge(
    desk: AtDesk,
    position: Typed,
    decision: Typed,
    seen: Typed = "",
    note: Annotated[str, Form(max_length=2000)] = "",
    pile: Typed = "",
    holder: Typed = "",
    issue: Typed = "",
    option: Typed = "",
    report: Typed = "",
    speaker: Maybe = None,
    to_holder: Maybe = None,
    target: Maybe = None,
    stance: Maybe = None,
    firm: Maybe = None,
    said_on: Maybe = None,
    condition: Maybe = None,
    condition_text: Annotated[str | None, Form(max_length=2000)] = None,
    start: Maybe = None,
    end: Maybe = None,
) -> Response:
    """Judge the one on the screen and give the next; where somebody judged in between, say so instead."""
    choice = _choice(pile, holder, issue, option, report)
    given = (speaker, to_holder, target, stance, firm, said_on, condition, condition_text, start, end)
    fields = {name: value for name, value in zip(FIELDS, given, strict=True) if value is not None}
    item = queue_of(desk).look(position)
    if item is None:
        raise LedgerError(desk.words("review.gone"), remedy=desk.words("review.gone_remedy"))
    right = None
    if decision == Decision.CORRECT:
        fields.setdefault("firm", "no")
        right = corrected(desk.dossier, item.position, item.report.text, fields)
    try:
        done = desk.judging().judge(
            position,
            _decision(decision),
            note=note.strip(),
            corrected=right,
            seen=seen or None,
            adjudicates=choice.pile is Pile.DISPUTED,
        )
    except LedgerConflict:
        return _answer(desk, choice, _next(desk, choice, position, conflict=True))
    _turns(desk).free([position], desk.user.name)
    return _answer(desk, choice, _next(desk, choice, done=[done]))


@router.post("/review/skip")
@allow("reviewer")
def skip(
    desk: AtDesk,
    position: Typed,
    pile: Typed = "",
    holder: Typed = "",
    issue: Typed = "",
    option: Typed = "",
    report: Typed = "",
) -> Response:
    """Put the one on the screen off and give the next."""
    choice = _choice(pile, holder, issue, option, report)
    _turns(desk).skip(position, desk.user.name)
    return _answer(desk, choice, _next(desk, choice))


@router.post("/review/unskip")
@allow("reviewer")
def unskip(
    desk: AtDesk,
    pile: Typed = "",
    holder: Typed = "",
    issue: Typed = "",
    option: Typed = "",
    report: Typed = "",
) -> Response:
    """Offer again what was put off."""
    choice = _choice(pile, holder, issue, option, report)
    _turns(desk).unskip(desk.user.name)
    return _answer(desk, choice, _next(desk, choice))


@router.post("/review/undo")
@allow("reviewer")
def undo(
    desk: AtDesk,
    act: Typed = "",
    pile: Typed = "",
    holder: Typed = "",
    issue: Typed = "",
    option: Typed = "",
    report: Typed = "",
    together: Typed = "",
) -> Response:
    """Take back the user's latest act, or a certain one, and put it on the screen again."""
    choice = _choice(pile, holder, issue, option, report)
    try:
        taken = desk.judging().undo(act or None)
    except LedgerConflict as conflict:
        return _answer(desk, choice, _next(desk, choice, said=str(conflict.message)))
    except LedgerError:
        return _answer(desk, choice, _next(desk, choice, said=desk.words("review.nothing_to_undo")))
    _turns(desk).free([one.position for one in taken], desk.user.name)
    said = desk.words("review.undone", what=desk.words.count(len(taken), "judgement"))
    if together:
        return desk.page("review_rows.html", **_together(desk, choice, said=said))
    return _answer(desk, choice, _next(desk, choice, taken[0].position, said=said))


def _decision(given: str) -> Decision:
    allowed = [one.value for one in Decision if one is not Decision.WITHDRAWN]
    if given not in allowed:
        raise WrongInput(f"there is no decision '{given}'", remedy=f"Use one of: {', '.join(allowed)}.")
    return Decision(given)


def _answer(desk: Desk, choice: Choice, context: dict[str, Any]) -> Response:
    """The desk alone for htmx; else the whole page."""
    if desk.partial:
        return desk.page("review_desk.html", **context)
    item = context["item"]
    return desk.to(choice.path(position=item.position.id if item else ""))


def _next(
    desk: Desk,
    choice: Choice,
    position: str = "",
    *,
    done: list[Judgement] | None = None,
    said: str = "",
    conflict: bool = False,
) -> dict[str, Any]:
    """What the desk shows: the next of the pile, or a certain position."""
    queue, turns = queue_of(desk), _turns(desk)
    item = queue.look(position) if position else None
    for _ in range(5):
        if item is not None:
            break
        found = queue.pile(choice.pile, choice.only, 1, turns.not_for(desk.user.name))
        if not found:
            break
        # Somebody may have taken it between the two questions.
        item = found[0] if turns.take(found[0].position.id, desk.user.name) else None
    if item is not None and position:
        turns.take(position, desk.user.name)
    return {
        "item": item,
        "card": _card(desk, choice, item) if item else None,
        "choice": choice,
        "progress": queue.progress(),
        "piles": _piles(desk, choice),
        "skipped": turns.skipped(desk.user.name),
        "others": turns.others(desk.user.name),
        "done": done or [],
        "said": said,
        "conflict": conflict,
    }


def _piles(desk: Desk, choice: Choice) -> list[tuple[str, str, bool]]:
    return [
        (desk.words(f"review.pile.{one}"), Choice(one, choice.only).path(), one is choice.pile)
        for one in Pile
    ]


def _card(desk: Desk, choice: Choice, item: Item) -> dict[str, Any]:
    """Everything about one suggestion that its page shows."""
    one, names = item.position, desk.names
    blind = choice.pile is Pile.SECOND
    opinions = [] if blind else [made for made in item.judgements if made.decision is not Decision.WITHDRAWN]
    return {
        "speaker": names.speaker(one),
        "stance": names.stance(one.stance, one.firm),
        "kind": "redline" if one.is_red_line else str(one.stance),
        "condition": names.tied("if" if one.stance.is_for else "unless", one.condition),
        "around": surroundings(item.report.text, one.quote),
        "opinions": opinions,
        "blind": blind,
        "names": names,
        "sure": round(one.confidence * 100),
    }


@router.get("/review/else")
@allow("reviewer")
def otherwise(desk: AtDesk, position: Text) -> Response:
    """What else is on record on one position's question; asked for by itself: nothing waits for it."""
    item = queue_of(desk).look(position)
    if item is None:
        raise NotThere(desk.words("review.gone"), remedy=desk.words("review.gone_remedy"))
    one = item.position
    found = desk.ledger.history(one.holder, one.issue, limit=RECENT + 1)
    history = [(other, status) for other, status in found if other.id != one.id][:RECENT]
    return desk.page("review_else.html", history=history, names=desk.names)


# ------------------------------------------------------------------ many together


@router.get("/review/together")
@allow("reviewer")
def together(
    desk: AtDesk,
    pile: Text = "",
    holder: Text = "",
    issue: Text = "",
    option: Text = "",
    report: Text = "",
) -> Response:
    """A list of suggestions alike, to be accepted or rejected in one act."""
    choice = _choice(pile, holder, issue, option, report)
    return desk.page("review_together.html", **_together(desk, choice))


@router.post("/review/together")
@allow("reviewer")
def judge_together(
    desk: AtDesk,
    decision: Typed,
    position: Annotated[list[str] | None, Form()] = None,
    seen: Annotated[list[str] | None, Form()] = None,
    pile: Typed = "",
    holder: Typed = "",
    issue: Typed = "",
    option: Typed = "",
    report: Typed = "",
) -> Response:
    """Judge the chosen ones alike, in one act that one undo takes back."""
    choice = _choice(pile, holder, issue, option, report)
    chosen = position or []
    marks = dict(mark.split(":", 1) for mark in seen or [] if ":" in mark)
    if not chosen:
        return desk.page("review_rows.html", **_together(desk, choice, said=desk.words("review.none_chosen")))
    try:
        done = desk.judging().judge_many(
            chosen[:1000], _decision(decision), seen={one: marks[one] for one in chosen if one in marks}
        )
    except LedgerConflict as conflict:
        return desk.page("review_rows.html", **_together(desk, choice, said=conflict.message))
    _turns(desk).free(chosen, desk.user.name)
    return desk.page("review_rows.html", **_together(desk, choice, done=done))


def _together(
    desk: Desk, choice: Choice, *, done: list[Judgement] | None = None, said: str = ""
) -> dict[str, Any]:
    queue = queue_of(desk)
    items = queue.pile(choice.pile, choice.only, TOGETHER, _turns(desk).not_for(desk.user.name))
    names = desk.names
    return {
        "choice": choice,
        "rows": [
            {
                "item": one,
                "speaker": names.speaker(one.position),
                "stance": names.stance(one.position.stance, one.position.firm),
                "kind": "redline" if one.position.is_red_line else str(one.position.stance),
                "around": surroundings(one.report.text, one.position.quote, 140),
            }
            for one in items
        ],
        "names": names,
        "progress": queue.progress(),
        "piles": _piles(desk, choice),
        "done": done or [],
        "said": said,
        "most": TOGETHER,
    }


# ------------------------------------------------------------------ how far people agree


@router.get("/review/agreement")
@allow("reviewer")
def agree(desk: AtDesk) -> Response:
    """How far reviewers agree, and where they don't."""

    def made() -> tuple[Any, Progress]:
        return agreement(desk.ledger.judgements()), queue_of(desk).progress()

    found, progress = desk.bench.kept(("agreement", desk.user.name), made)
    queue = queue_of(desk)
    differing = [item for one in found.disagreed[:TOGETHER] if (item := queue.look(one)) is not None]
    return desk.page(
        "review_agreement.html", found=found, progress=progress, differing=differing, names=desk.names
    )
