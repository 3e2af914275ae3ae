"""One verb per arrow: gather, read, record, place, assess. Introduces the rooms to each other."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from zopa import __version__, settings
from zopa.deals import (
    Findings,
    Interests,
    ScenarioFindings,
    assess_scenario,
    base_of,
    from_mapping,
    interests_from_mapping,
    seats,
)
from zopa.deals import assess as assess_deals
from zopa.dossier import Dossier
from zopa.errors import ScenarioError, SkipReport, UnknownName, ZopaError
from zopa.ledger.judging import PERSON
from zopa.ledger.store import Place, exists
from zopa.ledger.table import Deciding
from zopa.ledger.view import LedgerView
from zopa.ledger.writer import LedgerWriter
from zopa.positions import Affiliation, Cell, PositionMatrix, Spread, Tally, spread, stand
from zopa.positions import place as place_positions
from zopa.positions.differences import Comparison, differences
from zopa.positions.direction import inferred
from zopa.positions.infer import WINDOW
from zopa.reading import (
    ConcurrentReader,
    Fact,
    LearningReader,
    Reader,
    Reading,
    ReportReader,
    SideBySide,
    facts_id,
)
from zopa.reading.reader import STUDIED
from zopa.reading.reliability import Reliability, reliability
from zopa.reading.teaching import Asked, teaching_order
from zopa.sources import Gathered, read_folder
from zopa.sources.scenario import read_scenario
from zopa.vocabulary import Report, StatedPosition, Statement, Status, content_id

if TYPE_CHECKING:
    from zopa.reading.growing import Grown
    from zopa.reading.llm import Forecast, ModelChoice
    from zopa.reading.suggestions import Suggestion


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything a page, a table or an export shows about a dossier as of a date.

    reports    by id, as read.
    positions  all stated positions in force, also those said after `as_of`.
    matrix     what stands as of the date.
    skipped    files that could not be read, each with its reason and remedy.
    status     where each position stands with its judges, by id.
    origins    report id to the report it is a reprint of: itself where it is the first of its story.
    """

    dossier: Dossier
    reports: Mapping[str, Report]
    statements: tuple[Statement, ...]
    positions: tuple[StatedPosition, ...]
    matrix: PositionMatrix
    skipped: tuple[SkipReport, ...] = ()
    as_of: date | None = None
    status: Mapping[str, Status] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)

    def spread(self, stated: Iterable[StatedPosition]) -> Spread:
        """How many outlets print these positions, and how many stories they come from."""
        held = tuple(stated)
        reports = (self.reports.get(one.report) for one in held)
        outlets = {report.id: report.outlet for report in reports if report is not None}
        return spread(held, outlets, self.origins)


@dataclass(frozen=True, slots=True)
class ReadingRun:
    """What one run of reading did.

    read, unchanged  reports read now, and reports the ledger already held as they are.
    new, retired     stated positions that came and went.
    gone             reports whose files are no longer there.
    engine           what the engine counted, by name; empty for an engine that counts nothing.
    """

    read: int
    unchanged: int
    new: int
    retired: int
    gone: tuple[str, ...]
    skipped: tuple[SkipReport, ...]
    engine: Mapping[str, int] = field(default_factory=dict)


Progress = Callable[[int, int, str], None]
"""Called with how many reports are done, how many there are, and the id of the one at hand."""


def _no_progress(_done: int, _total: int, _report: str) -> None:
    """Report nothing."""


def gather(dossier: Dossier) -> Gathered:
    """Read the dossier's reports from disk.

    Raises ZopaError when there is nothing to read at all.
    """
    gathered = read_folder(dossier.reports_folder)
    if not gathered.reports:
        said = "".join(f"\n  {skip}" for skip in gathered.skipped)
        raise ZopaError(
            f"no report could be read{said}",
            path=dossier.reports_folder,
            remedy="Put .txt or .md files there, each with 'published: YYYY-MM-DD' in its front matter.",
        )
    return gathered


