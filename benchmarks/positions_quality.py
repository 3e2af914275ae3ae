"""Reads every hand-coded dossier with the shipped reader and scores its positions.

    python benchmarks/positions_quality.py [DOSSIER ...] [--out DIR] [--engine NAME]

Expects the shared material (dossiers/, tools/score_positions.py) in ../shared, or where ZOPA_SHARED points.
Writes one prediction per dossier and two files of errors into DIR, one of them by kind, and prints a line per
dossier.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.error_kinds import Error, table, written
from benchmarks.error_kinds import errors as error_kinds
from zopa.dossier import load
from zopa.reading import Reader
from zopa.vocabulary import Report, StatedPosition

SHARED = Path(os.environ.get("ZOPA_SHARED", Path(__file__).resolve().parents[2] / "shared"))
SIX = ("berlin", "tarif", "iran", "koalition", "eu", "nahost")
_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)


def report_of(path: Path) -> Report:
    text = path.read_bytes().decode("utf-8-sig")
    match = _FRONT.match(text)
    front = yaml.safe_load(match.group(1)) if match else {}
    published = front.get("published")
    if isinstance(published, str):
        published = dt.date.fromisoformat(published)
    return Report(
        id=path.stem,
        text=text[match.end() :] if match else text,
        outlet=str(front.get("outlet", "")),
        published=published,
        language=str(front.get("language", "")),
        title=str(front.get("title", "")),
    )


def as_json(one: StatedPosition) -> dict[str, object]:
    condition: object = None
    if one.condition is not None:
        condition = (
            {"issue": one.condition.issue, "option": one.condition.option}
            if one.condition.in_dossier
            else one.condition.text
        )
    return {
        "report": one.report,
        "quote": one.quote.exact,
        "start": one.quote.start,
        "end": one.quote.end,
        "speaker": one.speaker,
        "holder": one.holder,
        "issue": one.issue,
        "option": one.option,
        "stance": str(one.stance),
        "firm": one.firm,
        "condition": condition,
        "confidence": round(one.confidence, 3),
    }


def score(pairs: list[tuple[Path, Path]], errors: Path | None = None) -> dict:
    command = [sys.executable, str(SHARED / "tools/score_positions.py"), "--json"]
    command += [f"{gold}:{pred}" for gold, pred in pairs]
    if errors:
        command += ["--errors", str(errors)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def line(name: str, row: dict) -> str:
    cells = [f"{100 * row['position'][key]:6.1f}" for key in ("precision", "recall", "f1")] + [
        f"{100 * row[key]['f1']:6.1f}" for key in ("position_lenient", "issue", "evidence", "table")
    ]
    pairs = row["pairs"]
    cells += [
        f"{100 * pairs[key]['position_right']['accuracy']:6.0f}" for key in ("speaker", "firm", "condition")
    ]
    return (
        f"{name:<14}"
        + "".join(cells)
        + f"  ({row['position']['right']}/{row['position']['predicted']}/{row['position']['gold']})"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("dossiers", nargs="*")
    parser.add_argument("--out", type=Path, default=None)
    parser.add_argument("--engine", default=None)
    options = parser.parse_args()
    out = options.out or Path(tempfile.mkdtemp(prefix="zopa-positions-"))
    out.mkdir(parents=True, exist_ok=True)
    folders = sorted(p.parent for p in (SHARED / "dossiers").glob("*/gold.yaml"))
    pairs, names, count, started = [], [], 0, time.perf_counter()
    wrong: list[Error] = []
    for folder in folders:
        if options.dossiers and folder.name not in options.dossiers:
            continue
        reader = Reader(load(folder), options.engine) if options.engine else Reader(load(folder))
        found = []
        reports = [report_of(path) for path in sorted((folder / "reports").iterdir())]
        reader.study(reports)
        for report in reports:
            found += [as_json(one) for one in reader.read(report).positions]
            count += 1
        pred = out / f"{folder.name}.json"
        pred.write_text(json.dumps({"positions": found}, ensure_ascii=False, indent=1), encoding="utf-8")
        gold = yaml.load((folder / "gold.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506
        wrong += error_kinds(folder.name, {one.id: one.text for one in reports}, gold["positions"], found)
        pairs.append((folder / "gold.yaml", pred))
        names.append(folder.name)
    took = time.perf_counter() - started
    everything = score(pairs, out / "errors.md")
    print(f"{'':<14}  prec   rec    F1    len   issue  evid  table  spk  firm  cond  (right/pred/gold)")
    for row in everything["dossiers"]:
        print(line(row["dossier"], row))
    for label, chosen in (("six", SIX), ("fifteen", tuple(set(names) - set(SIX)))):
        some = [pair for pair, name in zip(pairs, names, strict=True) if name in chosen]
        if some and len(some) < len(pairs):
            print(line(label, score(some)["total"]))
    print(line("all", everything["total"]))
    (out / "errors-by-kind.md").write_text(written(wrong), encoding="utf-8")
    print(table(wrong))
    print(f"{count} reports in {took:.1f} s; errors in {out / 'errors.md'} and {out / 'errors-by-kind.md'}")


if __name__ == "__main__":
    main()
