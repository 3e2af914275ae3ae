"""Runs the fenced blocks of a Markdown page in order, as a reader would type them.

    console        each `$ ` line runs in a shell; the lines below it are its output.
                   `...` alone stands for any lines, inside a line for any text.
                   A command may fail only if the next one is `$ echo $?`. `make` is not run.
    … file=PATH    the block is written to PATH.
    python         executed; as a doctest where it holds `>>>`.

`python tests/docs/pages.py PAGE…` writes the outputs of today into the pages, where a block has no
ellipsis: read the difference before you commit it.
"""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WIDTH = 100
"""Columns of the terminal in which the pages' commands run."""
SECONDS = 120

_FENCE = re.compile(
    r"^(?P<fence>`{3,})(?P<info>[^\n`]*)\n(?P<text>.*?)^(?P=fence)[ ]*$", re.DOTALL | re.MULTILINE
)
_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_FILE = re.compile(r"\bfile=(\S+)")


@dataclass(frozen=True)
class Block:
    """A fenced block: its opening line without the fence, its text, and the 1-based line of the fence."""

    info: str
    text: str
    line: int

    @property
    def kind(self) -> str:
        return self.info.split()[0] if self.info.split() else ""

    @property
    def file(self) -> str | None:
        found = _FILE.search(self.info)
        return found[1] if found else None


@dataclass(frozen=True)
class Step:
    """One command of a console block and the output it should have."""

    command: str
    expected: str
    line: int

    @property
    def is_run(self) -> bool:
        return not self.command.startswith("make")


def pages() -> list[Path]:
    """Every page that is run: the README and docs/."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(text: str) -> list[Block]:
    """The fenced blocks of a page, in order."""
    return [
        Block(found["info"].strip(), found["text"], text.count("\n", 0, found.start()) + 1)
        for found in _FENCE.finditer(text)
    ]


def steps(block: Block) -> Iterator[Step]:
    """The commands of a console block. Lines before the first `$ ` are an error."""
    command, expected, line = "", [], 0
    for number, text in enumerate(block.text.splitlines(), start=block.line + 1):
        if text.startswith("$ "):
            if command:
                yield Step(command, "\n".join(expected), line)
            command, expected, line = text[2:], [], number
        elif command:
            expected.append(text)
        else:
            raise AssertionError(f"line {number}: output without a command: {text!r}")
    if command:
        yield Step(command, "\n".join(expected), line)


def plain(text: str) -> str:
    """Output as it is compared: no colours, no trailing spaces or blank lines at the end."""
    return "\n".join(line.rstrip() for line in _ANSI.sub("", text).splitlines()).rstrip()


def agrees(expected: str, actual: str) -> bool:
    """Whether an output is the expected one; `...` matches anything.

    >>> agrees("a\\n...\\nd", "a\\nb\\nc\\nd"), agrees("took ... s", "took 3 s"), agrees("a", "b")
    (True, True, False)
    """
    pattern = "".join(
        r"(?:[^\n]*\n)*" if line == "..." else re.escape(line).replace(re.escape("..."), r"[^\n]*") + r"\n"
        for line in plain(expected).splitlines()
    )
    return re.fullmatch(pattern, plain(actual) + "\n" if plain(actual) else "") is not None


class Session:
    """A folder with a copy of examples/, and a shell in it that remembers the last exit code."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.code = 0
        self._names: dict[str, object] = {"__name__": "page"}
        ignored = shutil.ignore_patterns("zopa.db*", "zopa.html")
        shutil.copytree(ROOT / "examples", folder / "examples", ignore=ignored)

    def run(self, command: str) -> str:
        """Run a command; both its output streams, mixed."""
        environment = os.environ | {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
            "COLUMNS": str(WIDTH),
            "TERM": "dumb",
            "NO_COLOR": "1",
            "LC_ALL": "C.UTF-8",
            "PYTHONUNBUFFERED": "1",
        }
        done = subprocess.run(
            ["bash", "-c", f"(exit {self.code})\n{command}"],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=SECONDS,
            check=False,
        )
        self.code = done.returncode
        return done.stdout.decode("utf-8", "replace")

    def write(self, block: Block) -> None:
        """Write a `file=` block to its place."""
        assert block.file is not None
        path = self.folder / block.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, "utf-8")

    def python(self, block: Block, name: str) -> None:
        """Run a python block. Raises whatever it raises; a failed doctest is an AssertionError."""
        with chdir(self.folder):
            if ">>>" not in block.text:
                exec(compile("\n" * block.line + block.text, name, "exec"), self._names)  # noqa: S102 - our own page
                return
            test = doctest.DocTestParser().get_doctest(block.text, self._names, name, name, block.line)
            said: list[str] = []
            result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(
                test, out=said.append, clear_globs=False
            )
            self._names.update(test.globs)
            assert result.failed == 0, "".join(said)


def run_page(path: Path, folder: Path) -> None:
    """Run a page's blocks in order. Raises AssertionError that names page, line and difference."""
    session = Session(folder)
    for block in blocks(path.read_text("utf-8")):
        if block.file:
            session.write(block)
        elif block.kind == "console":
            run_console(block, session, path)
        elif block.kind == "python":
            session.python(block, f"{path.name}:{block.line}")


def run_console(block: Block, session: Session, path: Path) -> None:
    """Run the commands of a console block and compare what they print."""
    todo = [step for step in steps(block) if step.is_run]
    for step, following in zip(todo, [*todo[1:], None], strict=True):
        actual = session.run(step.command)
        where = f"{path.relative_to(ROOT)}:{step.line}: $ {step.command}"
        assert agrees(step.expected, actual), (
            f"{where}\n--- the page says\n{plain(step.expected)}\n--- the command prints\n{plain(actual)}"
        )
        may_fail = following is not None and following.command == "echo $?"
        assert session.code == 0 or may_fail, f"{where}\nexits {session.code}\n{plain(actual)}"


def rewrite(path: Path) -> bool:
    """Put today's outputs into a page's console blocks; blocks with an ellipsis stay. Whether it changed."""
    text = path.read_text("utf-8")
    parts, end = [], 0
    with tempfile.TemporaryDirectory() as folder:
        session = Session(Path(folder))
        for found, block in zip(_FENCE.finditer(text), blocks(text), strict=True):
            made = block.text
            if block.file:
                session.write(block)
            elif block.kind == "console":
                made = "".join(_typed(step, session) for step in steps(block))
            parts += [text[end : found.start("text")], made]
            end = found.end("text")
    new = "".join(parts) + text[end:]
    path.write_text(new, "utf-8")
    return new != text


def _typed(step: Step, session: Session) -> str:
    actual = plain(session.run(step.command)) if step.is_run else step.expected
    shown = step.expected if "..." in step.expected else actual
    return f"$ {step.command}\n{shown}\n" if shown else f"$ {step.command}\n"


if __name__ == "__main__":
    for given in sys.argv[1:]:
        print(given, "changed" if rewrite(Path(given).resolve()) else "as it was")  # noqa: T201 - a tool
