"""How fast and how frugal the trained reader is.

    python benchmarks/reading.py [--texts FOLDER]

Prints, on one thread: articles of 300 words a second (best and median of five runs), seconds from process
start to the first statement, and time and peak memory of documents up to 200,000 words, which shows that
cost is linear. Beside it runs a peer: quotation marks found with one regular expression. It does a far
smaller job, direct quotes without speakers; the full peers known to us need parser models that no package
index carries. Texts come from the development sets (../shared or ZOPA_SHARED), else from a few sentences.
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
from itertools import cycle, islice
from pathlib import Path

OWN = {
    "de": "Die Ministerin sagte am Montag, sie lehne den Plan ab. „Das ist nicht gut“, erklärte er. ",
    "en": 'The minister said she would reject the plan. "It is no good," he added. ',
}
SETS = {"de": "news-quotes/dev", "en": "written-quotes/en-dev"}
MARKS = re.compile(r"[„“\"»«][^„“”\"»«\n]{2,600}[“”\"»«]")
ARTICLE = 300
FIRST = """
import time
from zopa.reading.engines.onnx import shipped
found = shipped().tag('Die Ministerin sagte, sie lehne den Plan ab.', 'de')
print(len(found))
"""
LONG = """
import resource, sys, time
from zopa.reading.engines.onnx import shipped
text = sys.stdin.read()
began = time.perf_counter()
found = shipped().tag(text, sys.argv[1])
print(len(found), time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


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


def main() -> None:
    argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args()
    from zopa.reading.engines.onnx import shipped

    tagger = shipped()
    print(f"{'articles of 300 words a second, one thread':52}{'best':>10}{'median':>10}")
    for language in ("de", "en"):
        texts = articles(language, 12)
        for name, read in (
            ("zopa", lambda t, c=language: tagger.tag(t, c)),
            ("marks only (regex)", MARKS.findall),
        ):
            rates = []
            for _ in range(5):
                began = time.process_time()
                found = sum(len(read(text)) for text in texts)
                rates.append(len(texts) / (time.process_time() - began))
            print(
                f"  {language} {name:20} {found:5} found{'':15}"
                f"{max(rates):10.1f}{statistics.median(rates):10.1f}"
            )
    print(f"process start to first statement: {start_up():.2f} s")
    print(f"{'document, words':24}{'statements':>12}{'seconds':>10}{'words/s':>10}{'peak MB':>10}")
    for many in (2_000, 20_000, 200_000):
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
