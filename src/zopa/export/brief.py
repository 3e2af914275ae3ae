"""The brief: what changed since a day, on one page, each line with its passage and outlet.

Two answers go in, the table as of the day before and as of now; nothing is said that they do not hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from zopa.deals import Claim, Findings, Opening, Verdict
from zopa.export.brief_parts import Brief, Item, Passage, Section
from zopa.export.brief_room import on_one_page
from zopa.export.brief_words import Words
from zopa.pipeline import Overview
from zopa.positions import Standing
from zopa.sources.watch import DeadSource
from zopa.vocabulary import Condition, Stance, StatedPosition

LONGEST = 130
"""Characters of a passage that are shown."""
TOGETHER = 2
"""What one party says on one issue is told in one line, up to so many options."""


@dataclass(frozen=True, slots=True)
class _Change:
    """A standing before and after; one of them may be missing."""

    before: Standing | None
    after: Standing

    @property
    def red_line(self) -> bool:
        was = self.before is not None and self.before.is_red_line
        return was != self.after.is_red_line

    @property
    def softer(self) -> bool:
        """A red line before, and still a refusal: nobody has given it up."""
        return self.red_line and not self.after.is_red_line and self.after.stance is Stance.REJECTS

    @property
    def contradiction(self) -> bool:
        return self.after.contested and not (self.before is not None and self.before.contested)

    @property
    def moved(self) -> bool:
        """The word itself changed, not only who says it."""
        return self.before is not None and _word(self.before) != _word(self.after)


def _word(standing: Standing) -> tuple[object, ...]:
    return standing.stance, standing.firm, standing.ties, standing.contested


@dataclass(slots=True)
class Comparison:
    """Two answers on the same dossier, and what the record makes of them.

    before, after  as of the day before `since`, and as of now.
    dead           sources that are silent.
    """

    since: date
    before: Overview
    after: Overview
    was: Findings
    now: Findings
    dead: Sequence[DeadSource] = ()
    changes: tuple[_Change, ...] = field(init=False)

    def __post_init__(self) -> None:
        held = {
            (one.party, one.issue, one.option): one
            for cell in self.before.matrix.said()
            for one in cell.standings
        }
        found = []
        # What is only inferred is no news: nobody said it.
        for cell in self.after.matrix.said():
            for one in cell.standings:
                earlier = held.get((one.party, one.issue, one.option))
                if earlier is None or _word(earlier) != _word(one):
                    found.append(_Change(earlier, one))
        self.changes = tuple(sorted(found, key=_weight))


def _weight(change: _Change) -> tuple[object, ...]:
    """Firm before soft, own words before others', the latest first."""
    one = change.after
    day = one.said_on.toordinal() if one.said_on else 0
    return not one.firm, one.second_hand, -day, one.party, one.issue, one.option


def compose(told: Comparison, language: str) -> Brief:
    """Write the brief in 'en' or 'de'."""
    return _Writer(told, Words(language)).brief()


