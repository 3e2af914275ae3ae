"""Findings in plain words, for a terminal or a page: sections with an explanation and lines.

Nobody is expected to know what a Pareto frontier is: each section first says what it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from zopa.deals.answers import ScenarioFindings
from zopa.deals.blockers import Blockers, Dispute, Opening
from zopa.deals.findings import Findings, ProposalFindings
from zopa.deals.forecast import CAVEAT, Marker
from zopa.deals.graph import Concept
from zopa.deals.phrases import PHRASES
from zopa.deals.scored import ScoreFindings
from zopa.deals.solutions import Package
from zopa.deals.wording import listed, option_label
from zopa.positions import PositionMatrix


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, what it is about in a sentence or two, and the findings, one a line.

    id  stable, for a page's anchors: 'disputes', 'variants:<proposal>', 'zone', ….
    """

    id: str
    title: str
    about: str
    lines: tuple[str, ...]


class _Words:
    """Phrases in one language."""

    def __init__(self, language: str) -> None:
        self.language = language if language in ("en", "de") else "en"

    def __call__(self, phrase: str, **facts: object) -> str:
        return PHRASES[phrase][self.language].format(**facts)

    def listed(self, items: Iterable[str]) -> str:
        return listed(items, self.language)

    def share(self, value: float) -> str:
        percent = 100 * value
        text = f"{percent:.0f}" if percent in (0, 100) or 1 <= percent <= 99 else f"{percent:.2f}"
        return f"{text.replace('.', ',') if self.language == 'de' else text} %"

    def count(self, number: int) -> str:
        text = f"{number:,}"
        return text.replace(",", ".") if self.language == "de" else text

    def figure(self, value: float) -> str:
        text = f"{value:.3f}".rstrip("0").rstrip(".")
        return text.replace(".", ",") if self.language == "de" else text


def told(findings: Findings, language: str = "en") -> tuple[Section, ...]:
    """Everything beyond the verdicts themselves, in 'en' or 'de'; empty sections are left out."""
    words, matrix = _Words(language), findings.matrix
    sections = [_disputes(findings.blockers, matrix, words), _anything(findings, words)]
    sections += [_variants(name, one, matrix, words) for name, one in findings.proposals.items()]
    sections.append(_forecast(findings.forecast, matrix, words))
    if findings.scores:
        names = {party.id: party.label(words.language) for party in matrix.parties}
        sections += _scores(findings.scores, names, words)
    return tuple(section for section in sections if section.lines)


def told_scenario(findings: ScenarioFindings, language: str = "en") -> tuple[Section, ...]:
    """A scenario's answer in plain words."""
    words = _Words(language)
    sections: list[Section] = []
    if findings.findings:
        matrix = findings.findings.matrix
        lines = [
            f"{one.proposal.name}: {one.verdict.summary(matrix, words.language)}"
            for one in findings.findings.proposals.values()
        ]
        sections = [_section("verdicts", words, lines), *told(findings.findings, language)]
    if findings.scores:
        sections += _scores(findings.scores, {}, words)
    if findings.equilibria:
        conflict = findings.scenario.conflict
        labels = conflict.labels if conflict else {}

        def state(number: int) -> str:
            return f"{number} ({labels[number]})" if labels.get(number) else str(number)

        lines = [
            words("stable_line", concept=str(concept), states=", ".join(map(state, states)) or words("none"))
            + (words("doubtful", states=", ".join(map(state, unsure))) if unsure else "")
            for concept in Concept
            for states, unsure in [
                (findings.equilibria.equilibria[concept], findings.equilibria.doubtful[concept])
            ]
        ]
        lines += [
            words("joint_line", who=words.listed(who), start=state(start), target=state(target))
            for who, start, target in findings.equilibria.joint
        ]
        sections.append(_section("stability", words, lines))
    return tuple(section for section in sections if section.lines)


def _section(anchor: str, words: _Words, lines: Iterable[str], **facts: object) -> Section:
    kind = anchor.partition(":")[0]
    return Section(anchor, words(f"{kind}_title", **facts), words(f"{kind}_about", **facts), tuple(lines))


def _disputes(found: Blockers, matrix: PositionMatrix, words: _Words) -> Section:
    lines: list[str] = []
    for dispute in found.disputes:
        issues = words.listed(matrix.issue(one).label(words.language) for one in dispute.issues)
        lines.append(words("dispute_line", issues=issues, ways=_ways(dispute, matrix, words)))
        if not dispute.complete:
            lines.append(words("incomplete"))
    return _section("disputes", words, lines)


def _ways(dispute: Dispute, matrix: PositionMatrix, words: _Words) -> str:
    shown = [_way(opening, matrix, words) for opening in dispute.openings[:4]]
    more = len(dispute.openings) - len(shown)
    text = words("or").join(shown)
    return text + (words("more", count=more) if more else "")


def _way(opening: Opening, matrix: PositionMatrix, words: _Words) -> str:
    return words.listed(claim.move(matrix, words.language) for claim in opening.moves)


