"""Run every benchmark, one after the other, each in a process of its own: `make bench`.

A benchmark that needs what is not there (the shared corpora, a peer, PostgreSQL) says so and the
rest goes on. Each can be run alone with more options: python -m benchmarks.deals --help
"""

from __future__ import annotations

import subprocess
import sys

EACH = ("deals", "reading", "ledger", "sources", "web")


def main() -> None:
    for name in EACH:
        print(f"\n=== {name}", flush=True)
        ended = subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *sys.argv[1:]], check=False)
        if ended.returncode:
            print(f"{name}: ended with {ended.returncode}", flush=True)


if __name__ == "__main__":
    main()
