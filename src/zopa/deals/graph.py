"""The graph model for conflict resolution: who can move where, and where everybody would stay.

States are what may come about; each decision maker (DM) controls moves between them and ranks them.
A state is stable for a DM if he has no reason to leave it. The four classic reasons to stay:

    Nash  no move of his leads to a state he likes better
    GMR   every such move can be answered so that he ends no better off
    SMR   ... and no counter-move of his repairs that
    SEQ   every such move can be answered so by opponents who themselves gain by each step

Opponents answer together by any legal sequence of moves: one may move again, but not twice in a row.
A state that is stable for all is an equilibrium. Source: Fang, Hipel and Kilgour, Interactive Decision
Making (1993), chapters 3 and 4; unknown preferences after Li, Hipel, Kilgour and Fang (2004).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from zopa.errors import ScenarioError

State = int
Step = tuple[tuple[str, ...], State, State]
"""(who moves, from, to)."""


class Concept(StrEnum):
    """A reason to stay."""

    NASH = "Nash"
    GMR = "GMR"
    SMR = "SMR"
    SEQ = "SEQ"


class Doubt(StrEnum):
    """What to make of states a DM's ranking leaves out.

    A DM may leave for an uncertain state, or not; and an uncertain state may deter him, or not.
    """

    CLEAR = "leaves only for what is better, deterred only by what is not"
    BOLD = "leaves also for the uncertain, not deterred by it"
    WARY = "leaves also for the uncertain, and is deterred by it"
    TIMID = "leaves only for what is better, deterred also by the uncertain"


@dataclass(frozen=True)
class Conflict:
    """A graph model.

    states  ids in order.
    moves   DM to its moves: state to the states he can reach alone in one step.
    ranks   DM to state to rank, 1 the best, equal ranks tied; a state left out is unknown to us.
    joint   further moves that several DMs must make together.
    labels  state to what it means.
    """

    decision_makers: tuple[str, ...]
    states: tuple[State, ...]
    moves: Mapping[str, Mapping[State, tuple[State, ...]]]
    ranks: Mapping[str, Mapping[State, int]]
    joint: Mapping[tuple[str, ...], Mapping[State, tuple[State, ...]]] = field(default_factory=dict)
    labels: Mapping[State, str] = field(default_factory=dict)

    def better(self, dm: str, state: State, than: State) -> bool | None:
        """Whether a DM likes `state` better than `than`; None where either is not ranked."""
        rank = self.ranks[dm]
        if state == than:
            return False
        if state not in rank or than not in rank:
            return None
        return rank[state] < rank[than]

    @cached_property
    def movers(self) -> dict[tuple[str, ...], Mapping[State, tuple[State, ...]]]:
        """Everybody who can move, alone or together."""
        return {**{(dm,): self.moves.get(dm, {}) for dm in self.decision_makers}, **self.joint}

    def reachable(
        self, start: State, by: Iterable[str], allowed: Callable[[Step], bool] | None = None
    ) -> dict[State, tuple[Step, ...]]:
        """States that some DMs can bring about from `start`, each with a shortest legal sequence.

        by       the DMs; a joint move counts when all who must take part are among them.
        allowed  which steps may be taken; default all.
        Legal    nobody moves twice in a row. The start itself counts where they can come back to it.
        """
        team = set(by)
        movers = [(who, table) for who, table in self.movers.items() if team.issuperset(who)]
        first: dict[State, tuple[Step, ...]] = {}
        seen: set[tuple[State, tuple[str, ...]]] = set()
        queue: deque[tuple[State, tuple[str, ...], tuple[Step, ...]]] = deque([(start, (), ())])
        while queue:
            state, last, path = queue.popleft()
            for who, table in movers:
                if who == last:
                    continue
                for target in table.get(state, ()):
                    step = (who, state, target)
                    if (target, who) in seen or (allowed is not None and not allowed(step)):
                        continue
                    seen.add((target, who))
                    first.setdefault(target, (*path, step))
                    queue.append((target, who, (*path, step)))
        return first


@dataclass(frozen=True, slots=True)
class Sanction:
    """What keeps a DM from a move: the answer of the others, step by step."""

    move: Step
    answer: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Stability:
    """Whether a DM would stay in a state, and why.

    escapes    moves that leave him better off whatever the others do; empty where it is stable.
    sanctions  for each tempting move the answer that spoils it.
    """

    dm: str
    state: State
    concept: Concept
    stable: bool
    escapes: tuple[Step, ...] = ()
    sanctions: tuple[Sanction, ...] = ()


_Answers = dict[tuple[str, State, bool, Doubt], dict[State, tuple[Step, ...]]]
"""What the others can bring about after a DM moved to a state, by steps of any kind or gains only."""


def stability(
    conflict: Conflict,
    dm: str,
    state: State,
    concept: Concept,
    doubt: Doubt = Doubt.CLEAR,
    *,
    known: _Answers | None = None,
) -> Stability:
    """Whether `state` is stable for `dm`.

    doubt   how states left out of rankings count; without such states it changes nothing.
    known   answers worked out before, shared between calls on the same conflict.
    Raises  ScenarioError when the DM or the state does not exist.
    """
    if dm not in conflict.decision_makers or state not in conflict.states:
        names = ", ".join(conflict.decision_makers)
        raise ScenarioError(f"no decision maker '{dm}' or no state {state}", remedy=f"There are: {names}.")
    tempting = [
        ((dm,), state, target)
        for target in conflict.moves.get(dm, {}).get(state, ())
        if _tempts(conflict, dm, target, state, doubt)
    ]
    if concept is Concept.NASH:
        return Stability(dm, state, concept, not tempting, tuple(tempting))
    escapes, sanctions = [], []
    known = {} if known is None else known
    for move in tempting:
        answer = _answer(conflict, dm, move, concept, doubt, known)
        if answer is None:
            escapes.append(move)
        else:
            sanctions.append(Sanction(move, answer))
    return Stability(dm, state, concept, not escapes, tuple(escapes), tuple(sanctions))


def _tempts(conflict: Conflict, dm: str, target: State, state: State, doubt: Doubt) -> bool:
    better = conflict.better(dm, target, state)
    return doubt in (Doubt.BOLD, Doubt.WARY) if better is None else better


def _deters(conflict: Conflict, dm: str, target: State, state: State, doubt: Doubt) -> bool:
    better = conflict.better(dm, target, state)
    return doubt in (Doubt.WARY, Doubt.TIMID) if better is None else not better


def _answer(
    conflict: Conflict, dm: str, move: Step, concept: Concept, doubt: Doubt, known: _Answers
) -> tuple[Step, ...] | None:
    """The others' shortest answer that makes a DM's move not worth it."""
    _, state, moved = move
    others = [one for one in conflict.decision_makers if one != dm]

    def gains(step: Step) -> bool:
        return all(_tempts(conflict, one, step[2], step[1], doubt) for one in step[0])

    key = (dm, moved, concept is Concept.SEQ, doubt)
    if key not in known:
        known[key] = conflict.reachable(moved, others, gains if concept is Concept.SEQ else None)
    for target, path in known[key].items():
        if not _deters(conflict, dm, target, state, doubt):
            continue
        if concept is Concept.SMR:
            back = conflict.moves.get(dm, {}).get(target, ())
            if not all(_deters(conflict, dm, one, state, doubt) for one in back):
                continue
        return path
    return None


@dataclass(frozen=True, slots=True)
class Equilibria:
    """Stable states of every DM under every concept, and the states stable for all.

    stable      concept to DM to states.
    equilibria  concept to states.
    doubtful    concept to states that are equilibria under some readings of unknown preferences only.
    joint       states from which DMs named in a joint move would all gain by making it.
    """

    stable: Mapping[Concept, Mapping[str, tuple[State, ...]]]
    equilibria: Mapping[Concept, tuple[State, ...]]
    doubtful: Mapping[Concept, tuple[State, ...]]
    joint: tuple[Step, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain values, ready for json.dumps."""
        return {
            "stable": {str(c): {dm: list(s) for dm, s in rows.items()} for c, rows in self.stable.items()},
            "equilibria": {str(c): list(states) for c, states in self.equilibria.items()},
            "doubtful": {str(c): list(states) for c, states in self.doubtful.items()},
            "joint_improvements": [
                {"by": list(who), "from": start, "to": target} for who, start, target in self.joint
            ],
        }