class _Writer:
    def __init__(self, told: Comparison, words: Words) -> None:
        self._told = told
        self._words = words
        self._dossier = told.after.dossier
        self._language = words.language

    def brief(self) -> Brief:
        told, words = self._told, self._words
        verdicts = tuple(self._verdicts())
        sections = tuple(self._sections(verdicts))
        silent = sections[-1]
        changed = bool(told.changes or verdicts)
        intro = [self._scope()]
        if changed:
            intro.append(self._in_short(len(verdicts)))
        else:
            intro.insert(0, words("nothing", day=words.day(told.since)))
            sections = (silent,)
        return Brief(
            language=self._language,
            title=words("title", title=self._dossier.title, day=words.day(told.since)),
            intro=tuple(line for line in intro if line),
            sections=on_one_page(sections, words),
            changed=changed,
            closing=words("closing"),
        )

    def _sections(self, verdicts: tuple[Item, ...]) -> Iterator[Section]:
        """All there is to say, most important first; the silent sources come last."""
        changes, words = self._told.changes, self._words
        lines = [one for one in changes if one.red_line]
        contested = [one for one in changes if one.contradiction and not one.red_line]
        rest = [one for one in changes if not one.red_line and not one.contradiction]
        moved = [one for one in rest if one.before is not None]
        new = [one for one in rest if one.before is None]
        yield Section(words("red_lines"), tuple(self._red_line(one) for one in lines))
        yield Section(words("proposals"), verdicts)
        yield Section(words("opening"), tuple(self._opening()))
        yield Section(words("moved"), tuple(self._move(one) for one in moved))
        yield Section(words("contradictions"), tuple(self._contradiction(one) for one in contested))
        yield Section(words("new"), tuple(self._new(some) for some in _by_issue(new)))
        yield Section(
            words("dead"),
            tuple(
                Item(
                    words(
                        "dead_item", day=words.day(one.since.date()), reason=words.dead(one.kind, one.reason)
                    ),
                    lead=one.url,
                )
                for one in self._told.dead
            ),
        )

    # ------------------------------------------------------------------ the head

    def _scope(self) -> str:
        """What the brief rests on: reports and outlets since the day, and who checked them."""
        words, told = self._words, self._told
        fresh = [
            one
            for one in told.after.reports.values()
            if one.published is not None
            and one.published >= told.since
            and (told.after.as_of is None or one.published <= told.after.as_of)
        ]
        outlets = list(dict.fromkeys(one.outlet for one in fresh if one.outlet))
        shown = words.listed(
            outlets[:4] + ([words.count(len(outlets) - 4, "outlets")] if len(outlets) > 4 else [])
        )
        reprints = sum(told.after.origins.get(one.id, one.id) != one.id for one in fresh)
        line = words.reports(len(fresh), shown, reprints)
        suggested = sum(change.after.suggested for change in told.changes)
        if told.changes and suggested == len(told.changes):
            return f"{line} {words('all_suggested')}"
        if suggested:
            return f"{line} {words('some_suggested')}"
        return line

    def _in_short(self, verdicts: int) -> str:
        """The brief in one sentence of counts, most important first."""
        changes, words = self._told.changes, self._words
        drawn = sum(one.red_line and one.after.is_red_line for one in changes)
        softer = sum(one.softer for one in changes)
        given_up = sum(one.red_line and not one.after.is_red_line for one in changes) - softer
        counts = (
            ("red_line_drawn", drawn),
            ("red_line_gone", given_up),
            ("red_line_softer", softer),
            ("verdict", verdicts),
            ("move", sum(one.moved and not one.red_line and not one.contradiction for one in changes)),
            ("contradiction", sum(one.contradiction and not one.red_line for one in changes)),
            (
                "new_position",
                sum(one.before is None and not (one.red_line or one.contradiction) for one in changes),
            ),
        )
        return words("in_short", what=words.listed([words.count(n, what) for what, n in counts if n]))

    # ------------------------------------------------------------------ positions

    def _red_line(self, change: _Change) -> Item:
        one = change.after
        key = "line_drawn" if one.is_red_line else "line_softer" if change.softer else "line_gone"
        text = self._words(key, option=self._option(one), attitude=self._was(one), tied=self._tied(one))
        if one.contested:
            # its side says otherwise too: a red line, but not an undisputed one
            item = self._item(text + self._words("but_contested"), one)
            against = next((x for x in one.dissent if x.stance.is_for), None)
            return replace(item, passages=item.passages + ((self._passage(against),) if against else ()))
        if change.before is not None and one.is_red_line:
            text += self._words("until_now", before=self._was(change.before))
        return self._item(text, one)

    def _move(self, change: _Change) -> Item:
        assert change.before is not None  # noqa: S101 - only such changes are asked for
        text = self._words("now", attitude=self._attitude(change.after) + self._tied(change.after))
        return self._item(text + self._words("until_now", before=self._was(change.before)), change.after)

    def _new(self, some: Sequence[Standing]) -> Item:
        told = [self._attitude(one) + self._tied(one) for one in some]
        return self._item("; ".join(told), *some)

    def _contradiction(self, change: _Change) -> Item:
        one = change.after
        said = [*one.evidence, *one.dissent]
        other = next((x for x in said[1:] if x.stance.is_for != said[0].stance.is_for), None)
        shown = [x for x in (said[0] if said else None, other) if x is not None]
        text = self._words("contested_item", option=self._option(one)) + "."
        return Item(text, tuple(self._passage(x) for x in shown), self._lead(one), self._party(one.party))

    def _item(self, text: str, *standings: Standing) -> Item:
        words = self._words
        marks = [
            words(mark)
            for mark, holds in (
                ("second_hand", all(one.second_hand for one in standings)),
                ("inferred", any(one.inferred for one in standings)),
                ("suggested", any(one.suggested for one in standings) and self._some_judged),
            )
            if holds
        ]
        printed = self._told.after.spread([one for standing in standings for one in standing.evidence])
        if printed.reprinted:
            marks.append(words("reprinted", printed=words.printed(printed.outlets, printed.origins)))
        passages = dict.fromkeys(
            self._passage(one.evidence[0], one.evidence) for one in standings if one.evidence
        )
        return Item(
            text + "".join(f" ({mark})" for mark in marks) + ".",
            tuple(passages),
            self._lead(standings[0]),
            self._party(standings[0].party),
            len(standings),
        )

    @property
    def _some_judged(self) -> bool:
        return any(not change.after.suggested for change in self._told.changes)

    def _party(self, party: str) -> str:
        return self._told.after.matrix.party(party).label(self._language)

    def _lead(self, standing: Standing) -> str:
        """'Northmark – Harbour dues'."""
        issue = self._told.after.matrix.issue(standing.issue).label(self._language)
        return f"{self._party(standing.party)} – {issue}"

    def _option(self, standing: Standing) -> str:
        option = self._told.after.matrix.issue(standing.issue).option(standing.option)
        return self._words.quoted(option.label(self._language) if option else standing.option)

    def _attitude(self, standing: Standing) -> str:
        """'against “12 crowns”'."""
        key = "is_contested" if standing.contested else f"is_{standing.stance}{'_firm' * standing.firm}"
        return self._words(key, option=self._option(standing))

    def _was(self, standing: Standing) -> str:
        """'against it', 'acceptable (on the condition: …)'."""
        if standing.contested:
            return self._words("was_contested")
        condition = standing.condition
        was = self._words(f"was_{standing.stance}{'_firm' * standing.firm}")
        return was + (self._words("was_tied", condition=self._condition(condition)) if condition else "")

    def _tied(self, standing: Standing) -> str:
        if standing.condition is None or standing.contested:
            return ""
        return self._words("tied", condition=self._condition(standing.condition))

    def _condition(self, condition: Condition) -> str:
        issue = self._dossier.issues.get(condition.issue or "")
        option = issue.option(condition.option or "") if issue else None
        if issue is None or option is None:
            return self._words.quoted(condition.text or condition.option or "")
        return f"{self._words.quoted(option.label(self._language))} ({issue.label(self._language)})"

    def _passage(self, position: StatedPosition, said: Sequence[StatedPosition] = ()) -> Passage:
        report = self._told.after.reports.get(position.report)
        day = position.said_on or (report.published if report else None)
        same = [one for one in said if one.quote.exact == position.quote.exact] or [position]
        return Passage(
            words=_shortened(position.quote.exact),
            speaker=self._speaker(position),
            outlet=(report.outlet or report.id) if report else position.report,
            day=self._words.day(day) if day else "",
            url=report.url if report and report.url.startswith(("http://", "https://")) else "",
            outlets=self._told.after.spread(
                one for one in same if one.report in self._told.after.reports
            ).outlets,
        )

    def _speaker(self, position: StatedPosition) -> str:
        """Who says it; of whom, where that is not the speaker's own side."""
        if position.speaker in ("author", "anonymous", "other"):
            name = position.speaker_name or self._words(position.speaker)
            side = None
        else:
            name = self._dossier.label(position.speaker, self._language)
            side = self._dossier.party_of(position.speaker)
        if side == position.holder:
            return name
        return self._words("about", speaker=name, party=self._party(position.holder))

    # ------------------------------------------------------------------ proposals

    def _verdicts(self) -> Iterator[Item]:
        words, told = self._words, self._told
        for name, now in told.now.verdicts.items():
            proposal = told.now.proposals[name].proposal
            was = told.was.verdicts.get(name)
            if was is None or (proposal.date is not None and proposal.date >= told.since):
                said = words("verdict_new")
            elif was.verdict != now.verdict:
                said = words("verdict_changed", before=words(was.verdict))
            elif now.verdict == "blocked" and set(was.blockers) != set(now.blockers):
                said = self._blockers_changed(was, now)
            else:
                continue
            before = set(was.blockers) if was is not None else set()
            # whose refusal is news comes first
            refusals = sorted(now.blocking, key=lambda answer: answer.party in before)
            yield Item(
                f"{said} {now.summary(told.after.matrix, self._language)}",
                tuple(
                    self._passage(answer.evidence[0], answer.evidence)
                    for answer in refusals[:1]
                    if answer.evidence
                ),
                words.quoted(proposal.name),
            )

    def _blockers_changed(self, was: Verdict, now: Verdict) -> str:
        """Who joined and who left: 'still blocked, now by Southmark too'."""
        joined = [self._party(one) for one in now.blockers if one not in was.blockers]
        left = [self._party(one) for one in was.blockers if one not in now.blockers]
        key = "blockers_changed" if joined and left else "blockers_joined" if joined else "blockers_left"
        return self._words(key, joined=self._words.listed(joined), left=self._words.listed(left))

    def _opening(self) -> Iterator[Item]:
        """The fewest and softest positions that would have to be given up for a deal to be open."""
        words = self._words
        now, was = (_smallest(found) for found in (self._told.now, self._told.was))
        if now is None:
            yield Item(words("opening_none" if was is None else "opening_none_now"))
            return
        sides = _by_party(now.moves)
        moves = "; ".join(
            [self._steps(claims) for claims in sides[:3]] + [words.others(len(sides) - 3)] * (len(sides) > 3)
        )
        text = f"{moves}."
        if was is not None and {one.id for one in was.moves} == {one.id for one in now.moves}:
            text += " " + words("opening_same")
        ways = self._told.now.blockers.opening_count
        if ways > 1:
            key = "opening_way" if ways == 2 else "opening_ways"
            text += " " + words(key, count=words.number(ways - 1))
        if not self._told.now.blockers.complete:
            text += " " + words("opening_incomplete")
        passages = tuple(self._passage(one.evidence[0]) for one in now.moves[:1] if one.evidence)
        yield Item(text, passages, words("opening_steps"))

    def _steps(self, claims: Sequence[Claim]) -> str:
        """What one party would have to give up: 'Northmark: do without “12 crowns”, …'."""
        lead = f"{self._party(claims[0].party)}: "
        told = [
            claim.move(self._told.after.matrix, self._language).removeprefix(lead) for claim in claims[:3]
        ]
        return lead + self._words.listed(told + [self._words.others(len(claims) - 3)] * (len(claims) > 3))


def _smallest(found: Findings) -> Opening | None:
    return next(iter(found.blockers.openings(1)), None) if not found.blockers.feasible else None


def _by_party(claims: Iterable[Claim]) -> list[list[Claim]]:
    groups: dict[str, list[Claim]] = {}
    for one in claims:
        groups.setdefault(one.party, []).append(one)
    return list(groups.values())


def _by_issue(changes: Iterable[_Change]) -> list[list[Standing]]:
    """New positions of one party on one issue together, in the order of the weightiest."""
    groups: dict[tuple[str, str], list[Standing]] = {}
    for one in changes:
        groups.setdefault((one.after.party, one.after.issue), []).append(one.after)
    return [some[at : at + TOGETHER] for some in groups.values() for at in range(0, len(some), TOGETHER)]


def _shortened(words: str) -> str:
    """A passage on one line, cut at a word where it is long."""
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else line[:LONGEST].rpartition(" ")[0] + " …"
