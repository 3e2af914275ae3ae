"""Learns to code positions from the hand-coded dossiers in ../shared/dossiers and training/dossiers.

    python training/positions.py measure [--folds N]     leave-dossiers-out figures
    python training/positions.py ship                    train on all, write the package's weights

Needs scikit-learn; what is shipped runs on numpy alone. Same seed, same weights.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
import time
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import numpy as np
import yaml
from sklearn.ensemble import HistGradientBoostingClassifier

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))
from positions_quality import SHARED, SIX, as_json, line, report_of, score  # noqa: E402

from zopa.dossier import load  # noqa: E402
from zopa.reading.candidates import Annotated, Annotator  # noqa: E402
from zopa.reading.engines.onnx import OnnxNetwork, shipped  # noqa: E402
from zopa.reading.engines.press import PressReader, shipped_reader  # noqa: E402
from zopa.reading.engines.tagger import Tagger  # noqa: E402
from zopa.reading.features import Featurizer  # noqa: E402
from zopa.reading.language import language  # noqa: E402
from zopa.reading.ranker import Models, Ranker, once  # noqa: E402
from zopa.reading.reader import Reader  # noqa: E402
from zopa.reading.trees import Trees  # noqa: E402
from zopa.reading.weighing import STANCES, Guess, weigh  # noqa: E402
from zopa.reading.wording import Wording  # noqa: E402
from zopa.vocabulary import Report  # noqa: E402

WEIGHTS = ROOT / "src/zopa/reading/engines/weights"
OWN = ROOT / "training" / "dossiers"
"""Coded dossiers of our own wording."""
SEEN = OWN / "seen.txt"
"""Names those that the shipped seer learned from (see seeing.py)."""
OTHERS = ROOT / "build/training/seer/others.onnx"
"""A seer that learned from the others alone. What a network learned from, it sees too well."""
SEED, SEEDS = 7, 3
STUDY = True
FINAL_FOLDS = 7
"""For the final weighing, which is quick to fit and has few dossiers to learn from."""
NOTHING = Models(  # chooses among guesses already made
    *(lambda rows: np.zeros(len(rows), np.float32) for _ in range(3))
)


@dataclass
class Case:
    """One dossier: its reports annotated, its features, its gold positions by sentence."""

    name: str
    featurizer: Featurizer
    wording: Wording
    reports: list[tuple[Report, Annotated]] = field(default_factory=list)
    gold: list[dict[tuple[int, int], list[tuple[str, int]]]] = field(default_factory=list)
    features: list[tuple[np.ndarray, np.ndarray]] = field(default_factory=list)
    ignored: list[set[int]] = field(default_factory=list)
    counts: list[list[tuple[int, int, str, int]]] = field(default_factory=list)


@cache
def by_others() -> PressReader:
    """The shipped engine with the seer that learned from the other dossiers.

    Raises FileNotFoundError where `seeing.py --others` has not made it.
    """
    if not OTHERS.is_file():
        raise FileNotFoundError(f"{OTHERS}: make it with python -m training.seeing --others")
    engine = shipped()
    return PressReader(Tagger(OnnxNetwork(WEIGHTS, seer=OTHERS), engine.parts, engine.decoding))


def case_of(folder: Path) -> Case:
    dossier = load(folder)
    annotator = Annotator(dossier, language(dossier.languages[0]))
    known = folder.parent == OWN and folder.name in SEEN.read_text(encoding="utf-8").split()
    engine = by_others() if known else shipped_reader()
    case = Case(folder.name, Featurizer(dossier, annotator, engine), Wording(dossier, annotator))
    gold = yaml.load((folder / "gold.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506  plain texts
    named = gold.get("reports")
    for path in sorted((folder / "reports").iterdir()):
        report = report_of(path)
        mine = [one for one in gold["positions"] if one["report"] == report.id]
        if named and report.id not in named:
            continue
        annotated = annotator.annotate(report.text)
        insight = engine.read(report.text, annotator.language.code)[1].at_tokens(annotated.document)
        annotated = replace(annotated, insight=insight)
        case.reports.append((report, annotated))
        rows: dict[tuple[int, int], list[tuple[str, int]]] = {}
        ignored: set[int] = set()
        for one in mine:
            start = report.text.find(one["quote"])
            if start < 0:
                continue
            end = start + len(one["quote"])
            shares = [
                (min(end, p.sentence.end) - max(start, p.sentence.start), n)
                for n, p in enumerate(annotated.passages)
                if p.sentence.start < end and p.sentence.end > start
            ]
            column = case.featurizer.column_of.get((one["issue"], one["option"]))
            if not shares or column is None or one["holder"] not in dossier.parties:
                continue
            _, best = max(shares)
            ignored |= {n for _, n in shares if n != best}
            stance = [str(s) for s in STANCES].index(one["stance"])
            rows.setdefault((best, column), []).append((one["holder"], stance))
        case.gold.append(rows)
        case.ignored.append(ignored)
    if STUDY:
        case.featurizer.study([annotated for _, annotated in case.reports])
    case.features = [case.featurizer.options(annotated) for _, annotated in case.reports]
    return case


SAMPLED = 0.12
"""Share of the sentences' unlikely options that are trained on, each counted for as many."""


