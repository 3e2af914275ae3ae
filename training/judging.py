"""Learns how much a dossier's own judgements are worth, and shows the learning curve.

    python training/positions.py measure             first: guesses by models that never saw the dossier
    python training/judging.py measure [--out DIR]   the curve: F1 after 0, 10, 25, 50, 100 judgements
    python training/judging.py ship    [--out DIR]   the same on all dossiers, written into the package

Judging is simulated from gold. A person goes through the review queue (reading/teaching.py) of four fifths of
a dossier's reports, the suggestions as zopa shows them; accepts, corrects or rejects each, and adds by hand
what was missed in its paragraph; each of these is one judgement. Where the queue ends, the person reads on,
and adds what was missed elsewhere. Then the last fifth, none of it judged, is read; every report is in the
last fifth once. The layer that reads it was fitted on the other dossiers alone. Needs scikit-learn; same
seed, same weights.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT / "training")]
from positions_quality import SHARED, SIX, score  # noqa: E402

import positions as coding  # noqa: E402
from zopa.reading.adapting import NUMBERS, Adapter, Layer, Sentence, sentence_of  # noqa: E402
from zopa.reading.judged import Fact, Memory, weights_of  # noqa: E402
from zopa.reading.learning import passage_stems  # noqa: E402
from zopa.reading.ranker import Ranker  # noqa: E402
from zopa.reading.teaching import Asked, teaching_order  # noqa: E402
from zopa.reading.weighing import STANCES, Guess  # noqa: E402

STEPS = (10, 25, 50, 100)
FOLDS, SEED, GROUPS = 5, 7, 7
LEARNED = 0.15
"""Threshold of a reading that has learned: about the best of 0.14 to 0.26 after 100 judgements."""
WEIGHTS = ROOT / "src/zopa/reading/weights/adapting.json"
NOTHING = Layer(dict.fromkeys(NUMBERS, 0.0), 0.0)
Gold = tuple[int, int, str, int]
"""Sentence, column, holder, stance (a number of STANCES)."""


class _Unpickler(pickle.Unpickler):
    """training/positions.py pickles its cases as the main program."""

    def find_class(self, module: str, name: str) -> object:
        return super().find_class("positions" if module == "__main__" else module, name)


@dataclass
class Desk:
    """One dossier as the simulation needs it."""

    case: coding.Case
    guesses: list[list[Guess]]
    sentences: list[list[Sentence]]
    gold: list[set[Gold]]
    weight: dict[str, float]

    @property
    def columns(self) -> list[tuple[str, str]]:
        return [(one.issue, one.option) for one in self.case.featurizer.columns]


def desk_of(case: coding.Case, guesses: list[list[Guess]]) -> Desk:
    language = case.featurizer.annotator.language
    sentences = [
        [sentence_of(passage, passage_stems(annotated, passage, language)) for passage in annotated.passages]
        for _, annotated in case.reports
    ]
    gold = [
        {(s, column, holder, stance) for (s, column), held in rows.items() for holder, stance in held}
        for rows in case.gold
    ]
    weight = weights_of(one.stems for rows in sentences for one in rows)
    return Desk(case, guesses, sentences, gold, weight)


def shown(desk: Desk, report: int, threshold: float) -> list[Guess]:
    """The suggestions that zopa makes in a report."""
    case = desk.case
    ranker = Ranker(case.featurizer, coding.NOTHING, case.wording, threshold)
    return ranker.chosen(case.reports[report][1], desk.guesses[report], threshold)


def judged(desk: Desk, reports: list[int], most: int, threshold: float) -> list[tuple[int, int, Fact]]:
    """Facts after so many judgements, each with its report and sentence."""
    facts: list[tuple[int, int, Fact]] = []
    done: set[tuple[int, Gold]] = set()
    made = 0

    def say(report: int, one: Gold, right: bool) -> None:
        sentence = desk.sentences[report][one[0]]
        issue, option = desk.columns[one[1]]
        name = desk.case.reports[report][0].id
        done.add((report, one))
        facts.append(
            (report, one[0], Fact(name, sentence.span, one[2], issue, option, STANCES[one[3]], right))
        )

    queue = [(report, guess) for report in reports for guess in shown(desk, report, threshold)]
    asked = [Asked(g.chance, g.holder, *desk.columns[g.column]) for _, g in queue]
    suggested = {(report, _gold(guess)) for report, guess in queue}
    for place in teaching_order(asked):
        if made >= most:
            return facts
        report, guess = queue[place]
        one, here = _gold(guess), desk.gold[report]
        if (report, one) in done:
            continue
        made += 1
        say(report, one, one in here)
        if one not in here:
            # Corrected where the passage states something close: the same option, or the same party's.
            close = [
                other for other in sorted(here)
                if other[0] == one[0] and (other[1] == one[1] or other[2] == one[2])
                and (report, other) not in done and (report, other) not in suggested
            ]  # fmt: skip
            if close:
                say(report, close[0], True)
        paragraphs = [p.sentence.paragraph for p in desk.case.reports[report][1].passages]
        for other in sorted(here):
            near = paragraphs[other[0]] == paragraphs[one[0]]
            if near and made < most and (report, other) not in done and (report, other) not in suggested:
                made += 1
                say(report, other, True)
    for report in reports:
        for other in sorted(desk.gold[report]):
            if made < most and (report, other) not in done:
                made += 1
                say(report, other, True)
    return facts


def _gold(guess: Guess) -> Gold:
    return guess.passage, guess.column, guess.holder, STANCES.index(guess.stance)


@dataclass
class Trial:
    """A fifth of a dossier after so many judgements on the rest: candidates with their numbers."""

    name: str
    after: int
    reports: list[int]
    candidates: list[list[tuple[Guess, list[float]]]]
    right: list[list[bool]]


def trials(desk: Desk, threshold: float) -> list[Trial]:
    case, found = desk.case, []
    order = np.random.default_rng(SEED).permutation(len(case.reports)).tolist()
    folds = min(FOLDS, len(order))
    for fold in range(folds):
        test = order[fold::folds]
        rest = [report for report in order if report not in test]
        for after in STEPS:
            facts = judged(desk, rest, after, threshold)
            memory = Memory([(fact, desk.sentences[r][s].stems) for r, s, fact in facts], desk.weight)
            adapter = Adapter(NOTHING, memory, desk.columns)
            rows = [
                adapter.candidates(
                    case.reports[r][0].id, case.reports[r][1], desk.sentences[r], desk.guesses[r]
                )
                for r in test
            ]
            right = [[_gold(g) in desk.gold[r] for g, _ in row] for r, row in zip(test, rows, strict=True)]
            found.append(Trial(case.name, after, test, rows, right))
    return found


def fit(some: list[Trial]) -> Layer:
    x = np.array([n for t in some for row in t.candidates for _, n in row])
    y = np.array([r for t in some for row in t.right for r in row])
    middle, spread = x.mean(axis=0), x.std(axis=0) + 1e-6
    fitted = LogisticRegression(C=0.3, max_iter=1000).fit((x - middle) / spread, y)
    weights = fitted.coef_[0] / spread
    return Layer(
        dict(zip(NUMBERS, weights.tolist(), strict=True)),
        float(fitted.intercept_[0] - (weights * middle).sum()),
    )


def reweighed(trial: Trial, layer: Layer) -> list[list[Guess]]:
    return [[replace(g, chance=layer.chance(n)) for g, n in row] for row in trial.candidates]


def report_line(label: str, rows: dict[str, dict]) -> str:
    cells = []
    for key in ("precision", "recall", "f1"):
        cells.append(f"{100 * rows['position'][key]:6.1f}")
    cells += [f"{100 * rows[key]['f1']:6.1f}" for key in ("table", "evidence")]
    return f"{label:<18}" + "".join(cells)


def curve(
    desks: list[Desk],
    read: dict[int, dict[str, list[list[Guess]]]],
    thresholds: tuple[float, float],
    out: Path,
) -> None:
    """The official scorer on every step: each report read by what was judged in the others."""
    print("after              prec   rec    F1  table  evid")
    for after, by_name in sorted(read.items()):
        pairs = []
        for desk in desks:
            folder = out / f"after{after}"
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / f"{desk.case.name}.json"
            found = coding.predictions(desk.case, by_name[desk.case.name], thresholds[after > 0])
            path.write_text(json.dumps({"positions": found}, ensure_ascii=False), encoding="utf-8")
            pairs.append((SHARED / "dossiers" / desk.case.name / "gold.yaml", path))
        everything = score(pairs)
        print(report_line(f"{after:>3} all", everything["total"]))
        six = [pair for pair in pairs if pair[0].parent.name in SIX]
        print(report_line("    the six", score(six)["total"]))
        if after in (0, STEPS[-1]):
            for row in everything["dossiers"]:
                print(report_line(f"    {row['dossier']}", row), flush=True)


def reliability(label: str, pairs: list[tuple[float, bool]]) -> None:
    chance, right = np.array([p for p, _ in pairs]), np.array([r for _, r in pairs], float)
    print(f"{label}: Brier {np.mean((chance - right) ** 2):.4f}, n={len(pairs)}")
    for low in np.arange(0, 1, 0.1):
        some = (chance >= low) & (chance < low + 0.1)
        if some.sum() > 9:
            print(
                f"  {low:.1f}-{low + 0.1:.1f}: said {chance[some].mean():.2f}, "
                f"right {right[some].mean():.2f}, n={some.sum()}"
            )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("measure", "ship"))
    parser.add_argument("--out", type=Path, default=Path("out/positions"), help="as for positions.py")
    parser.add_argument("--threshold", type=float, default=0.17, help="the reader's, see positions.py")
    parser.add_argument("--learned", type=float, default=LEARNED, help="threshold after judgements")
    options = parser.parse_args()
    with (options.out / "cases.pickle").open("rb") as file:
        cases, _ = _Unpickler(file).load()
    with (options.out / "weighed.pickle").open("rb") as file:
        guesses = _Unpickler(file).load()
    desks = [desk_of(case, guesses[case.name]) for case in cases]
    everything = [trial for desk in desks for trial in trials(desk, options.threshold)]
    if options.what == "ship":
        layer = fit(everything)
        weights = {name: round(value, 5) for name, value in layer.weights.items()}
        held = {
            "threshold": options.learned, "intercept": round(layer.intercept, 5), "weights": weights,
        }  # fmt: skip
        WEIGHTS.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")
        print(WEIGHTS)
        return
    read: dict[int, dict[str, list[list[Guess]]]] = defaultdict(dict)
    for desk in desks:
        read[0][desk.case.name] = desk.guesses
        for after in STEPS:
            read[after][desk.case.name] = [[] for _ in desk.case.reports]
    names = [desk.case.name for desk in desks]
    before, then = [], []
    for group in (set(names[start::GROUPS]) for start in range(GROUPS)):
        layer = fit([trial for trial in everything if trial.name not in group])
        for trial in everything:
            if trial.name in group:
                for report, row, right in zip(
                    trial.reports, reweighed(trial, layer), trial.right, strict=True
                ):
                    read[trial.after][trial.name][report] = row
                    if trial.after == STEPS[-1]:
                        then += [(g.chance, r) for g, r in zip(row, right, strict=True)]
    for desk in desks:
        for row, gold in zip(desk.guesses, desk.gold, strict=True):
            before += [(g.chance, _gold(g) in gold) for g in row]
    curve(desks, read, (options.threshold, options.learned), options.out / "judging")
    reliability("before any judgement", before)
    reliability(f"after {STEPS[-1]} judgements", then)


if __name__ == "__main__":
    main()
