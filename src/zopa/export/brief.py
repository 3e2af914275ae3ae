"""The brief: what changed since a day, on one page, each line with its passage and outlet.

Two answers go in, the table as of the day before and as of now; nothing is said that they do not hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from zopa.deals import Findings
from zopa.deals.acceptance import Status, Verdict
from zopa.export.brief_words import Words
from zopa.pipeline import Overview
from zopa.positions import Standing
from zopa.sources.watch import DeadSource
from zopa.vocabulary import Condition, StatedPosition

MOST = 6
"""Lines shown under one heading; how many more there are is said below them."""
LONGEST = 260
"""Characters of a passage that are shown."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a report, with who says them, in which outlet, when, and where to find it."""

    words: str
    speaker: str
    outlet: str
    day: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that changed, in a sentence, with the words it rests on."""

    text: str
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Items under a heading; `more` says how many were left out, empty for none."""

    heading: str
    items: tuple[Item, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief, ready to be written in any form.

    changed  False where nothing changed; the sections then hold at most silent sources.
    """

    language: str
    title: str
    intro: tuple[str, ...]
    sections: tuple[Section, ...]
    changed: bool
    closing: str = ""


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
    def contradiction(self) -> bool:
        return self.after.contested and not (self.before is not None and self.before.contested)

    @property
    def moved(self) -> bool:
        """The word itself changed, not only who says it."""
        return self.before is not None and _word(self.before) != _word(self.after)


def _word(standing: Standing) -> tuple[object, ...]:
    return standing.stance, standing.firm, standing.condition, standing.contested


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
            (one.party, one.issue, one.option): one for cell in self.before.matrix for one in cell.standings
        }
        found = []
        for cell in self.after.matrix:
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
        sections = [section for section in self._sections() if section.items]
        changed = bool(told.changes) or any(
            section.heading in (words("proposals"), words("contradictions")) for section in sections
        )
        intro = [self._scope()]
        if not changed:
            intro.insert(0, words("nothing", day=words.day(told.since)))
            sections = [section for section in sections if section.heading == words("dead")]
        else:
            intro.append(self._in_short())
        return Brief(
            language=self._language,
            title=words("title", title=self._dossier.title, day=words.day(told.since)),
            intro=tuple(line for line in intro if line),
            sections=tuple(sections),
            changed=changed,
            closing=words("closing"),
        )

    def _sections(self) -> Iterator[Section]:
        changes = self._told.changes
        lines = [one for one in changes if one.red_line]
        contested = [one for one in changes if one.contradiction and not one.red_line]
        rest = [one for one in changes if not one.red_line and not one.contradiction]
        words = self._words
        yield self._section("red_lines", (self._red_line(one) for one in lines))
        yield self._section("proposals", self._verdicts())
        yield self._section("moved", (self._move(one) for one in rest if one.before is not None))
        yield self._section("contradictions", (self._contradiction(one) for one in contested))
        yield self._section("new", (self._new(one) for one in rest if one.before is None))
        yield self._section("opening", self._opening())
        yield self._section(
            "dead",
            (
                Item(words("dead_item", url=one.url, day=words.day(one.since.date()), reason=one.reason))
                for one in self._told.dead
            ),
        )

    def _section(self, heading: str, items: Iterable[Item]) -> Section:
        listed = tuple(items)
        more = self._words.more(len(listed) - MOST) if len(listed) > MOST else ""
        return Section(self._words(heading), listed[:MOST], more)

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
        shown = words.listed(outlets[:4] + ([words.others(len(outlets) - 4)] if len(outlets) > 4 else []))
        line = words.reports(len(fresh), shown)
        suggested = sum(change.after.suggested for change in told.changes)
        if told.changes and suggested == len(told.changes):
            return f"{line} {words('all_suggested')}"
        if suggested:
            return f"{line} {words('some_suggested')}"
        return line

    def _in_short(self) -> str:
        """The brief in one sentence of counts, most important first."""
        changes, words = self._told.changes, self._words
        drawn = sum(one.red_line and one.after.is_red_line for one in changes)
        given_up = sum(one.red_line and not one.after.is_red_line for one in changes)
        counts = (
            ("red_line_drawn", drawn),
            ("red_line_gone", given_up),
            ("verdict", len(tuple(self._verdicts()))),
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
        if not one.is_red_line:
            return self._item(self._words("line_gone", **self._told_of(one)), one)
        text = self._words("line_drawn", **self._names(one))
        if change.before is not None:
            text += " " + self._words("before", before=self._was(change.before))
        return self._item(text, one)

    def _move(self, change: _Change) -> Item:
        assert change.before is not None  # noqa: S101 - only such changes are asked for
        told = self._told_of(change.after)
        return self._item(self._words("moved_item", **told, before=self._was(change.before)), change.after)

    def _new(self, change: _Change) -> Item:
        return self._item(self._words("new_item", **self._told_of(change.after)), change.after)

    def _contradiction(self, change: _Change) -> Item:
        one = change.after
        said = [*one.evidence, *one.dissent]
        other = next((x for x in said[1:] if x.stance.is_for != said[0].stance.is_for), None)
        shown = [x for x in (said[0] if said else None, other) if x is not None]
        return Item(self._words("contested_item", **self._names(one)), tuple(self._passage(x) for x in shown))

    def _item(self, text: str, standing: Standing) -> Item:
        words = self._words
        if standing.second_hand:
            text += " " + words("second_hand")
        if standing.inferred:
            text += " " + words("inferred")
        some_judged = any(not change.after.suggested for change in self._told.changes)
        if standing.suggested and some_judged:
            text += " " + words("suggested")
        return Item(text, tuple(self._passage(one) for one in standing.evidence[:1]))

    def _names(self, standing: Standing) -> dict[str, str]:
        matrix = self._told.after.matrix
        issue = matrix.issue(standing.issue)
        option = issue.option(standing.option)
        return {
            "party": matrix.party(standing.party).label(self._language),
            "issue": issue.label(self._language),
            "option": option.label(self._language) if option else standing.option,
        }

    def _told_of(self, standing: Standing) -> dict[str, str]:
        """Names, and what the party does: 'rejects', 'could accept … on the condition …'."""
        condition = standing.condition
        return {
            **self._names(standing),
            "verb": self._words(f"{standing.stance}{'_firm' * standing.firm}"),
            "tied": self._words("tied", condition=self._condition(condition)) if condition else "",
        }

    def _was(self, standing: Standing) -> str:
        """'rejected', 'acceptable (on the condition: …)'."""
        if standing.contested:
            return self._words("was_contested")
        condition = standing.condition
        was = self._words(f"was_{standing.stance}{'_firm' * standing.firm}")
        return was + (self._words("was_tied", condition=self._condition(condition)) if condition else "")

    def _condition(self, condition: Condition) -> str:
        if condition.issue is None or condition.option is None:
            return self._words.quoted(condition.text)
        issue = self._dossier.issues.get(condition.issue)
        option = issue.option(condition.option) if issue else None
        if issue is None or option is None:
            return self._words.quoted(condition.option)
        return f"{option.label(self._language)} ({issue.label(self._language)})"

    def _passage(self, position: StatedPosition) -> Passage:
        report = self._told.after.reports.get(position.report)
        said = position.said_on or (report.published if report else None)
        return Passage(
            words=_shortened(position.quote.exact),
            speaker=self._speaker(position),
            outlet=(report.outlet or report.id) if report else position.report,
            day=self._words.day(said) if said else "",
            url=report.url if report and report.url.startswith(("http://", "https://")) else "",
        )

    def _speaker(self, position: StatedPosition) -> str:
        voices = ("author", "anonymous", "other")
        if position.speaker in voices:
            return position.speaker_name or self._words(position.speaker)
        return self._dossier.label(position.speaker, self._language)

    # ------------------------------------------------------------------ proposals

    def _verdicts(self) -> Iterator[Item]:
        words, told = self._words, self._told
        for name, now in told.now.verdicts.items():
            proposal = told.now.proposals[name].proposal
            was = told.was.verdicts.get(name)
            if was is None or (proposal.date is not None and proposal.date >= told.since):
                said = words("verdict_new", name=proposal.name)
            elif was.verdict != now.verdict:
                said = words(
                    "verdict_changed", name=proposal.name, before=words(was.verdict), now=words(now.verdict)
                )
            elif now.verdict == "blocked" and set(was.blockers) != set(now.blockers):
                said = words("blockers_changed", name=proposal.name)
            else:
                continue
            yield Item(
                f"{said} {now.summary(told.after.matrix, self._language)}",
                tuple(self._passage(one) for one in self._decisive(now)),
            )

    @staticmethod
    def _decisive(verdict: Verdict) -> tuple[StatedPosition, ...]:
        return tuple(one for answer in verdict.blocking[:1] for one in answer.evidence[:1])

    def _opening(self) -> Iterator[Item]:
        """The proposal that is nearest to a yes, and what stands in its way."""
        words, told = self._words, self._told
        pending = [
            (len(verdict.blocking), len(verdict.questions), name)
            for name, verdict in told.now.verdicts.items()
            if verdict.status is not Status.CERTAIN
        ]
        if not pending:
            return
        _, _, name = min(pending)
        verdict, proposal = told.now.verdicts[name], told.now.proposals[name].proposal
        standing_in_the_way = verdict.blocking or verdict.questions
        points = [
            words(
                "point",
                party=told.after.matrix.party(one.party).label(self._language),
                issue=told.after.matrix.issue(one.issue).label(self._language),
            )
            for one in standing_in_the_way[:3]
        ]
        if len(standing_in_the_way) > 3:
            points.append(words.others(len(standing_in_the_way) - 3))
        key = "opening_blocked" if verdict.blocking else "opening_unsaid"
        yield Item(
            words(key, name=proposal.name, points=words.listed(points)),
            tuple(self._passage(one) for one in self._decisive(verdict)),
        )


def _shortened(words: str) -> str:
    """A passage on one line, cut at a word where it is long."""
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else line[:LONGEST].rpartition(" ")[0] + " …"
