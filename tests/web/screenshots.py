# ruff: noqa: T201 - it tells whoever runs it what it does
"""Pictures of every screen, light and dark, at three widths: `make screenshots`.

    python tests/web/screenshots.py --out out/screenshots [--folder examples/berlin] [--only table,cell]
    python tests/web/screenshots.py --reports 1000

The folder is copied and read first; nothing in it is changed. With --reports a ledger of so many reports is
made up instead. Pictures are for looking at; only the README's are committed: --readme writes those.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from browser import CHROMIUM, FLAGS, listening

from zopa import dossier, pipeline

WIDTHS = (1280, 800, 390)


def screens(folder: Path) -> dict[str, str]:
    """The address of each screen, with something to see."""
    held = dossier.load(folder)
    matrix = pipeline.table(held)
    fullest = max(matrix, key=lambda cell: cell.statements)
    report = next(one.report for each in fullest.standings for one in each.evidence)
    return {
        "table": "/",
        "table-drawer": "/#open",
        "cell": f"/cells/{quote(fullest.party)}/{quote(fullest.issue)}",
        "reports": "/reports",
        "report": f"/reports/{quote(report)}",
        "review": "/review",
        "deals": "/deals",
        "search": f"/search?q={quote(next(iter(held.parties.values())).label())}",
        "inbox": "/inbox",
        "exports": "/exports",
        "dossier": "/dossier",
        "api": "/api",
    }


def made_up(folder: Path, reports: int) -> None:
    """A ledger of so many reports, ten positions in each."""
    from benchmarks.ledger import Generator, dossier_file
    from zopa.ledger.writer import LedgerWriter

    folder.mkdir(parents=True)
    dossier_file(folder)
    writer = LedgerWriter(folder, "made up")
    writer.record_many(list(Generator().readings(reports, reports * 10)), "key")
    writer.finish([])


README = ("table", "report", "deals")
"""The pictures in the README."""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--folder", type=Path, default=Path("examples/berlin"))
    arguments.add_argument("--out", type=Path, default=Path("out/screenshots"))
    arguments.add_argument("--only", default="")
    arguments.add_argument("--widths", default="1280,800,390")
    arguments.add_argument("--themes", default="light,dark")
    arguments.add_argument("--full", action="store_true", help="the whole page, not what fits the window")
    arguments.add_argument("--reports", type=int, default=0)
    arguments.add_argument("--readme", type=Path, help="write the README's pictures into this folder")
    given = arguments.parse_args()
    if not CHROMIUM:
        sys.exit("needs Debian's chromium on the path, or ZOPA_CHROMIUM: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    if given.readme:
        given.out, given.themes, given.widths, given.only = given.readme, "light", "1280", ",".join(README)
    given.out.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="zopa-screens-")) / given.folder.name
    if given.reports:
        made_up(folder, given.reports)
    else:
        shutil.copytree(given.folder, folder, ignore=shutil.ignore_patterns("zopa.*"))
        pipeline.read(dossier.load(folder))
    wanted = screens(folder)
    if given.only:
        wanted = {name: wanted[name] for name in given.only.split(",")}
    with listening(folder) as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        for theme in given.themes.split(","):
            for width in map(int, given.widths.split(",")):
                context = chromium.new_context(
                    viewport={"width": width, "height": 900}, color_scheme=theme, base_url=address
                )
                page = context.new_page()
                page.on("console", lambda said: print(said.text) if said.type == "error" else None)
                for name, path in wanted.items():
                    answer = page.goto(path.partition("#")[0])
                    if answer is None or answer.status != 200:
                        print(f"{path}: {answer.status if answer else 'nothing'}")
                        continue
                    if path.endswith("#open") and width >= 1000:
                        page.locator("table.positions a[data-cell]").first.click()
                        page.wait_for_selector("#drawer:not([hidden])")
                    page.wait_for_load_state("networkidle")
                    picture = f"{name}.png" if given.readme else f"{name}-{width}-{theme}.png"
                    page.screenshot(path=str(given.out / picture), full_page=given.full)
                context.close()
        chromium.close()
    print(given.out)


if __name__ == "__main__":
    main()
