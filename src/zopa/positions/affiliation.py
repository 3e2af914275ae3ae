"""Who speaks for whom, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from zopa.vocabulary import Actor, Office, Party, StatedPosition


@dataclass(frozen=True)
class Affiliation(Mapping[str, str | None]):
    """Speaker ids and the parties they speak for; as a mapping, the one that holds now.

    offices  by speaker id; a party speaks for itself.
    bodies   by party id, the bodies it belongs to, directly or through others, the nearest first.
    """

    offices: Mapping[str, tuple[Office, ...]]
    bodies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    shown: Mapping[str, str | None] = field(default_factory=dict)

    @classmethod
    def of(cls, given: Mapping[str, str | None]) -> Affiliation:
        """From a plain map of speaker to party, or itself."""
        if isinstance(given, Affiliation):
            return given
        return cls({name: (Office(party),) for name, party in given.items()}, {}, given)

    @classmethod
    def from_names(cls, parties: Iterable[Party], actors: Iterable[Actor]) -> Affiliation:
        """From the parties and actors of a dossier."""
        parties, actors = tuple(parties), tuple(actors)
        offices: dict[str, tuple[Office, ...]] = {party.id: (Office(party.id),) for party in parties}
        shown: dict[str, str | None] = {party.id: party.id for party in parties}
        for actor in actors:
            offices[actor.id] = actor.offices or (Office(actor.party),)
            shown[actor.id] = actor.party
        return cls(offices, bodies_of(parties), shown)

    def __getitem__(self, speaker: str) -> str | None:
        return self.shown[speaker]

    def __iter__(self) -> Iterator[str]:
        return iter(self.shown)

    def __len__(self) -> int:
        return len(self.shown)

    def parties(self, speaker: str, day: date | None = None) -> tuple[str, ...]:
        """The parties a speaker speaks for on a day; an unknown day may be any."""
        held = (one.party for one in self.offices.get(speaker, ()) if one.holds(day))
        return tuple(dict.fromkeys(one for one in held if one is not None))

    def is_own(self, position: StatedPosition) -> bool:
        """Whether a position is the holder's own word: of its speaker that day, or of a member of it."""
        return any(
            party == position.holder or position.holder in self.bodies.get(party, ())
            for party in self.parties(position.speaker, position.said_on)
        )

    @property
    def plain(self) -> bool:
        """Whether nobody's party changes with time and no party belongs to another."""
        return not self.bodies and all(len(held) < 2 for held in self.offices.values())


def bodies_of(parties: Iterable[Party]) -> dict[str, tuple[str, ...]]:
    """By party, every body that it belongs to, the nearest first; without parties that belong to none."""
    above: dict[str, list[str]] = {}
    for body in parties:
        for member in body.members:
            above.setdefault(member, []).append(body.id)
    found: dict[str, tuple[str, ...]] = {}
    for party in above:
        reached: dict[str, None] = {}
        open_ = list(above[party])
        while open_:
            body_id = open_.pop(0)
            if body_id != party and body_id not in reached:
                reached[body_id] = None
                open_ += above.get(body_id, ())
        found[party] = tuple(reached)
    return found