def _anything(findings: Findings, words: _Words) -> Section:
    odds = findings.odds.possible
    lines = [words("anything_yes" if findings.refusals.feasible else "anything_no")]
    if odds.estimate < 1:
        lines.append(words("anything_odds", share=words.share(odds.estimate)))
    for claim, then in findings.odds.pivotal[:3]:
        sentence = claim.sentence(findings.matrix, words.language)
        lines.append(words("pivotal_line", claim=sentence, share=words.share(then)))
    return _section("anything", words, lines)


def _variants(name: str, one: ProposalFindings, matrix: PositionMatrix, words: _Words) -> Section:
    lines: list[str] = []
    for variant in one.variants.found[:3]:
        changes = [
            words("leave_open", issue=matrix.issue(issue).label(words.language))
            if option is None
            else words(
                "change_to",
                issue=matrix.issue(issue).label(words.language),
                option=option_label(matrix, issue, option, words.language),
            )
            for issue, option in variant.changes.items()
        ]
        if changes:
            lines.append(
                words("variant_line", changes=words.listed(changes), open=len(variant.verdict.questions))
            )
    if lines and not one.variants.complete:
        lines.append(words("incomplete"))
    return _section(f"variants:{name}", words, lines, name=one.proposal.name)


def _forecast(markers: Iterable[Marker], matrix: PositionMatrix, words: _Words) -> Section:
    lines = []
    for marker in markers:
        mean, median = (
            option_label(matrix, marker.issue, option, words.language) for option in marker.nearest
        )
        lines.append(
            words(
                "marker_line",
                issue=matrix.issue(marker.issue).label(words.language),
                mean=mean,
                median=median,
                count=len(marker.places),
            )
        )
    section = _section("forecast", words, lines)
    return Section(section.id, section.title, CAVEAT[words.language], section.lines)


# ------------------------------------------------------------------ scores


def _scores(found: ScoreFindings, names: Mapping[str, str], words: _Words) -> list[Section]:
    def party(name: str) -> str:
        return names.get(name, name)

    zone = found.zone
    if zone.count is not None:
        lines = [
            words(
                "zone_counted",
                count=words.count(zone.count),
                all=words.count(zone.outcomes),
                share=words.share(zone.share.estimate),
            )
        ]
    else:
        low, high = words.share(zone.share.low), words.share(zone.share.high)
        lines = [words("zone_sampled", all=words.count(zone.outcomes), low=low, high=high)]
    if found.unanimous is not None and found.interests.quorum is not None:
        lines.append(words("zone_unanimous", count=words.count(found.unanimous)))
    if found.odds.possible.estimate < 1:
        lines.append(words("zone_odds", share=words.share(found.odds.possible.estimate)))
    sections = [_section("zone", words, lines)]
    if found.frontier is not None and len(found.frontier):
        lines = [words("frontier_line", count=words.count(len(found.frontier)))]
        sections.append(_section("frontier", words, lines))
    if found.points:
        rows = (
            ("nash", found.points.nash),
            ("kalai_smorodinsky", found.points.kalai_smorodinsky),
            ("egalitarian", found.points.egalitarian),
            ("welfare", found.points.welfare),
        )
        lines = [f"{words(name)}: {_package(one, party, words)}" for name, one in rows]
        sections.append(_section("points", words, lines))
        lines = [_package(one, party, words) for one in found.shortlist]
        sections.append(_section("shortlist", words, lines))
    sections.append(_section("standing", words, _measured(found, party, words)))
    if found.concessions:
        lines = [
            words("blocking_line", who=words.listed(map(party, who))) for who in found.concessions.blocking
        ]
        lines += [
            words("conceding_line", who=words.listed(map(party, who))) for who in found.concessions.conceding
        ]
        lines.append(words("shortfall_line", value=words.figure(found.concessions.total.value)))
        sections.append(_section("concessions", words, lines))
    return sections


def _measured(found: ScoreFindings, party: Callable[[str], str], words: _Words) -> list[str]:
    lines = []
    for name, one in found.proposals.items():
        verdict = words("passes" if one.passes else "fails")
        if one.efficient:
            lines.append(words("efficient_line", name=name, verdict=verdict))
            continue
        gains = [f"{party(who)} +{words.figure(gain)}" for who, gain in one.left.items() if gain > 1e-9]
        lines.append(words("left_line", name=name, verdict=verdict, gains=words.listed(gains)))
    lines += [
        words("unsettled_line", name=name, issues=words.listed(issues))
        for name, issues in found.unsettled.items()
    ]
    return lines


def _package(one: Package, party: Callable[[str], str], words: _Words) -> str:
    terms = ", ".join(f"{issue} = {option}" for issue, option in one.terms.items())
    scores = ", ".join(f"{party(name)} {words.figure(score)}" for name, score in one.scores.items())
    return f"{terms} ({scores})"