def judged_facts(dossier: Dossier, ledger: Place | None = None) -> tuple[Fact, ...]:
    """What people judged in a dossier, as the reader learns from it; nothing where nothing was read yet."""
    if not was_read(dossier, ledger):
        return ()
    view = LedgerView(ledger_of(dossier, ledger))
    right = {Status.ACCEPTED: True, Status.REJECTED: False, Status.CORRECTED: False}
    return tuple(
        Fact(
            one.report,
            (one.quote.start, one.quote.end),
            one.holder,
            one.issue,
            one.option,
            one.stance,
            right[status],
        )
        for one, status in view.judged_positions()
        if status in right
    )


def reading_key(dossier: Dossier, reader: ReportReader, facts: Sequence[Fact] = ()) -> str:
    """What a reading depends on besides the report: the reader, its version, what the dossier names, and
    what was judged in it.
    """
    named = [
        [dataclasses.asdict(one) for one in group.values()]
        for group in (dossier.parties, dossier.actors, dossier.issues)
    ]
    learned = [facts_id(facts)] if facts else []
    return content_id(reader.origin, __version__, list(dossier.languages), named, *learned)


def grown_terms(dossier: Dossier) -> list[Grown]:
    """Every word that stands for an issue or option in the dossier's reports without being written in it."""
    from zopa.reading.growing import forms, synonyms

    reader = Reader(dossier)
    by_language: dict[str, list[Report]] = {}
    for report in gather(dossier).reports:
        by_language.setdefault(reader.language_of(report), []).append(report)
    found: dict[tuple[str, str | None, str], Grown] = {}
    for code, reports in by_language.items():
        annotator = reader.annotator(code)
        annotated = [annotator.annotate(report.text) for report in reports[:STUDIED]]
        for one in (*forms(annotator.terms, annotated), *synonyms(dossier, annotator, annotated)):
            found.setdefault((one.issue, one.option, one.word), one)
    return sorted(found.values(), key=lambda one: (one.how, -one.count, one.word))


def queue(
    held: Iterable[tuple[StatedPosition, Status]], order: str = "teaching", facts: Iterable[Fact] = ()
) -> list[tuple[StatedPosition, Status]]:
    """Positions in the order in which they are to be judged.

    order  'teaching': what improves the next reading most; 'unsure' and 'sure': by confidence; 'report': as
           they were given.
    facts  what was judged already, see `judged_facts`.
    """
    listed = list(held)
    if order == "teaching":
        asked = [Asked(one.confidence, one.holder, one.issue, one.option) for one, _ in listed]
        return [listed[place] for place in teaching_order(asked, facts)]
    if order in ("unsure", "sure"):
        sign = 1 if order == "unsure" else -1
        listed.sort(key=lambda one: (sign * one[0].confidence, one[0].id))
    return listed


def lacking(dossier: Dossier, reports: Sequence[Report]) -> list[Suggestion]:
    """What the reports talk about and the dossier lacks: issues, options, figures, people.

    Nothing is written. Slow with many reports.
    """
    from zopa.reading.lacking import Lacking
    from zopa.reading.suggestions import suggestions
    from zopa.reading.unknown_speakers import UnknownSpeakers

    return suggestions(dossier, reports, (Lacking(), UnknownSpeakers()))


def how_sure(dossier: Dossier, ledger: Place | None = None) -> Reliability:
    """How often machines' suggestions of a given confidence were right, by what people judged."""
    right = {Status.ACCEPTED: True, Status.REJECTED: False, Status.CORRECTED: False}
    view = LedgerView(ledger_of(dossier, ledger))
    return reliability(
        (one.confidence, right[status])
        for one, status in view.judged_positions()
        if status in right and not one.origin.startswith(PERSON)
    )


LEARN_AGAIN = 300
"""Up to this many reports, unchanged ones are read again after judgements; beyond, that takes more than
seconds, and only new and changed reports, or all with `again`, are read with what was learned since.
"""


