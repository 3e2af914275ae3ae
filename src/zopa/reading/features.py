"""What the ranker looks at: numbers about a passage, an option, a party. No dossier's word is among them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zopa.dossier import Dossier
from zopa.reading.candidates import Annotated, Annotator
from zopa.reading.cues import STANCE_CLASSES
from zopa.reading.engines import Understanding
from zopa.reading.growth import Growth
from zopa.reading.holding import Holding
from zopa.reading.meaning import Meaning
from zopa.reading.nearness import Nearness
from zopa.reading.vicinity import AROUND, around, nearest_cue, sentence_numbers

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Column:
    """One option of the dossier and what is known of it before any report."""

    issue: str
    option: str
    issue_row: int
    place: int
    of: int
    denies: bool
    sibling_denies: bool
    ordered: bool
    valued: bool


class Featurizer:
    """Numbers for one dossier in one language.

    engine   gave the reports' insight; without it what rests on insight is 0.
    """

    def __init__(self, dossier: Dossier, annotator: Annotator, engine: Understanding | None = None) -> None:
        self.dossier, self.annotator = dossier, annotator
        self.issues = tuple(dossier.issues)
        self.parties = tuple(dossier.parties)
        self.columns: list[Column] = []
        for row, issue in enumerate(dossier.issues.values()):
            denying = [denies(dossier, issue.id, option.id) for option in issue.options]
            for place, option in enumerate(issue.options):
                self.columns.append(
                    Column(
                        issue.id, option.id, row, place, len(issue.options), denying[place],
                        any(denying) and not denying[place], issue.ordered, option.value is not None,
                    )
                )  # fmt: skip
        self.column_of = {(column.issue, column.option): number for number, column in enumerate(self.columns)}
        self._issue_rows = np.array([column.issue_row for column in self.columns])
        self.meaning = Meaning(dossier, annotator.language, self._issue_rows)
        self.nearness = Nearness(dossier, annotator.language.code, engine)
        self._holding = Holding(self.parties, annotator)
        self._growth: Growth | None = None

    def study(self, reports: list[Annotated]) -> None:
        """Learn from all reports of the dossier which words keep company with which issue and option."""
        self._growth = Growth(len(self.issues) + len(self.columns))
        for annotated in reports:
            self._growth.add(self._company_rows(annotated))

    def _company_rows(self, annotated: Annotated) -> list[tuple[frozenset[str], Array]]:
        language = self.annotator.language
        rows = {name: row for row, name in enumerate(self.issues)}
        found = []
        for passage in annotated.passages:
            strengths = np.zeros(len(self.issues) + len(self.columns), np.float32)
            for hit in passage.hits:
                if hit.option is None and hit.source == "figure":
                    continue
                row = rows[hit.issue]
                strengths[row] = max(strengths[row], hit.strength * (1.0 if hit.option is None else 0.8))
                if hit.option is not None:
                    place = len(self.issues) + self.column_of[hit.issue, hit.option]
                    strengths[place] = max(strengths[place], hit.strength)
            named = {place for m in passage.mentions for place in range(m.first, m.last)}
            stems = frozenset(
                language.stem(token.low)
                for place, token in enumerate(
                    annotated.document.tokens[passage.sentence.first : passage.sentence.last],
                    passage.sentence.first,
                )
                if token.is_word
                and place not in named
                and not token.text[0].isdigit()
                and token.low not in language.stopwords
            )
            found.append((stems, strengths))
        return found

    # ---------------------------------------------------------------- options

    def _company(self, annotated: Annotated) -> tuple[Array, Array]:
        rows = self._company_rows(annotated)
        growth = self._growth
        if growth is None:
            growth = Growth(len(self.issues) + len(self.columns))
            growth.add(rows)
        return growth.company(rows, counted=True)

    def options(self, annotated: Annotated) -> tuple[Array, npt.NDArray[np.int64]]:
        """Features of every option in every sentence (S x O x F), and the anchor token of each (S x O)."""
        count, width = len(annotated.passages), len(self.columns)
        own = np.zeros((count, width, 4), np.float32)  # term, name, figure, words hit
        issue = np.zeros((count, len(self.issues), 2), np.float32)
        anchors = np.full((count, width), -1, np.int64)
        meant = np.zeros((count, width, 2), np.float32)
        issue_meant = np.zeros((count, len(self.issues), 2), np.float32)
        astray = np.zeros((count, len(self.issues)), np.float32)  # a figure that none of its options means
        rows = {name: row for row, name in enumerate(self.issues)}
        for s, passage in enumerate(annotated.passages):
            meant[s], issue_meant[s], guess = self.meaning.similarity(annotated, passage)
            best: dict[int, float] = {}
            fallback: dict[int, tuple[float, int]] = {}
            for hit in passage.hits:
                row = rows[hit.issue]
                if hit.option is None and hit.source == "figure":
                    astray[s, row] = 1.0
                    continue
                kind = {"term": 0, "name": 1, "figure": 2}[hit.source]
                if hit.option is None:
                    issue[s, row, min(kind, 1)] = max(issue[s, row, min(kind, 1)], hit.strength)
                    if hit.strength > fallback.get(row, (0.0, 0))[0]:
                        fallback[row] = (hit.strength, hit.tokens[-1])
                    continue
                column = self.column_of[hit.issue, hit.option]
                own[s, column, kind] = max(own[s, column, kind], hit.strength)
                own[s, column, 3] = max(own[s, column, 3], hit.stems)
                if hit.strength > best.get(column, 0.0):
                    best[column] = hit.strength
                    anchors[s, column] = hit.tokens[-1]
            for column in range(width):
                if anchors[s, column] < 0:
                    row = self.columns[column].issue_row
                    if row in fallback:
                        anchors[s, column] = fallback[row][1]
                    else:
                        anchors[s, column] = guess[column] if guess[column] >= 0 else passage.sentence.first
        gist = self.meaning.gists(annotated)
        seen = self._stack(annotated, own, issue, astray, meant, issue_meant, gist, anchors)
        return np.concatenate([seen, self.nearness.options(annotated)], axis=2), anchors

    def _stack(
        self,
        annotated: Annotated,
        own: Array,
        issue: Array,
        astray: Array,
        meant: Array,
        issue_meant: Array,
        gist: Array,
        anchors: npt.NDArray[np.int64],
    ) -> Array:
        count, width = own.shape[:2]
        strongest = own[:, :, :3].max(axis=2)
        issue_best = issue.max(axis=2)
        spoken = np.maximum(issue_best, _by_issue(strongest, self._issue_rows, len(self.issues)) * 0.8)
        sibling = np.zeros_like(strongest)
        foreign = np.zeros_like(strongest)
        for column in range(width):
            same = (self._issue_rows == self._issue_rows[column]) & (np.arange(width) != column)
            other = self._issue_rows != self._issue_rows[column]
            if same.any():
                sibling[:, column] = strongest[:, same].max(axis=1)
            if other.any():
                foreign[:, column] = strongest[:, other].max(axis=1)
        here = spoken[:, self._issue_rows]
        others = np.zeros_like(here)
        for row in range(len(self.issues)):
            rest = np.delete(spoken, row, axis=1)
            if rest.shape[1]:
                others[:, self._issue_rows == row] = rest.max(axis=1)[:, None]
        paragraph = np.array([passage.sentence.paragraph for passage in annotated.passages])
        meaning = meant[:, :, 0]
        feats = [
            own[:, :, 0], own[:, :, 1], own[:, :, 2], own[:, :, 3], strongest,
            issue[:, self._issue_rows, 0], issue[:, self._issue_rows, 1], here,
            sibling, strongest - sibling, foreign, strongest - foreign, others, here - others,
            _before(strongest, 1), _before(here, 1), _before(strongest, 2), _before(here, 2), _after(here, 1),
            _in_paragraph(here, paragraph), _in_paragraph(strongest, paragraph),
            np.broadcast_to(here.mean(axis=0), here.shape),
            np.broadcast_to(strongest.mean(axis=0), here.shape),
            meaning, meant[:, :, 1], issue_meant[:, self._issue_rows, 0], issue_meant[:, self._issue_rows, 1],
            meaning - meaning.max(axis=1, keepdims=True), meaning - meaning.mean(axis=1, keepdims=True),
            _rank(meaning), meaning - meaning.mean(axis=0, keepdims=True),
            issue_meant[:, self._issue_rows, 0] - issue_meant[:, :, 0].max(axis=1, keepdims=True),
            _sibling_margin(meaning, self._issue_rows), _before(meaning, 1), astray[:, self._issue_rows],
            _rival_figure(own[:, :, 2], self._issue_rows), strongest >= strongest.max(axis=1, keepdims=True),
        ]  # fmt: skip
        company = self._company(annotated)
        for values in company:
            issues, options = values[:, : len(self.issues)], values[:, len(self.issues) :]
            feats += [issues[:, self._issue_rows], options, options - options.max(axis=1, keepdims=True)]
            feats.append(issues[:, self._issue_rows] - issues.max(axis=1, keepdims=True))
        feats += [gist[:, :, k] for k in range(gist.shape[2])]
        fixed = np.array(
            [
                [
                    c.place,
                    c.of,
                    c.denies,
                    c.sibling_denies,
                    c.ordered,
                    c.valued,
                    c.place == 0,
                    c.place == c.of - 1,
                ]
                for c in self.columns
            ],
            np.float32,
        )
        feats += [np.broadcast_to(fixed[:, k], (count, width)) for k in range(fixed.shape[1])]
        sentence = np.array(
            [sentence_numbers(annotated, number, self.annotator.language) for number in range(count)],
            np.float32,
        )
        feats += [np.broadcast_to(sentence[:, k : k + 1], (count, width)) for k in range(sentence.shape[1])]
        tones = np.array(
            [self.meaning.tone(annotated, passage, None) for passage in annotated.passages], np.float32
        )
        feats += [np.broadcast_to(tones[:, k : k + 1], (count, width)) for k in range(tones.shape[1])]
        near = np.zeros((count, width, AROUND), np.float32)
        for s, passage in enumerate(annotated.passages):
            cache: dict[int, list[float]] = {}
            for column in range(width):
                anchor = int(anchors[s, column])
                if anchor not in cache:
                    cache[anchor] = around(passage, anchor)
                near[s, column] = cache[anchor]
        feats += [near[:, :, k] for k in range(near.shape[2])]
        return np.stack(feats, axis=2).astype(np.float32)

    # ---------------------------------------------------------------- holders and stances

    def holders(self, annotated: Annotated, number: int, anchor: int) -> Array:
        """Features of every party as the holder of what sentence `number` says at token `anchor` (P x F)."""
        rows = self._holding(annotated, number, anchor)
        said = np.array([self.nearness.said(annotated, anchor)], np.float32)
        return np.concatenate([rows, np.repeat(said, len(rows), axis=0)], axis=1)

    def stance(self, annotated: Annotated, number: int, column: int, anchor: int, party: str | None) -> Array:
        """Features of what sentence `number` does with an option (F)."""
        passage = annotated.passages[number]
        known = self.columns[column]
        cue = nearest_cue(passage, anchor)
        before = annotated.passages[number - 1] if number else None
        hit_no = any(
            hit.option == known.option and hit.issue == known.issue and "no" in _stems(hit)
            for hit in passage.hits
        )
        return np.array(
            [
                *around(passage, anchor),
                *sentence_numbers(annotated, number, self.annotator.language),
                *((cue is not None and cue.kind == kind) for kind in STANCE_CLASSES),
                cue is not None and cue.negated, cue is None,
                known.denies, known.sibling_denies, known.of, known.place, known.ordered, known.valued,
                hit_no,
                passage.voice.party == party,
                passage.voice.party is not None and passage.voice.party != party,
                *(sum(c.kind == kind for c in before.cues) if before else 0 for kind in STANCE_CLASSES),
                annotated.document.quoted(annotated.document.tokens[anchor].start) is not None,
                *self.meaning.tone(annotated, passage, None), *self.meaning.tone(annotated, passage, anchor),
                *self.nearness.stance(annotated, number, anchor, column),
            ],
            np.float32,
        )  # fmt: skip


def denies(dossier: Dossier, issue_id: str, option_id: str) -> bool:
    """Whether an option only says no to another ('none', 'kein Streik')."""
    option = dossier.issues[issue_id].option(option_id)
    if option is None:
        return False
    negative = {"no", "none", "keine", "kein", "nein", "not", "without", "ohne", "nicht", "stays", "bleibt"}
    words = {word.strip(",.") for name in option.names.values() for word in name.lower().split()[:3]}
    return bool(words & negative) or bool(set(option_id.lower().replace("-", "_").split("_")) & negative)


def _stems(hit: object) -> tuple[str, ...]:
    return getattr(hit, "words", ())


def _by_issue(values: Array, rows: npt.NDArray[np.int64], count: int) -> Array:
    found = np.zeros((values.shape[0], count), np.float32)
    for row in range(count):
        if (rows == row).any():
            found[:, row] = values[:, rows == row].max(axis=1)
    return found


def _before(values: Array, back: int) -> Array:
    moved = np.zeros_like(values)
    if len(values) > back:
        moved[back:] = values[:-back]
    return moved


def _after(values: Array, ahead: int) -> Array:
    moved = np.zeros_like(values)
    if len(values) > ahead:
        moved[:-ahead] = values[ahead:]
    return moved


def _in_paragraph(values: Array, paragraph: npt.NDArray[np.int64]) -> Array:
    found = np.zeros_like(values)
    for number in np.unique(paragraph):
        found[paragraph == number] = values[paragraph == number].max(axis=0)
    return found


def _rank(values: Array) -> Array:
    order = (-values).argsort(axis=1).argsort(axis=1)
    share: Array = (order / max(1, values.shape[1] - 1)).astype(np.float32)
    return share


def _sibling_margin(values: Array, rows: npt.NDArray[np.int64]) -> Array:
    found = np.zeros_like(values)
    for column in range(values.shape[1]):
        same = (rows == rows[column]) & (np.arange(values.shape[1]) != column)
        found[:, column] = values[:, column] - (values[:, same].max(axis=1) if same.any() else 0.0)
    return found


def _rival_figure(values: Array, rows: npt.NDArray[np.int64]) -> Array:
    """The strongest figure for another option of the same issue."""
    found = np.zeros_like(values)
    for column in range(values.shape[1]):
        same = (rows == rows[column]) & (np.arange(values.shape[1]) != column)
        if same.any():
            found[:, column] = values[:, same].max(axis=1)
    return found
