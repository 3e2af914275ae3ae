"""The shape of dossier.yaml, as pydantic models; the JSON Schema comes from them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _as_text(value: object) -> object:
    """Ids and names as text: YAML reads 2024 or 1.5 as numbers, an analyst means the name."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _as_texts(value: object) -> object:
    """One alias without brackets is a list of one."""
    if value is None:
        return []
    if isinstance(value, str):
        return [value]
    return [_as_text(item) for item in value] if isinstance(value, list | tuple) else _as_text(value)


def _by_language(value: object) -> object:
    """A plain text or list counts for every language (key '')."""
    if value is None:
        return {}
    return value if isinstance(value, dict) else {"": value}


def _as_options(value: object) -> object:
    """Issue to options: a single option is a list of one."""
    if not isinstance(value, dict):
        return value
    return {key: [item] if isinstance(item, str | int | float) else item for key, item in value.items()}


Name = Annotated[str, BeforeValidator(_as_text), Field(min_length=1)]
Names = Annotated[dict[str, Name], BeforeValidator(_by_language)]
Words = Annotated[list[Name], BeforeValidator(_as_texts)]
WordsByLanguage = Annotated[dict[str, Words], BeforeValidator(_by_language)]
Ids = Annotated[list[Name], BeforeValidator(_as_texts)]
"""One id or a list of them."""


class _Shape(BaseModel):
    # Keys we don't know are reported by `unknown_keys`, with a guess at what was meant.
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True, populate_by_name=True)


class ObserverShape(_Shape):
    """A voice that is no party: an expert, an NGO. Its positions are shown apart."""

    name: Names = Field(description="Its name, as text or by language: {de: …, en: …}.")
    aliases: WordsByLanguage = Field(default_factory=dict, description="Other names the press uses.")
    adjectives: WordsByLanguage = Field(default_factory=dict, description="Adjectives: [russisch].")


class PartyShape(ObserverShape):
    """A side at the table."""

    members: Ids = Field(
        default_factory=list, description="Parties that make it up: what it says counts for each."
    )


class OfficeShape(_Shape):
    """For whom an actor speaks, and when."""

    party: Name | None = Field(default=None, description="A party's or observer's id, or null.")
    role: Names = Field(default_factory=dict, description="Title or office, by language.")
    start: dt.date | None = Field(default=None, alias="from", description="First day, as YYYY-MM-DD.")
    end: dt.date | None = Field(default=None, alias="to", description="Last day, as YYYY-MM-DD.")


class ActorShape(_Shape):
    """A person or body that speaks."""

    name: Name = Field(description="Full name.")
    aliases: Words = Field(default_factory=list, description="Surname and other spellings.")
    party: Ids = Field(
        default_factory=list,
        description="A party's id, or several for whom it speaks; null for an outside voice.",
    )
    role: Names = Field(default_factory=dict, description="Title or office, by language.")
    offices: list[OfficeShape] = Field(
        default_factory=list, description="Instead of party and role, where they change with time."
    )


class OptionShape(_Shape):
    """One way to settle an issue."""

    name: Names = Field(description="What it means, in a few words.")
    terms: WordsByLanguage = Field(default_factory=dict, description="Words the press uses for it.")
    not_terms: WordsByLanguage = Field(
        default_factory=dict, description="Words that never mean it: switches grown terms off."
    )
    value: float | dt.date | None = Field(
        default=None, description="Its figure, or its day (YYYY-MM-DD), where it has one."
    )


class IssueShape(_Shape):
    """A question on the table."""

    name: Names = Field(description="What it is about.")
    terms: WordsByLanguage = Field(default_factory=dict, description="Words the press uses for it.")
    not_terms: WordsByLanguage = Field(
        default_factory=dict, description="Words that never mean it: switches grown terms off."
    )
    ordered: bool = Field(default=False, description="Whether the options lie on a line, in this order.")
    several: bool = Field(default=False, description="Whether more than one option can hold at once.")
    unit: str = Field(default="", description="What the values count: EUR, percent, months, date.")
    more_for: Ids = Field(
        default_factory=list, description="Parties for which a higher value or later day is better."
    )
    less_for: Ids = Field(
        default_factory=list, description="Parties for which a lower value or earlier day is better."
    )
    options: dict[Name, OptionShape] = Field(min_length=1, description="The ways to settle it.")


class ProposalShape(_Shape):
    """Options put forward together."""

    name: Name = Field(default="", description="What it is called.")
    by: Name | None = Field(default=None, description="The party or actor who put it forward.")
    date: dt.date | None = Field(default=None, description="When, as YYYY-MM-DD.")
    terms: Annotated[dict[Name, list[Name]], BeforeValidator(_as_options)] = Field(
        min_length=1, description="Issue to option; to several where they can hold at once."
    )


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
    observers: dict[Name, ObserverShape] = Field(
        default_factory=dict, description="Voices that are no party (experts, NGOs), by id."
    )
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
    grow: bool = Field(default=True, description="Whether terms are grown from the dossier's own reports.")
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


_TEXTS = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}


def _with_shorthands(node: Any) -> Any:
    """Let the schema accept what the loader accepts: a text where a map by language may stand."""
    if isinstance(node, dict):
        node = {key: _with_shorthands(value) for key, value in node.items()}
        inner = node.get("additionalProperties")
        if isinstance(inner, dict) and node.get("type") == "object":
            if "minProperties" in node and inner.get("type") == "array":
                # terms of a proposal: an option, or several
                return {**node, "additionalProperties": {"anyOf": [{"type": ["string", "number"]}, inner]}}
            if inner.get("type") == "string":
                short: dict[str, Any] = {"type": "string"}
            elif inner.get("type") == "array":
                inner = {"anyOf": [inner, {"type": "string"}]}
                node = {**node, "additionalProperties": inner}
                short = _TEXTS
            else:
                return node
            kept = {key: node.pop(key) for key in ("description", "title", "default") if key in node}
            return {**kept, "anyOf": [node, short]}
        ids = node.get("properties")
        if isinstance(ids, dict):
            for name in ("members", "party", "more_for", "less_for"):
                if ids.get(name, {}).get("type") == "array":
                    kept = {k: ids[name][k] for k in ("description", "title", "default") if k in ids[name]}
                    ids[name] = {**kept, "anyOf": [*_TEXTS["anyOf"], {"type": "null"}]}
        return node
    return [_with_shorthands(item) for item in node] if isinstance(node, list) else node
