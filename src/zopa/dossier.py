"""The dossier file: who negotiates, about what, and which words the press uses for it.

    DIR/dossier.yaml   parties, actors, issues with options, proposals
    DIR/reports/       the reports, plain text or Markdown

`load` gives the nouns of `vocabulary`; `check` also gives everything that is wrong or
doubtful, each with its line and a remedy. Sides, names and words exist only here:
nothing in the code knows a party.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from dataclasses import replace as replaced
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from zopa.dossier_format.checks import cross_checks, explained, unknown_keys
from zopa.dossier_format.places import Lines, Problem
from zopa.dossier_format.shape import (
    ActorShape,
    DossierShape,
    IssueShape,
    ObserverShape,
    OptionShape,
    PartyShape,
    ProposalShape,
    schema,
)
from zopa.errors import DossierError, UnknownName, ZopaError
from zopa.vocabulary import Actor, Issue, Office, Option, Party, Proposal

__all__ = [
    "FILE",
    "MAX_BYTES",
    "REPORTS",
    "Dossier",
    "DossierProblems",
    "DossierShape",
    "Problem",
    "Source",
    "check",
    "load",
    "schema",
]

FILE = "dossier.yaml"
REPORTS = "reports"
MAX_BYTES = 5 * 1024 * 1024
"""A dossier is written by hand: anything larger is a mistake, or meant to exhaust the reader."""
MAX_NODES = 500_000
"""Values in a dossier, aliases written out: a few lines of nested aliases can stand for billions."""


# ------------------------------------------------------------------ what comes out


@dataclass(frozen=True, slots=True)
class Source:
    """A feed, sitemap, page or folder that `zopa watch` looks at; `every` in seconds."""

    url: str
    every: int = 3600
    outlet: str = ""


@dataclass(frozen=True, slots=True)
class Dossier:
    """A negotiation as its analyst describes it. Every mapping keeps the file's order.

    parties    the sides, then the observers (`at_table` is False for those).
    grow       whether terms are grown from the dossier's own reports.
    not_terms  words that never mean an issue or option, by (issue, option or None): grown terms switched off.
    """

    folder: Path
    title: str
    languages: tuple[str, ...]
    parties: dict[str, Party]
    actors: dict[str, Actor]
    issues: dict[str, Issue]
    proposals: dict[str, Proposal] = field(default_factory=dict)
    interests: dict[str, Any] | None = None
    auto_accept: float | None = None
    sources: tuple[Source, ...] = ()
    grow: bool = True
    not_terms: dict[tuple[str, str | None], tuple[str, ...]] = field(default_factory=dict)

    @property
    def reports_folder(self) -> Path:
        """Where the reports lie."""
        return self.folder / REPORTS

    @property
    def observers(self) -> dict[str, Party]:
        """Voices that are no party, by id."""
        return {name: party for name, party in self.parties.items() if not party.at_table}

    def party_of(self, speaker: str | None, day: dt.date | None = None) -> str | None:
        """The party a speaker id belongs to on a day: itself, its actor's first party then, or None."""
        if speaker in self.parties:
            return speaker
        actor = self.actors.get(speaker or "")
        return actor.on(day).party if actor else None

    def on(self, day: dt.date | None) -> Dossier:
        """The dossier as of a day: every actor has the party and the role held then."""
        actors = {name: actor.on(day) for name, actor in self.actors.items()}
        return self if actors == self.actors else replaced(self, actors=actors)

    def proposal(self, proposal_id: str) -> Proposal:
        """The proposal with this id. Raises UnknownName, listing what there is."""
        found = self.proposals.get(proposal_id)
        if found is None:
            raise UnknownName("proposal", proposal_id, self.proposals, path=self.folder / FILE)
        return found

    def label(self, speaker: str, language: str = "en") -> str:
        """How a speaker id is shown to a person."""
        if speaker in self.actors:
            return self.actors[speaker].name
        if speaker in self.parties:
            return self.parties[speaker].label(language)
        return speaker


