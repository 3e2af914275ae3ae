"""The dossier file: who negotiates, about what, and which words the press uses for it.

    DIR/dossier.yaml   parties, actors, issues with options, proposals
    DIR/reports/       the reports, plain text or Markdown

`load` gives the nouns of `vocabulary`; `check` also gives everything that is wrong or
doubtful, each with its line and a remedy. Sides, names and words exist only here:
nothing in the code knows a party.
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from zopa.errors import DossierError, UnknownName, ZopaError
from zopa.vocabulary import VOICES, Actor, Issue, Option, Party, Proposal

FILE = "dossier.yaml"
REPORTS = "reports"
MAX_BYTES = 5 * 1024 * 1024
"""A dossier is written by hand: anything larger is a mistake, or meant to exhaust the reader."""


# ------------------------------------------------------------------ the shape of the file


def _as_text(value: object) -> object:
    """Ids and names as text: YAML reads 2024 or 1.5 as numbers, an analyst means the name."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _as_texts(value: object) -> object:
    """One alias without brackets is a list of one."""
    if value is None:
        return []
    if isinstance(value, str):
        return [value]
    return [_as_text(item) for item in value] if isinstance(value, list | tuple) else value


def _by_language(value: object) -> object:
    """A plain text or list counts for every language (key '')."""
    if value is None:
        return {}
    return value if isinstance(value, dict) else {"": value}


Name = Annotated[str, BeforeValidator(_as_text), Field(min_length=1)]
Names = Annotated[dict[str, Name], BeforeValidator(_by_language)]
Words = Annotated[list[Name], BeforeValidator(_as_texts)]
WordsByLanguage = Annotated[dict[str, Words], BeforeValidator(_by_language)]


class _Shape(BaseModel):
    # Keys we don't know are reported by `_unknown_keys`, with a guess at what was meant.
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)


class PartyShape(_Shape):
    """A side at the table."""

    name: Names = Field(description="Its name, as text or by language: {de: …, en: …}.")
    aliases: WordsByLanguage = Field(default_factory=dict, description="Other names the press uses.")
    adjectives: WordsByLanguage = Field(default_factory=dict, description="Adjectives: [russisch].")


class ActorShape(_Shape):
    """A person or body that speaks."""

    name: Name = Field(description="Full name.")
    aliases: Words = Field(default_factory=list, description="Surname and other spellings.")
    party: Name | None = Field(default=None, description="A party's id, or null for an outside voice.")
    role: Names = Field(default_factory=dict, description="Title or office, by language.")


class OptionShape(_Shape):
    """One way to settle an issue."""

    name: Names = Field(description="What it means, in a few words.")
    terms: WordsByLanguage = Field(default_factory=dict, description="Words the press uses for it.")
    value: float | None = Field(default=None, description="Its figure, where it has one.")


class IssueShape(_Shape):
    """A question on the table."""

    name: Names = Field(description="What it is about.")
    terms: WordsByLanguage = Field(default_factory=dict, description="Words the press uses for it.")
    ordered: bool = Field(default=False, description="Whether the options lie on a line, in this order.")
    options: dict[Name, OptionShape] = Field(min_length=1, description="The ways to settle it.")


class ProposalShape(_Shape):
    """Options put forward together."""

    name: Name = Field(default="", description="What it is called.")
    by: Name | None = Field(default=None, description="The party or actor who put it forward.")
    date: dt.date | None = Field(default=None, description="When, as YYYY-MM-DD.")
    terms: dict[Name, Name] = Field(min_length=1, description="Issue to option.")


def _as_source(value: object) -> object:
    """An address alone is a source with nothing else said about it."""
    return {"url": value} if isinstance(value, str) else value


Interval = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,3} ?[mhd]$")]


class SourceShape(_Shape):
    """Where new reports come from: `zopa watch` looks there."""

    url: Name = Field(description="A feed, sitemap or page (https://…), or a folder of files.")
    every: Interval = Field(default="1h", description="How often to look: 30m, 1h, 1d.")
    outlet: str = Field(default="", description="The outlet, where its pages do not name it.")