def ledger_of(dossier: Dossier, ledger: Place | None = None) -> Place:
    """Where a dossier's ledger is: as given, else as ZOPA_LEDGER says, else in its folder."""
    return ledger or settings.ledger() or dossier.folder


def read(
    dossier: Dossier,
    *,
    again: bool = False,
    progress: Progress = _no_progress,
    ledger: Place | None = None,
    reader: ReportReader | None = None,
) -> ReadingRun:
    """Read every report that is new or changed and record it.

    again    read unchanged reports too.
    ledger   where it goes; see `ledger_of`.
    reader   the engine; the local one by default.
    Each report is recorded whole before the next one is read, so stopping at any moment loses
    nothing that was finished. Raises LedgerError when the ledger can't be written.
    """
    gathered = gather(dossier)
    reader = reader or SideBySide(dossier)
    learner = reader if isinstance(reader, LearningReader) else None
    facts = judged_facts(dossier, ledger) if learner else ()
    few = len(gathered.reports) <= LEARN_AGAIN
    key = reading_key(dossier, reader, facts if few else ())
    writer = LedgerWriter(ledger_of(dossier, ledger), reader.origin)
    held = {} if again else writer.up_to_date(key)
    new = retired = 0
    skips = list(gathered.skipped)
    wanted = [report for report in gathered.reports if held.get(report.id) != report.digest]
    writer.unchanged += len(gathered.reports) - len(wanted)
    if wanted and learner:
        learner.study(gathered.reports)
        learner.learn(facts, gathered.reports)
    for report, reading in _readings(reader, wanted, progress):
        if isinstance(reading, SkipReport):
            skips.append(reading)
            continue
        came, went = writer.record(report, reading.statements, reading.positions, key)
        new, retired = new + came, retired + went
    progress(len(wanted), len(wanted), "")
    # A file that is there but can't be read at the moment is skipped, not gone.
    present = {report.id for report in gathered.reports} | {s.path.stem for s in gathered.skipped if s.path}
    gone = writer.retire_missing(present)
    writer.accept_automatically(dossier.auto_accept)
    writer.link_reprints()
    writer.finish(skips)
    counted = reader.summary() if isinstance(reader, ConcurrentReader) else {}
    return ReadingRun(writer.read, writer.unchanged, new, retired, tuple(gone), tuple(skips), counted)


def _readings(
    reader: ReportReader, reports: Sequence[Report], progress: Progress
) -> Iterator[tuple[Report, Reading | SkipReport]]:
    """Each report with what was read in it, or why it was skipped; a concurrent reader keeps no order."""
    if isinstance(reader, ConcurrentReader):
        progress(0, len(reports), "")
        for number, (report, reading) in enumerate(reader.read_many(reports), 1):
            yield report, reading
            progress(number, len(reports), report.id)
        return
    for number, report in enumerate(reports):
        progress(number, len(reports), report.id)
        try:
            yield report, reader.read(report)
        except SkipReport as skip:
            yield report, skip


def compare(dossier: Dossier, readers: tuple[ReportReader, ReportReader]) -> tuple[Comparison, ReadingRun]:
    """Read all reports with two engines and say where they differ; records nothing.

    Returns  the comparison of what both read, and what was skipped by either, with the second's counts.
    """
    gathered = gather(dossier)
    skips = list(gathered.skipped)
    found: list[dict[str, tuple[StatedPosition, ...]]] = []
    for reader in readers:
        held = {}
        for report, reading in _readings(reader, gathered.reports, _no_progress):
            if isinstance(reading, SkipReport):
                skips.append(reading)
            else:
                held[report.id] = reading.positions
        found.append(held)
    both = [name for name in found[0] if name in found[1]]
    comparison = differences(
        [one for name in both for one in found[0][name]], [one for name in both for one in found[1][name]]
    )
    counted = {k: v for r in readers if isinstance(r, ConcurrentReader) for k, v in r.summary().items()}
    return comparison, ReadingRun(len(both), 0, 0, 0, (), tuple(skips), counted)