def option_rows(cases: list[Case], sampled: float = 1.0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    xs, ys, weights = [], [], []
    rng = np.random.default_rng(SEED)
    for case in cases:
        for (features, _), gold, ignored in zip(case.features, case.gold, case.ignored, strict=True):
            count, width, _ = features.shape
            labels = np.zeros((count, width), np.int8)
            for s, column in gold:
                labels[s, column] = 1
            keep = np.ones((count, width), bool)
            for s in ignored:
                keep[s] = labels[s] > 0
            weight = np.ones((count, width), np.float32)
            if sampled < 1.0:
                # an option neither it nor its issue is hinted at (features 4 and 7) is nearly always none
                unlikely = (features[:, :, 4] < 0.3) & (features[:, :, 7] < 0.3) & (labels == 0)
                dropped = unlikely & (rng.random((count, width)) >= sampled)
                weight[unlikely] = 1 / sampled
                keep &= ~dropped
            xs.append(features[keep])
            ys.append(labels[keep])
            weights.append(weight[keep])
    return np.concatenate(xs), np.concatenate(ys), np.concatenate(weights)


def holder_rows(cases: list[Case]) -> tuple[np.ndarray, np.ndarray]:
    xs, ys = [], []
    for case in cases:
        for (_, annotated), (_, anchors), gold in zip(case.reports, case.features, case.gold, strict=True):
            for (s, column), positions in gold.items():
                xs.append(case.featurizer.holders(annotated, s, int(anchors[s, column])))
                holders = {holder for holder, _ in positions}
                ys.append(np.array([party in holders for party in case.featurizer.parties], np.int8))
    return np.concatenate(xs), np.concatenate(ys)


def stance_rows(cases: list[Case]) -> tuple[np.ndarray, np.ndarray]:
    xs, ys = [], []
    for case in cases:
        for (_, annotated), (_, anchors), gold in zip(case.reports, case.features, case.gold, strict=True):
            for (s, column), positions in gold.items():
                for holder, stance in positions:
                    xs.append(case.featurizer.stance(annotated, s, column, int(anchors[s, column]), holder))
                    ys.append(stance)
    return np.array(xs), np.array(ys)


class Bag:
    """Boosted trees fitted with several seeds, their raw scores averaged."""

    def __init__(
        self, x: np.ndarray, y: np.ndarray, weights: np.ndarray | None = None, **settings: float
    ) -> None:
        self.fitted = [
            HistGradientBoostingClassifier(
                learning_rate=0.06, max_features=0.4, l2_regularization=3.0, random_state=SEED + seed,
                early_stopping=False, **settings,
            ).fit(x, y, weights)
            for seed in range(SEEDS)
        ]  # fmt: skip

    def predict_proba(self, x: np.ndarray) -> np.ndarray:
        """Probabilities of the classes (n x classes)."""
        raw = np.mean([one.decision_function(x) for one in self.fitted], axis=0)
        if raw.ndim == 1:
            chance = 1 / (1 + np.exp(-raw))
            return np.stack([1 - chance, chance], axis=1)
        shares = np.exp(raw - raw.max(axis=1, keepdims=True))
        return shares / shares.sum(axis=1, keepdims=True)


def fit(cases: list[Case]) -> dict[str, Bag]:
    x, y, weights = option_rows(cases, SAMPLED)
    option = Bag(x, y, weights, max_iter=160, max_leaf_nodes=12, min_samples_leaf=25)
    x, y = holder_rows(cases)
    holder = Bag(x, y, max_iter=120, max_leaf_nodes=10, min_samples_leaf=15)
    x, y = stance_rows(cases)
    stance = Bag(x, y, max_iter=80, max_leaf_nodes=8, min_samples_leaf=15)
    return {"option": option, "holder": holder, "stance": stance}


def models_of(fitted: dict[str, Bag]) -> Models:
    return Models(
        option=lambda x: fitted["option"].predict_proba(x)[:, 1],
        holder=lambda x: fitted["holder"].predict_proba(x)[:, 1],
        stance=lambda x: fitted["stance"].predict_proba(x),
    )


def trees_of(bag: Bag) -> Trees:
    """What scikit-learn fitted, as plain arrays."""
    columns: dict[str, list[np.ndarray]] = {
        name: [] for name in ("feature", "threshold", "left", "right", "value")
    }
    roots, offset, depth = [], 0, 0
    for fitted in bag.fitted:
        for predictors in fitted._predictors:
            row = []
            for predictor in predictors:
                nodes = predictor.nodes
                leaf = nodes["is_leaf"].astype(bool)
                columns["feature"].append(np.where(leaf, -1, nodes["feature_idx"]).astype(np.int32))
                columns["threshold"].append(np.where(leaf, 0.0, nodes["num_threshold"]))
                columns["left"].append(nodes["left"].astype(np.int32) + offset)
                columns["right"].append(nodes["right"].astype(np.int32) + offset)
                columns["value"].append(nodes["value"] / len(bag.fitted))
                row.append(offset)
                offset += len(nodes)
                depth = max(depth, int(nodes["depth"].max()))
            roots.append(row)
    joined = {name: np.concatenate(parts) for name, parts in columns.items()}
    baseline = np.mean([np.ravel(one._baseline_prediction) for one in bag.fitted], axis=0).astype(np.float64)
    return Trees(**joined, roots=np.array(roots, np.int32), baseline=baseline, depth=depth + 1)


def ship(
    cases: list[Case],
    more: list[Case],
    guesses: dict[str, list[list[Guess]]],
    threshold: float,
    out: Path,
) -> None:
    """Train on everything and write the package's weights; the final weighing learns from `guesses`,
    which `measure` made about dossiers held out.
    """
    fitted = {**fit([*cases, *more]), "final": fit_final(cases, guesses)}
    arrays: dict[str, np.ndarray] = {"threshold": np.array(threshold)}
    for name, model in fitted.items():
        trees = trees_of(model)
        case = cases[0]
        rows = case.features[0][0].reshape(-1, case.features[0][0].shape[2]) if name == "option" else None
        if rows is not None:
            shipped, own = trees(rows), model.predict_proba(rows)[:, 1]
            print(f"largest difference to scikit-learn: {np.abs(shipped - own).max():.1e}")
        arrays.update(trees.to_arrays(name + "_"))
    np.savez_compressed(out, **arrays)
    print(f"{out}: {out.stat().st_size / 1e6:.2f} MB, threshold {threshold}")


def final_rows(cases: list[Case], guesses: dict[str, list[list[Guess]]]) -> tuple[np.ndarray, np.ndarray]:
    """Every guess made about dossiers the models had not seen, and whether it was right."""
    xs, ys = [], []
    for case in cases:
        width, parties = len(case.featurizer.columns), len(case.featurizer.parties)
        for (_, annotated), row, gold in zip(case.reports, guesses[case.name], case.gold, strict=True):
            if row:
                xs.append(weigh(annotated, row, width, parties))
                ys.append(
                    [(g.holder, STANCES.index(g.stance)) in gold.get((g.passage, g.column), ()) for g in row]
                )
    return np.concatenate(xs), np.concatenate([np.array(y, np.int8) for y in ys])


def fit_final(cases: list[Case], guesses: dict[str, list[list[Guess]]]) -> Bag:
    x, y = final_rows(cases, guesses)
    return Bag(x, y, max_iter=80, max_leaf_nodes=6, min_samples_leaf=30)


def weighed(
    cases: list[Case], guesses: dict[str, list[list[Guess]]], folds: list[set[str]]
) -> dict[str, list[list[Guess]]]:
    """Guesses with their final chance, from models fitted on the guesses about other dossiers."""
    found: dict[str, list[list[Guess]]] = {}
    for held in folds:
        final = fit_final([case for case in cases if case.name not in held], guesses)
        for case in cases:
            if case.name in held:
                width, parties = len(case.featurizer.columns), len(case.featurizer.parties)
                found[case.name] = [
                    [
                        replace(g, chance=float(p))
                        for g, p in zip(
                            row, final.predict_proba(weigh(annotated, row, width, parties))[:, 1], strict=True
                        )
                    ]
                    if row
                    else []
                    for (_, annotated), row in zip(case.reports, guesses[case.name], strict=True)
                ]
    return found


def reliability(cases: list[Case], guesses: dict[str, list[list[Guess]]]) -> None:
    """How often guesses of a given chance are right, and the Brier score."""
    pairs = [
        (g.chance, (g.holder, STANCES.index(g.stance)) in gold.get((g.passage, g.column), ()))
        for case in cases
        for row, gold in zip(guesses[case.name], case.gold, strict=True)
        for g in row
    ]
    chance, right = np.array([p for p, _ in pairs]), np.array([r for _, r in pairs], float)
    print(
        f"Brier {np.mean((chance - right) ** 2):.4f} "
        f"(base rate alone {right.mean() * (1 - right.mean()):.4f})"
    )
    for low in np.arange(0, 1, 0.1):
        some = (chance >= low) & (chance < low + 0.1)
        if some.sum():
            print(
                f"  {low:.1f}-{low + 0.1:.1f}: said {chance[some].mean():.2f}, "
                f"right {right[some].mean():.2f}, n={some.sum()}"
            )


def guesses_of(case: Case, models: Models) -> list[list[Guess]]:
    ranker = Ranker(case.featurizer, models, case.wording, 0.0)
    return [ranker.guesses(annotated) for _, annotated in case.reports]


def predictions(case: Case, guesses: list[list[Guess]], threshold: float) -> list[dict]:
    reader = Reader(case.featurizer.dossier)
    annotator = case.featurizer.annotator
    found = []
    for (report, annotated), row in zip(case.reports, guesses, strict=True):
        coded = once(
            [
                case.wording.coded(
                    annotated, g.passage, case.featurizer.columns[g.column].issue,
                    case.featurizer.columns[g.column].option, g.anchor, g.holder, g.stance, g.chance,
                )
                for g in Ranker(case.featurizer, NOTHING, case.wording, threshold).chosen(
                    annotated, row, threshold
                )
            ]
        )  # fmt: skip
        for one in coded:
            position = reader._position(report, annotator, annotated, one, None)
            if position is not None:
                found.append(as_json(position))
    return found


def evaluate(cases: list[Case], guesses: dict[str, list[list[Guess]]], threshold: float, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    pairs, names = [], []
    for case in cases:
        pred = out / f"{case.name}.json"
        pred.write_text(
            json.dumps({"positions": predictions(case, guesses[case.name], threshold)}, ensure_ascii=False)
        )
        pairs.append((SHARED / "dossiers" / case.name / "gold.yaml", pred))
        names.append(case.name)
    total = score(pairs, out / "errors.md")
    print(f"threshold {threshold:.2f}   prec   rec    F1    len   issue  evid  table  spk  firm  cond")
    for row in total["dossiers"]:
        print(line(row["dossier"], row))
    for label, chosen in (("six", [n in SIX for n in names]), ("fifteen", [n not in SIX for n in names])):
        some = [pair for pair, yes in zip(pairs, chosen, strict=True) if yes]
        if some:
            print(line(label, score(some)["total"]))
    print(line("all", total["total"]))


def sweep(cases: list[Case], guesses: dict[str, list[list[Guess]]]) -> float:
    """Exact-position F1 by sentence for several thresholds, quickly; returns the best threshold."""
    best = (0.0, 0.2)
    for threshold in np.arange(0.06, 0.5, 0.02):
        right = predicted = gold = 0
        for case in cases:
            for (_, annotated), row, wanted in zip(case.reports, guesses[case.name], case.gold, strict=True):
                gold += sum(len(v) for v in wanted.values())
                ranker = Ranker(case.featurizer, NOTHING, case.wording, threshold)
                kept = {
                    (g.passage, g.column, g.holder, STANCES.index(g.stance))
                    for g in ranker.chosen(annotated, row, threshold)
                }
                predicted += len(kept)
                right += sum((g[2], g[3]) in wanted.get((g[0], g[1]), ()) for g in kept)
        f1 = 2 * right / max(1, predicted + gold)
        if round(threshold * 100) % 4 == 2:
            print(f"  {threshold:.2f}: P {right / max(1, predicted):.3f} R {right / gold:.3f} F1 {f1:.3f}")
        if f1 > best[0]:
            best = (f1, float(threshold))
    print(f"sentence-level F1 {100 * best[0]:.1f} at {best[1]:.2f}")
    return best[1]


def oracle(cases: list[Case], models_by_case: dict[str, Models]) -> None:
    """How often each judgement is right, given the others."""
    holder_right = holder_all = stance_right = stance_all = 0
    option_ap = []
    from sklearn.metrics import average_precision_score

    for case in cases:
        models = models_by_case[case.name]
        x, y, _ = option_rows([case])
        if y.sum():
            option_ap.append(average_precision_score(y, models.option(x)))
        for (_, annotated), (_, anchors), gold in zip(case.reports, case.features, case.gold, strict=True):
            for (s, column), positions in gold.items():
                anchor = int(anchors[s, column])
                probs = models.holder(case.featurizer.holders(annotated, s, anchor))
                holders = {h for h, _ in positions}
                holder_all += 1
                holder_right += case.featurizer.parties[int(probs.argmax())] in holders
                for holder, stance in positions:
                    row = case.featurizer.stance(annotated, s, column, anchor, holder)
                    stance_all += 1
                    stance_right += int(models.stance(row[None, :])[0].argmax()) == stance
    print(
        f"option AP {np.mean(option_ap):.3f}; holder right {holder_right / holder_all:.3f}; "
        f"stance right {stance_right / stance_all:.3f} (n={holder_all})"
    )


def held_out(cases: list[Case], order: np.ndarray, folds: int) -> list[set[str]]:
    """The names of the dossiers held out in each fold."""
    return [{cases[i].name for i in order[fold::folds]} for fold in range(folds)]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("measure", "ship"))
    parser.add_argument("--folds", type=int, default=7)
    parser.add_argument("--threshold", type=float, default=0.2, help="shipped; chosen by `measure`")
    parser.add_argument("--cached", action="store_true", help="use the features of the last run")
    parser.add_argument("--out", type=Path, default=Path("out/positions"))
    options = parser.parse_args()
    started = time.perf_counter()
    folders = sorted(p.parent for p in (SHARED / "dossiers").glob("*/gold.yaml"))
    cache = options.out / "cases.pickle"
    options.out.mkdir(parents=True, exist_ok=True)
    if options.cached and cache.exists():
        cases, more = pickle.loads(cache.read_bytes())  # noqa: S301  our own file
    else:
        cases = [case_of(folder) for folder in folders]
        # Dossiers written for training: learned from, never measured on.
        more = [case_of(path.parent) for path in sorted(OWN.glob("*/gold.yaml"))]
        cache.write_bytes(pickle.dumps((cases, more)))
    print(f"annotated in {time.perf_counter() - started:.0f} s", flush=True)
    if options.what == "ship":
        held_out = pickle.loads((options.out / "guesses.pickle").read_bytes())  # noqa: S301  our own file
        ship(cases, more, held_out, options.threshold, ROOT / "src/zopa/reading/weights/positions.npz")
        return
    guesses: dict[str, list[list[Guess]]] = {}
    models_by_case = {}
    rng = np.random.default_rng(SEED)
    order = rng.permutation(len(cases))
    folds = held_out(cases, order, options.folds)
    for fold, held in enumerate(folds):
        models = models_of(fit([*(case for case in cases if case.name not in held), *more]))
        for case in cases:
            if case.name in held:
                guesses[case.name] = guesses_of(case, models)
                models_by_case[case.name] = models
        print(f"fold {fold} {time.perf_counter() - started:.0f} s", flush=True)
    oracle(cases, models_by_case)
    sweep(cases, guesses)
    with (options.out / "guesses.pickle").open("wb") as file:
        pickle.dump(guesses, file)
    guesses = weighed(cases, guesses, held_out(cases, order, FINAL_FOLDS))
    reliability(cases, guesses)
    with (options.out / "weighed.pickle").open("wb") as file:
        pickle.dump(guesses, file)
    threshold = sweep(cases, guesses)
    evaluate(cases, guesses, threshold, options.out)


if __name__ == "__main__":
    main()