class DossierShape(_Shape):
    """A zopa dossier: parties, actors, issues with options, proposals, sources."""

    title: Name = Field(description="What is negotiated.")
    languages: Words = Field(default_factory=list, description="Languages of the reports: [de, en].")
    parties: dict[Name, PartyShape] = Field(min_length=1, description="The sides, by id.")
    actors: dict[Name, ActorShape] = Field(default_factory=dict, description="Who speaks, by id.")
    issues: dict[Name, IssueShape] = Field(min_length=1, description="The questions, by id.")
    proposals: dict[Name, ProposalShape] = Field(default_factory=dict, description="Packages, by id.")
    interests: dict[str, Any] | None = Field(
        default=None, description="Scores an analyst elicited: weights, values, reservation values."
    )
    auto_accept: float | None = Field(
        default=None,
        gt=0,
        le=1,
        description="Accept suggestions at least this sure (0 to 1) without a person; they are marked.",
    )
    sources: list[Annotated[SourceShape, BeforeValidator(_as_source)]] = Field(
        default_factory=list, description="Feeds and pages to watch."
    )


def schema() -> dict[str, Any]:
    """The JSON Schema of dossier.yaml, for editors."""
    made = DossierShape.model_json_schema()
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    made["title"] = "zopa dossier"
    with_shorthands: dict[str, Any] = _with_shorthands(made)
    return with_shorthands


def _with_shorthands(node: Any) -> Any:
    """Let the schema accept what the loader accepts: a text where a map by language may stand."""
    if isinstance(node, dict):
        node = {key: _with_shorthands(value) for key, value in node.items()}
        inner = node.get("additionalProperties")
        if isinstance(inner, dict) and node.get("type") == "object":
            if inner.get("type") == "string" and node.get("title", "").lower() != "terms":
                short: dict[str, Any] = {"type": "string"}
            elif inner.get("type") == "array":
                inner = {"anyOf": [inner, {"type": "string"}]}
                node = {**node, "additionalProperties": inner}
                short = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
            else:
                return node
            kept = {key: node.pop(key) for key in ("description", "title", "default") if key in node}
            return {**kept, "anyOf": [node, short]}
        return node
    return [_with_shorthands(item) for item in node] if isinstance(node, list) else node


# ------------------------------------------------------------------ what comes out


@dataclass(frozen=True, slots=True)
class Source:
    """A feed, sitemap, page or folder that `zopa watch` looks at; `every` in seconds."""

    url: str
    every: int = 3600
    outlet: str = ""


