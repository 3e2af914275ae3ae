"""The answer to a scenario file, whatever it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zopa.deals.findings import Findings, assess
from zopa.deals.graph import Conflict, Equilibria, equilibria, walk_back
from zopa.deals.scenario import Scenario
from zopa.deals.scored import ScoreFindings, assess_scores


@dataclass(frozen=True, slots=True)
class ScenarioFindings:
    """The answer to a scenario file: positions, scores or a graph model.

    walks  for each state and decision maker, how it would walk back from there.
    """

    scenario: Scenario
    findings: Findings | None = None
    scores: ScoreFindings | None = None
    equilibria: Equilibria | None = None
    walks: Mapping[int, Mapping[str, Any]] | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain values, ready for json.dumps."""
        return {
            "id": self.scenario.id,
            "kind": self.scenario.kind,
            "title": self.scenario.title,
            "deals": self.findings.to_json() if self.findings else None,
            "scores": self.scores.to_json() if self.scores else None,
            "stability": self.equilibria.to_json() if self.equilibria else None,
            "walk_back": {
                str(state): {dm: [_path_json(path) for path in paths] for dm, paths in by_dm.items()}
                for state, by_dm in (self.walks or {}).items()
            },
        }


def _path_json(path: Any) -> list[dict[str, Any]]:
    return [{"by": list(who), "from": start, "to": target} for who, start, target in path]


def assess_scenario(scenario: Scenario, *, limit_s: float | None = 30.0, seed: int = 0) -> ScenarioFindings:
    """Answer a scenario file. `limit_s` holds for each search."""
    if scenario.matrix is not None:
        findings = assess(
            scenario.matrix,
            scenario.plans,
            interests=scenario.interests,
            limit_s=5.0 if limit_s is None else limit_s,
            seed=seed,
        )
        return ScenarioFindings(scenario, findings)
    if scenario.interests is not None:
        scores = assess_scores(scenario.interests, scenario.proposals, limit_s=limit_s, seed=seed)
        return ScenarioFindings(scenario, scores=scores)
    if scenario.conflict is None:
        return ScenarioFindings(scenario)
    return ScenarioFindings(
        scenario, equilibria=equilibria(scenario.conflict), walks=_walks(scenario.conflict)
    )


def _walks(conflict: Conflict) -> dict[int, dict[str, Any]]:
    return {state: dict(walk_back(conflict, state)) for state in conflict.states}