def language_model(
    dossier: Dossier,
    choice: ModelChoice,
    *,
    ledger: Place | None = None,
    announce: Callable[[Forecast], None] | None = None,
) -> ReportReader:
    """The language-model engine, with its answers kept in the dossier's ledger.

    Raises ModelError where the model can't be asked, LedgerError where answers can't be kept.
    """
    from zopa.ledger.cache import LedgerCache
    from zopa.reading.llm import LanguageModelReader

    cache = LedgerCache(ledger_of(dossier, ledger))
    return LanguageModelReader(dossier, choice, Reader(dossier), cache, announce)


def was_read(dossier: Dossier, ledger: Place | None = None) -> bool:
    """Whether the dossier has a ledger."""
    return exists(ledger_of(dossier, ledger))


def stale(dossier: Dossier, ledger: Place | None = None) -> list[str]:
    """Names of reports that are new, changed or gone since the ledger last read them."""
    held = LedgerView(ledger_of(dossier, ledger)).digests()
    there = {report.id: report.digest for report in read_folder(dossier.reports_folder).reports}
    return sorted(name for name in held.keys() | there.keys() if held.get(name) != there.get(name))


def place(
    dossier: Dossier,
    as_of: date | None = None,
    known_at: datetime | None = None,
    ledger: Place | None = None,
) -> Overview:
    """What stands as of a date, from the ledger.

    as_of     last day that counts; None counts everything.
    known_at  the moment whose knowledge counts, UTC without zone; None is now.
    ledger    where it is; see `ledger_of`.
    Raises    LedgerError when nothing was read yet.
    """
    view = LedgerView(ledger_of(dossier, ledger), known_at)
    status = {}
    stated = []
    for position, standing in view.stream_positions():
        stated.append(position)
        status[position.id] = standing
    judged = frozenset(name for name, standing in status.items() if standing.is_data)
    return Overview(
        dossier=dossier,
        reports=view.reports(),
        statements=view.statements(),
        positions=tuple(stated),
        matrix=place_positions(
            stated, dossier.parties.values(), dossier.issues.values(), affiliation(dossier), as_of, judged
        ),
        skipped=view.skipped(),
        as_of=as_of,
        status=status,
        origins=view.origins(),
    )


def table(dossier: Dossier, as_of: date | None = None, ledger: Place | None = None) -> PositionMatrix:
    """The position table alone, by index: as `place` makes it, but listing only the passages that decide.

    Answers in a fraction of a second from a ledger of a million positions.
    Raises LedgerError when nothing was read yet.
    """
    sides = affiliation(dossier)
    view = LedgerView(ledger_of(dossier, ledger))
    if not sides.plain or not view.all_current():
        # Who speaks for whom changes with time, or something is past or denied: all words have to be weighed.
        return place(dossier, as_of, ledger=ledger).matrix
    held = view.deciding(dossier.parties, sides, WINDOW, as_of)
    cells = {}
    for party in dossier.parties:
        for issue in dossier.issues.values():
            standings = tuple(
                standing
                for option in issue.options
                if (one := held.get((party, issue.id, option.id))) is not None
                and (standing := stand(one.stated, sides, as_of, tally=_tally(one))) is not None
            )
            if standings:
                order = [option.id for option in issue.options]
                full = sorted(
                    (*standings, *inferred(standings, issue)), key=lambda one: order.index(one.option)
                )
                cells[party, issue.id] = Cell(party, issue.id, tuple(full))
    return PositionMatrix(tuple(dossier.parties.values()), tuple(dossier.issues.values()), cells, as_of)


def _tally(held: Deciding) -> Callable[[bool], Tally]:
    def counted(is_for: bool) -> Tally:
        (mine, judged), (others, _) = (held.for_, held.against)[:: 1 if is_for else -1]
        return Tally(mine, others, judged > 0)

    return counted