class DossierProblems(DossierError):
    """Everything that is wrong with a dossier file, at once."""

    def __init__(self, path: Path, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        first = problems[0]
        super().__init__(first.message, remedy=first.remedy, path=path, line=first.line)

    def __str__(self) -> str:
        return "\n".join(
            str(ZopaError(problem.message, remedy=problem.remedy, path=self.path, line=problem.line))
            for problem in self.problems
        )


def load(folder: Path | str) -> Dossier:
    """Read DIR/dossier.yaml.

    Raises DossierError when the folder or file is missing or unreadable, DossierProblems
    (all problems, each with its line) when the content is wrong.
    """
    dossier, problems = check(folder)
    if dossier is None:
        path = _file(folder)
        raise DossierProblems(path, [problem for problem in problems if problem.fatal])
    return dossier


def check(folder: Path | str) -> tuple[Dossier | None, list[Problem]]:
    """Read DIR/dossier.yaml and say everything that is wrong or doubtful.

    Returns the dossier (None where a problem is fatal) and the problems in the file's order.
    Raises DossierError when the file is missing, unreadable or not YAML.
    """
    path = _file(folder)
    return check_text(read_text(path), path)


def check_text(text: str, path: Path) -> tuple[Dossier | None, list[Problem]]:
    """What `check` says of a text that is, or may become, the file at `path`.

    Raises DossierError when it is not YAML.
    """
    tree = _parse(text, path)
    lines = Lines(tree)
    problems = list(unknown_keys(tree, DossierShape, lines, ()))
    try:
        shape = DossierShape.model_validate(_plain(tree))
    except ValidationError as error:
        problems.extend(explained(error, lines, FILE))
        return None, sorted(problems, key=lambda problem: problem.line or 0)
    problems.extend(cross_checks(shape, lines))
    problems.sort(key=lambda problem: problem.line or 0)
    if any(problem.fatal for problem in problems):
        return None, problems
    return _build(shape, path.parent), problems


def _file(folder: Path | str) -> Path:
    given = Path(folder)
    return given if given.suffix in (".yaml", ".yml") else given / FILE


def read_text(path: Path) -> str:
    """The text of a dossier file. Raises DossierError when it is missing, too large or not UTF-8."""
    folder = path.parent
    try:
        if not folder.exists():
            raise DossierError(
                "there is no such folder",
                path=folder,
                remedy=f"Make a dossier there with: zopa init {folder}",
            )
        if not folder.is_dir():
            raise DossierError("this is a file, not a dossier folder", path=folder, remedy="Name the folder.")
        if not path.is_file():
            raise DossierError(
                f"no {FILE} in this folder, so it is not a dossier",
                path=folder,
                remedy=f"Name the folder that holds {FILE}, or make one with: zopa init {folder}",
            )
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise DossierError(
                f"{size / 1e6:.0f} MB is too large for a dossier",
                path=path,
                remedy=f"Keep it under {MAX_BYTES // 1024 // 1024} MB; reports go into {REPORTS}/.",
            )
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise DossierError(
            f"not UTF-8 (byte 0x{error.object[error.start]:02x})",
            path=path,
            line=line,
            remedy="Save the file as UTF-8.",
        ) from error
    except OSError as error:
        raise DossierError(f"can't be read: {error.strerror}", path=path) from error


def _parse(text: str, path: Path) -> CommentedMap:
    yaml = YAML(typ="rt", pure=True)
    try:
        tree = yaml.load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = (error.problem or error.context or "malformed").strip()
        raise DossierError(
            f"not valid YAML: {said}",
            path=path,
            line=mark.line + 1 if mark else None,
            remedy="Check the indentation, brackets and quotation marks there.",
        ) from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise DossierError(f"not valid YAML: {str(error).splitlines()[0]}", path=path) from error
    if _size(tree) > MAX_NODES:
        raise DossierError(
            "its aliases (*name) multiply into more than a dossier can hold",
            path=path,
            remedy="Write the values out, or use fewer aliases.",
        )
    if not isinstance(tree, CommentedMap):
        raise DossierError(
            "empty, or not a map of keys",
            path=path,
            line=1,
            remedy=f"Start from a commented example: zopa init {path.parent}",
        )
    return tree


def _size(tree: Any) -> int:
    """How many values a tree has once its aliases are written out; counted without writing them out."""
    known: dict[int, int] = {}

    def count(node: Any) -> int:
        if not isinstance(node, dict | list):
            return 1
        if id(node) not in known:
            known[id(node)] = MAX_NODES  # a node within itself is endless
            held = node.values() if isinstance(node, dict) else node
            known[id(node)] = 1 + sum(count(one) for one in held)
        return known[id(node)]

    return count(tree)


def _plain(node: Any) -> Any:
    """The tree as plain dicts and lists with text keys."""
    if isinstance(node, dict):
        return {str(key): _plain(value) for key, value in node.items()}
    return [_plain(item) for item in node] if isinstance(node, list) else node


def _build(shape: DossierShape, folder: Path) -> Dossier:
    return Dossier(
        folder=folder,
        title=shape.title,
        languages=tuple(shape.languages),
        parties={
            **{name: _party(name, party) for name, party in shape.parties.items()},
            **{name: _party(name, party) for name, party in shape.observers.items()},
        },
        actors={name: _actor(name, actor) for name, actor in shape.actors.items()},
        issues={name: _issue(name, issue) for name, issue in shape.issues.items()},
        proposals={name: _proposal(name, proposal) for name, proposal in shape.proposals.items()},
        interests=shape.interests,
        auto_accept=shape.auto_accept,
        sources=tuple(Source(one.url.strip(), _seconds(one.every), one.outlet) for one in shape.sources),
        grow=shape.grow,
        not_terms=_not_terms(shape),
    )


def _party(name: str, party: ObserverShape) -> Party:
    return Party(
        name,
        dict(party.name),
        _tuples(party.aliases),
        _tuples(party.adjectives),
        members=tuple(party.members) if isinstance(party, PartyShape) else (),
        at_table=isinstance(party, PartyShape),
    )


def _actor(name: str, actor: ActorShape) -> Actor:
    offices = tuple(Office(one.party, dict(one.role), one.start, one.end) for one in actor.offices)
    if len(actor.party) > 1:
        offices = tuple(Office(one, dict(actor.role)) for one in actor.party)
    party = next(iter(actor.party), None)
    plain = Actor(name, actor.name, tuple(actor.aliases), party, dict(actor.role), offices)
    if not offices:
        return plain
    # What is shown where no day is given is the office held last.
    last = max(offices, key=lambda one: (one.end or dt.date.max, one.start or dt.date.min))
    first = next(one for one in offices if one.end == last.end and one.start == last.start)
    return replaced(plain, party=first.party, roles=first.roles)


def _issue(name: str, issue: IssueShape) -> Issue:
    days = any(isinstance(option.value, dt.date) for option in issue.options.values())
    return Issue(
        id=name,
        names=dict(issue.name),
        options=tuple(
            Option(key, dict(option.name), _tuples(option.terms), _number(option))
            for key, option in issue.options.items()
        ),
        terms=_tuples(issue.terms),
        ordered=issue.ordered,
        several=issue.several,
        unit="date" if days else issue.unit,
        more_for=tuple(issue.more_for),
        less_for=tuple(issue.less_for),
    )


def _number(option: OptionShape) -> float | None:
    value = option.value
    return float(value.toordinal()) if isinstance(value, dt.date) else value


def _proposal(name: str, proposal: ProposalShape) -> Proposal:
    return Proposal(
        name,
        proposal.name or name,
        proposal.by,
        proposal.date,
        {issue: options[0] for issue, options in proposal.terms.items()},
        tuple((issue, option) for issue, options in proposal.terms.items() for option in options[1:]),
    )


def _not_terms(shape: DossierShape) -> dict[tuple[str, str | None], tuple[str, ...]]:
    found: dict[tuple[str, str | None], tuple[str, ...]] = {}
    for name, issue in shape.issues.items():
        for option, words in (
            (None, issue.not_terms),
            *((key, one.not_terms) for key, one in issue.options.items()),
        ):
            if words:
                found[name, option] = tuple(word for some in words.values() for word in some)
    return found


def _seconds(interval: str) -> int:
    return int(interval[:-1]) * {"m": 60, "h": 3600, "d": 86400}[interval[-1]]


def _tuples(words: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {language: tuple(items) for language, items in words.items()}