def equilibria(conflict: Conflict, doubt: Doubt = Doubt.CLEAR) -> Equilibria:
    """Every stable state of every DM, and the equilibria.

    doubt  the reading of unknown preferences for the answer itself; `doubtful` compares all four.
    """
    stable = _stable(conflict, doubt)
    everywhere = {concept: _shared(conflict, rows) for concept, rows in stable.items()}
    doubtful: dict[Concept, tuple[State, ...]] = dict.fromkeys(Concept, ())
    if any(state not in conflict.ranks[dm] for dm in conflict.decision_makers for state in conflict.states):
        readings = [_stable(conflict, one) for one in Doubt]
        for concept in Concept:
            sets = [set(_shared(conflict, reading[concept])) for reading in readings]
            doubtful[concept] = tuple(
                state for state in conflict.states if 0 < sum(state in one for one in sets) < len(sets)
            )
    joint = tuple(
        (who, state, target)
        for who, table in conflict.joint.items()
        for state, targets in table.items()
        for target in targets
        if all(conflict.better(dm, target, state) for dm in who)
    )
    return Equilibria(stable, everywhere, doubtful, joint)


def _stable(conflict: Conflict, doubt: Doubt) -> dict[Concept, dict[str, tuple[State, ...]]]:
    known: _Answers = {}
    return {
        concept: {
            dm: tuple(
                state
                for state in conflict.states
                if stability(conflict, dm, state, concept, doubt, known=known).stable
            )
            for dm in conflict.decision_makers
        }
        for concept in Concept
    }


def _shared(conflict: Conflict, rows: Mapping[str, Sequence[State]]) -> tuple[State, ...]:
    return tuple(state for state in conflict.states if all(state in states for states in rows.values()))


def walk_back(conflict: Conflict, deal: State) -> dict[str, tuple[tuple[Step, ...], ...]]:
    """How each DM would walk back from a deal: his tempting moves, each with what the others then do.

    Returns  per DM the sequences from `deal` that leave him better off after the others have answered by
             steps they gain from; a DM who would stay has none.
    Raises   ScenarioError when there is no such state.
    """
    found = {}
    for dm in conflict.decision_makers:
        others = [one for one in conflict.decision_makers if one != dm]

        def gains(step: Step) -> bool:
            return all(conflict.better(one, step[2], step[1]) for one in step[0])

        paths: list[tuple[Step, ...]] = []
        for move in stability(conflict, dm, deal, Concept.SEQ).escapes:
            answers = conflict.reachable(move[2], others, gains)
            # Where the others leave it at that, the walk ends with his move.
            ends = [path for target, path in answers.items() if not _moves_on(conflict, target, others)]
            paths += [(move, *path) for path in ends] or [(move,)]
        found[dm] = tuple(paths)
    return found


def _moves_on(conflict: Conflict, state: State, team: Sequence[str]) -> bool:
    return any(
        conflict.better(dm, target, state)
        for dm in team
        for target in conflict.moves.get(dm, {}).get(state, ())
    )