def brief(dossier: Dossier, as_of: date | None = None, ledger: Place | None = None) -> Overview:
    """What `place` answers, for a large ledger: the same table, with only the passages that decide."""
    matrix = table(dossier, as_of, ledger)
    stated = {
        one.id: one for cell in matrix for held in cell.standings for one in (*held.evidence, *held.dissent)
    }
    view = LedgerView(ledger_of(dossier, ledger))
    named = {one.report for one in stated.values()}
    return Overview(
        dossier=dossier,
        reports=view.reports_named(named),
        statements=(),
        positions=tuple(stated.values()),
        matrix=matrix,
        skipped=view.skipped(),
        as_of=as_of,
        origins=view.origins(named),
    )


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What was said, for questions about who said what when: who changed, who contradicts whom.

    origins  as in `Overview`.
    """

    dossier: Dossier
    positions: tuple[StatedPosition, ...]
    reports: Mapping[str, Report]
    origins: Mapping[str, str]


def on_record(
    dossier: Dossier, ledger: Place | None = None, *, party: str | None = None, issue: str | None = None
) -> OnRecord:
    """The stated positions in force, all or only those of a party or on an issue.

    Raises UnknownName for a party or issue that the dossier lacks; ZopaError for a ledger that is too
    large to compare all of it.
    """
    for kind, name, known in (("party", party, dossier.parties), ("issue", issue, dossier.issues)):
        if name is not None and name not in known:
            raise UnknownName(kind, name, known)
    if party is None and issue is None:
        if is_large(dossier, ledger):
            raise ZopaError(
                f"the ledger holds more than {LARGE:,} positions: too many to compare them all",
                remedy="Choose with --party and --issue.",
            )
        answer = place(dossier, ledger=ledger)
        return OnRecord(dossier, answer.positions, answer.reports, answer.origins)
    view = LedgerView(ledger_of(dossier, ledger))
    stated = tuple(
        one
        for holder in ([party] if party else dossier.parties)
        for question in ([issue] if issue else dossier.issues)
        for one, _ in view.history(holder, question)
    )
    named = {one.report for one in stated}
    return OnRecord(dossier, stated, view.reports_named(named), view.origins(named))


LARGE = 50_000
"""From how many positions on the table is made by index alone."""


def is_large(dossier: Dossier, ledger: Place | None = None) -> bool:
    """Whether the dossier's ledger is too large to read all of it for a table."""
    return LedgerView(ledger_of(dossier, ledger)).size() > LARGE


def affiliation(dossier: Dossier) -> Affiliation:
    """Who speaks for whom, and when: every party, observer and actor."""
    return Affiliation.from_names(dossier.parties.values(), dossier.actors.values())


def assess(answer: Overview, *, only: str | None = None) -> Findings:
    """What the record makes of the dossier's proposals, or of one of them.

    Raises UnknownName when there is no such proposal.
    """
    proposals = answer.dossier.proposals.values() if only is None else [answer.dossier.proposal(only)]
    return assess_deals(
        answer.matrix,
        proposals,
        interests=elicited(answer.dossier),
        affiliation=affiliation(answer.dossier),
    )


def elicited(dossier: Dossier) -> Interests | None:
    """The scores in the dossier's `interests:`, or None. Raises ScenarioError where they are wrong."""
    if dossier.interests is None:
        return None
    parts = [part for issue in dossier.issues.values() for part in issue.parts()]
    options = {issue.id: [option.id for option in issue.options] for issue in parts}
    return interests_from_mapping(
        dossier.interests, options, [party.id for party in seats(dossier.parties.values())]
    )


def assess_file(path: Path, folder: Path | None = None) -> ScenarioFindings:
    """What follows from a scenario file alone. Raises ScenarioError, naming the file.

    folder  a dossier whose parties, issues and proposals count for a file that holds positions only.
    """
    data = read_scenario(path)
    if folder is not None and "positions" in data and "parties" not in data:
        data = {**read_scenario(folder / "dossier.yaml"), **data}
    base = base_of(data)
    try:
        scenario = from_mapping(data, read_scenario(path.parent / base) if base else None)
    except ScenarioError as error:
        raise ScenarioError(error.message, remedy=error.remedy, path=error.path or path) from error
    return assess_scenario(scenario)