@dataclass(frozen=True, slots=True)
class Dossier:
    """A negotiation as its analyst describes it. Every mapping keeps the file's order."""

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

    @property
    def reports_folder(self) -> Path:
        """Where the reports lie."""
        return self.folder / REPORTS

    def party_of(self, speaker: str | None) -> str | None:
        """The party a speaker id belongs to: itself, its actor's party, or None."""
        if speaker in self.parties:
            return speaker
        actor = self.actors.get(speaker or "")
        return actor.party if actor else None

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


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong (`fatal`) or doubtful in a dossier file."""

    message: str
    remedy: str
    line: int | None
    fatal: bool = True


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
    tree = _parse(path)
    lines = _Lines(tree)
    problems = list(_unknown_keys(tree, DossierShape, lines, ()))
    try:
        shape = DossierShape.model_validate(_plain(tree))
    except ValidationError as error:
        problems.extend(_explained(error, lines))
        return None, sorted(problems, key=lambda problem: problem.line or 0)
    problems.extend(_cross_checks(shape, lines))
    problems.sort(key=lambda problem: problem.line or 0)
    if any(problem.fatal for problem in problems):
        return None, problems
    return _build(shape, path.parent), problems


def _file(folder: Path | str) -> Path:
    given = Path(folder)
    return given if given.suffix in (".yaml", ".yml") else given / FILE


def _parse(path: Path) -> CommentedMap:
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
        text = path.read_bytes().decode("utf-8-sig")
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
    if not isinstance(tree, CommentedMap):
        raise DossierError(
            "empty, or not a map of keys",
            path=path,
            line=1,
            remedy=f"Start from a commented example: zopa init {folder}",
        )
    return tree


class _Lines:
    """1-based line of any path of keys in the file."""

    def __init__(self, tree: CommentedMap) -> None:
        self._tree = tree

    def at(self, *path: object) -> int | None:
        node: Any = self._tree
        line: int | None = 1
        for key in path:
            try:
                if isinstance(node, CommentedMap):
                    key = next(k for k in node if str(k) == str(key))
                    line = node.lc.key(key)[0] + 1
                elif isinstance(node, CommentedSeq) and isinstance(key, int):
                    line = node.lc.item(key)[0] + 1
                else:
                    break
                node = node[key]
            except (KeyError, StopIteration, IndexError, AttributeError, TypeError):
                break
        return line


def _plain(node: Any) -> Any:
    """The tree as plain dicts and lists with text keys."""
    if isinstance(node, dict):
        return {str(key): _plain(value) for key, value in node.items()}
    return [_plain(item) for item in node] if isinstance(node, list) else node


def _unknown_keys(
    node: Any, shape: type[BaseModel], lines: _Lines, path: tuple[object, ...]
) -> Iterator[Problem]:
    """A key close to one we know is a typing error and fatal; any other is only named."""
    if not isinstance(node, dict):
        return
    for key, value in node.items():
        known = shape.model_fields.get(str(key))
        if known is None:
            guess = difflib.get_close_matches(str(key), shape.model_fields, n=1, cutoff=0.75)
            # "name" beside an unknown "names" is no typing error if both are there
            fatal = bool(guess) and guess[0] not in node
            remedy = f"Did you mean '{guess[0]}'?" if fatal else f"Known: {', '.join(shape.model_fields)}."
            yield Problem(f"unknown key '{key}'", remedy, lines.at(*path, key), fatal)
            continue
        inner = _inner_shape(known.annotation)
        if inner is not None and isinstance(value, dict):
            for name, item in value.items():
                yield from _unknown_keys(item, inner, lines, (*path, key, name))


def _inner_shape(annotation: Any) -> type[BaseModel] | None:
    """The model in `dict[str, Model]`, if that is what it is."""
    arguments = getattr(annotation, "__args__", ())
    last = arguments[-1] if arguments else None
    return last if isinstance(last, type) and issubclass(last, BaseModel) else None


_HINTS: dict[tuple[int | str, ...], str] = {
    ("parties",): "A dossier needs at least one party: parties: {north: {name: North}}",
    ("issues",): "A dossier needs at least one issue with options.",
    ("title",): "Say what is negotiated: title: …",
}


def _explained(error: ValidationError, lines: _Lines) -> Iterator[Problem]:
    for item in error.errors():
        path = tuple(part for part in item["loc"] if not _is_annotation(part))
        # pydantic names the key of a dict in its path as '[key]'
        path = tuple(part for part in path if part != "[key]")
        where = ".".join(str(part) for part in path) or FILE
        kind, hint = item["type"], _HINTS.get(path, "")
        if kind == "missing":
            message = f"{where} is missing"
        elif kind == "too_short":
            message = f"{where} is empty"
            if path and path[-1] == "options":
                message = f"issue '{path[-2]}' has no options"
                hint = "Give at least one: options: {yes: {name: …}, no: {name: …}}"
        elif kind in ("dict_type", "model_type", "model_attributes_type"):
            message = f"{where} should be a map of keys"
        else:
            message = f"{where}: {item['msg'].lower()}"
        yield Problem(message, hint, lines.at(*path))


def _is_annotation(part: object) -> bool:
    return isinstance(part, str) and (
        "function-" in part or (part.endswith("]") and "[" in part and len(part) > 6)
    )


def _cross_checks(shape: DossierShape, lines: _Lines) -> Iterator[Problem]:
    for kind, ids in (("parties", shape.parties), ("actors", shape.actors)):
        for name in ids:
            if name in VOICES:
                yield Problem(
                    f"'{name}' can't be an id: it stands for a voice without a name",
                    f"Choose another id than {', '.join(VOICES)}.",
                    lines.at(kind, name),
                )
    for name in shape.actors.keys() & shape.parties.keys():
        yield Problem(
            f"'{name}' is both a party and an actor",
            "Give the actor an id of its own.",
            lines.at("actors", name),
        )
    for name, actor in shape.actors.items():
        if actor.party is not None and actor.party not in shape.parties:
            yield _unknown(
                "party", actor.party, shape.parties, f"actor '{name}'", lines.at("actors", name, "party")
            )
    yield from _claimed_twice(shape, lines)
    for name, proposal in shape.proposals.items():
        where = f"proposal '{name}'"
        if proposal.by is not None and proposal.by not in shape.parties and proposal.by not in shape.actors:
            choices = [*shape.parties, *shape.actors]
            yield _unknown("party or actor", proposal.by, choices, where, lines.at("proposals", name, "by"))
        for issue, option in proposal.terms.items():
            line = lines.at("proposals", name, "terms", issue)
            if issue not in shape.issues:
                yield _unknown("issue", issue, shape.issues, where, line)
            elif option not in shape.issues[issue].options:
                yield _unknown(
                    "option", option, shape.issues[issue].options, f"{where}, issue '{issue}'", line
                )


def _unknown(kind: str, name: str, choices: Any, where: str, line: int | None) -> Problem:
    error = UnknownName(kind, name, choices, where=where)
    return Problem(error.message, error.remedy, line)


def _claimed_twice(shape: DossierShape, lines: _Lines) -> Iterator[Problem]:
    """A name that two actors, or two parties, claim leads every reader astray."""
    for kind, named in (
        ("actors", {i: [a.name, *a.aliases] for i, a in shape.actors.items()}),
        (
            "parties",
            {
                i: [*p.name.values(), *(word for words in p.aliases.values() for word in words)]
                for i, p in shape.parties.items()
            },
        ),
    ):
        owner: dict[str, str] = {}
        for one, words in named.items():
            for word in dict.fromkeys(words):
                other = owner.setdefault(word.casefold(), one)
                if other != one:
                    yield Problem(
                        f"'{word}' is claimed by both '{other}' and '{one}'",
                        "Keep it for one of them, and give the other a fuller name.",
                        lines.at(kind, one, "aliases") or lines.at(kind, one),
                    )


def _build(shape: DossierShape, folder: Path) -> Dossier:
    return Dossier(
        folder=folder,
        title=shape.title,
        languages=tuple(shape.languages),
        parties={
            name: Party(name, dict(party.name), _tuples(party.aliases), _tuples(party.adjectives))
            for name, party in shape.parties.items()
        },
        actors={
            name: Actor(name, actor.name, tuple(actor.aliases), actor.party, dict(actor.role))
            for name, actor in shape.actors.items()
        },
        issues={
            name: Issue(
                id=name,
                names=dict(issue.name),
                options=tuple(
                    Option(key, dict(option.name), _tuples(option.terms), option.value)
                    for key, option in issue.options.items()
                ),
                terms=_tuples(issue.terms),
                ordered=issue.ordered,
            )
            for name, issue in shape.issues.items()
        },
        proposals={
            name: Proposal(name, proposal.name or name, proposal.by, proposal.date, dict(proposal.terms))
            for name, proposal in shape.proposals.items()
        },
        interests=shape.interests,
        auto_accept=shape.auto_accept,
        sources=tuple(Source(one.url.strip(), _seconds(one.every), one.outlet) for one in shape.sources),
    )


def _seconds(interval: str) -> int:
    return int(interval[:-1]) * {"m": 60, "h": 3600, "d": 86400}[interval[-1]]


def _tuples(words: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {language: tuple(items) for language, items in words.items()}
