"""The README and docs/ say what the program does: their blocks run, their links lead somewhere."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pages import ROOT, Session, agrees, blocks, pages, run_page, steps

from zopa.dossier import schema

_LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)#\s]+)(?:#[^)\s]*)?\)")
RUN = [
    path for path in pages() if any(b.kind in ("console", "python") for b in blocks(path.read_text("utf-8")))
]


@pytest.mark.parametrize("path", RUN, ids=[str(path.relative_to(ROOT)) for path in RUN])
def test_a_page_runs(path: Path, tmp_path: Path) -> None:
    run_page(path, tmp_path)


@pytest.mark.parametrize(
    "path", [*ROOT.glob("*.md"), *pages()[1:], *(ROOT / "decisions").glob("*.md")], ids=lambda path: path.name
)
def test_links_lead_somewhere(path: Path) -> None:
    for target in _LINK.findall(path.read_text("utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), f"{path.name} links to {target}"


def test_every_page_is_listed() -> None:
    index = (ROOT / "docs" / "README.md").read_text("utf-8")
    for path in pages()[1:]:
        name = path.relative_to(ROOT / "docs").as_posix()
        assert name == "README.md" or f"({name})" in index, f"docs/README.md doesn't list {name}"


def test_every_key_of_a_dossier_is_described() -> None:
    text = (ROOT / "docs" / "reference" / "dossier.md").read_text("utf-8")
    shapes = [schema(), *schema()["$defs"].values()]
    for key in {key for shape in shapes for key in shape["properties"]}:
        assert f"`{key}`" in text, f"docs/reference/dossier.md doesn't describe '{key}'"


def test_an_ellipsis_stands_for_anything_else_counts() -> None:
    assert agrees("one\n...\nfour", "one\ntwo\nthree\nfour\n")
    assert agrees("...", "")
    assert agrees("", "\n")
    assert agrees("read in ... s", "\x1b[1mread\x1b[0m in 0.3 s   ")
    assert not agrees("one\ntwo", "one\ntwo\nthree")
    assert not agrees("", "something")


def test_a_console_block_is_cut_into_commands() -> None:
    (block,) = blocks("text\n```console\n$ zopa a\nout\n\nmore\n$ make demo\nshown\n```\n")
    first, second = steps(block)
    assert (first.command, first.expected, first.line) == ("zopa a", "out\n\nmore", 3)
    assert not second.is_run


def test_the_command_line_page_is_current() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "docs" / "cli_reference.py", "--check"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_key_of_the_export_is_described(tmp_path: Path) -> None:
    session = Session(tmp_path)
    session.run("zopa export examples/berlin -o berlin.json")
    held = json.loads((tmp_path / "berlin.json").read_text("utf-8"))
    text = (ROOT / "docs" / "reference" / "export-json.md").read_text("utf-8")
    lists = [held[name] for name in ("positions", "statements", "reports", "skipped")]
    for key in {*held, *(key for rows in lists for row in rows for key in row)}:
        assert f"`{key}`" in text, f"docs/reference/export-json.md doesn't describe '{key}'"
