"""Fuzzes the trained reader: cut-up, spliced and soiled texts; every find is printed and kept as a file.

    python tests/fuzz/reading.py --minutes 10 --seed 1 [--finds FOLDER]

Uses the development sets where they are at hand, else its own sentences. Exit status 1 after a find.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
import traceback
from pathlib import Path

from zopa.dossier import load
from zopa.reading.addressing import addressee
from zopa.reading.engines.press import shipped_reader
from zopa.reading.language import LANGUAGES, language
from zopa.reading.naming import Namer, namer
from zopa.reading.text import analyse

OWN = (
    "Die Ministerin sagte: „Wir lehnen das ab.“ Er sei bereit, so ihr Sprecher, „zu reden“.",
    'The envoy said "we will not sign", and added that talks would go on. He had, he wrote, no plan.',
    "Frage: Warum nicht?\nAntwort: Weil »niemand« wollte.\n\n++ 12:30 Uhr ++ Laut Regierungskreisen",
    "Q: Will you sign, Mr Berg?\nA: No.\nQ: Why not?\nA: We want more.\nQ: And then?\nA: We walk.",
    "BERLIN (dpa) - ,,Nein'', sagte Frau Berg dem Inselboten in der Nacht zu Dienstag.\nEr ging.",
)
SIGNS = "„“”\"«»‹›‚‘’'\n\n\t \u00a0\u200b\u202e\ufeff\x00\ud800😀é漢ßİ.,:;–-—()[]{}%§"


def soiled(text: str, chance: random.Random) -> str:
    """A text with a few random changes."""
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(len(text) + 1)
        other = min(len(text), place + chance.randint(0, 200))
        change = chance.randrange(6)
        if change == 0:
            text = text[:place] + chance.choice(SIGNS) * chance.choice((1, 1, 2, 50)) + text[place:]
        elif change == 1:
            text = text[:place] + text[other:]
        elif change == 2:
            text = text[:place] + text[place:other] * chance.choice((2, 3, 20)) + text[other:]
        elif change == 3:
            text = text[:place] + chr(chance.randrange(0x110000)) + text[place:]
        elif change == 4:
            text = text[:place] + text[place:other].swapcase() + text[other:]
        else:
            text = text[:place] + text[place:other].replace(" ", "") + text[other:]
    return text


def complaint(text: str, code: str, who: Namer) -> str:
    """What is wrong with the statements of a text; empty if nothing is."""
    found = shipped_reader().tag(text, code)
    document = analyse(text, language(code))
    if len(who(text, found)) != len(found):
        return "not every statement has a speaker"
    for statement in found:
        heard = addressee(document, statement, language(code))
        if heard is not None and not 0 <= heard[0] < heard[1] <= len(text):
            return f"addressee {heard} of {len(text)} characters"
        if not statement.quote:
            return "a statement without a quote"
        for spans in (statement.quote, statement.speaker, statement.cue):
            last = 0
            for start, end in spans:
                if not last <= start < end <= len(text):
                    return f"span {start}:{end} in {spans} of {len(text)} characters"
                last = end
    return ""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--finds", type=Path, default=Path("out/finds"))
    args = parser.parse_args()
    shared = Path(os.environ.get("ZOPA_SHARED", "../shared")) / "corpora"
    texts = list(OWN)
    for path in sorted(shared.glob("*-quotes/*dev/*.json")):
        texts.append(json.loads(path.read_text(encoding="utf-8"))["originalText"])
    dossier = load(Path(__file__).parents[2] / "examples/berlin")
    namers = {code: namer(dossier, code) for code in LANGUAGES}
    chance = random.Random(args.seed)
    end = time.monotonic() + 60 * args.minutes
    tried = finds = 0
    while time.monotonic() < end:
        text = soiled("\n\n".join(chance.choices(texts, k=chance.choice((1, 1, 2)))), chance)
        tried += 1
        try:
            code = chance.choice(LANGUAGES)
            wrong = complaint(text, code, namers[code])
        except Exception:  # noqa: BLE001 - any exception is a find
            wrong = traceback.format_exc()
        if wrong:
            finds += 1
            args.finds.mkdir(parents=True, exist_ok=True)
            (args.finds / f"{args.seed}-{tried}.json").write_text(json.dumps({"text": text, "wrong": wrong}))
            sys.stderr.write(wrong + "\n")
    sys.stdout.write(f"{tried} texts, {finds} finds in {args.minutes} minutes\n")
    return 1 if finds else 0


if __name__ == "__main__":
    sys.exit(main())
