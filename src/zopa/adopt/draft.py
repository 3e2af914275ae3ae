"""A dossier file on its way: what would change, what is wrong with it, and keeping it."""

from __future__ import annotations

import difflib
import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from zopa.adopt.edits import Edit
from zopa.adopt.patch import edited
from zopa.dossier import FILE, Dossier, DossierProblems, Problem, check_text, read_text
from zopa.errors import DossierConflict, DossierError, OutputError


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line of a difference: `kind` is 'same', 'new', 'gone' or 'gap'; `number` counts in the new text."""

    kind: str
    text: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that may become the dossier file.

    path      the file; it need not exist yet.
    before    its text as it was read, "" where there is no file.
    text      as it would be.
    dossier   what the new text says, or None where it is wrong.
    problems  everything wrong or doubtful in it, each with its line and a remedy.
    """

    path: Path
    before: str
    text: str
    dossier: Dossier | None
    problems: tuple[Problem, ...]

    @property
    def digest(self) -> str:
        """Stands for the text it started from: `keep` refuses where the file is another by then."""
        return digest(self.before)

    @property
    def is_sound(self) -> bool:
        """Whether it may be kept."""
        return self.dossier is not None

    @property
    def diff(self) -> str:
        """The difference as other tools read it (unified), "" where nothing changes."""
        return "".join(
            line if line.endswith("\n") else f"{line}\n"
            for line in difflib.unified_diff(
                self.before.splitlines(keepends=True),
                self.text.splitlines(keepends=True),
                f"{FILE} (now)",
                f"{FILE} (then)",
            )
        )

    def lines(self, around: int = 2) -> list[DiffLine]:
        """The difference line by line, with a few lines around each change; empty where nothing changes."""
        old, new = self.before.splitlines(), self.text.splitlines()
        shown: list[DiffLine] = []
        for group in difflib.SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(around):
            if shown:
                shown.append(DiffLine("gap", "", None))
            for tag, i1, i2, j1, j2 in group:
                if tag == "equal":
                    shown += [DiffLine("same", new[n], n + 1) for n in range(j1, j2)]
                    continue
                shown += [DiffLine("gone", old[n], None) for n in range(i1, i2)]
                shown += [DiffLine("new", new[n], n + 1) for n in range(j1, j2)]
        return shown


def digest(text: str) -> str:
    """A short name for a text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def start(folder: Path, edits: Iterable[Edit] = (), text: str | None = None) -> Draft:
    """A draft of DIR/dossier.yaml.

    edits   what to change in the file.
    text    a whole text in its place, before the edits.
    Raises  DossierError where the file can't be read, or an edit's place is not in it.
    """
    path = folder / FILE
    before = read_text(path) if path.exists() else ""
    made = before if text is None else text
    wanted = list(edits)
    if wanted and made.strip():
        try:
            check_text(made, path)
        except DossierError:
            # no YAML, or one that must not be unfolded: nothing can be changed in it
            return judged(path, before, made)
    try:
        made = edited(made, wanted)
    except KeyError as error:
        raise DossierError(
            f"'{error.args[0]}' is not there any more, or its new name is taken",
            path=path,
            remedy="Look at the file again, then repeat.",
        ) from error
    return judged(path, before, made)


def judged(path: Path, before: str, text: str) -> Draft:
    """A draft with everything that is wrong with its text."""
    if not text.strip():
        return Draft(path, before, text, None, (Problem("empty", "Write at least a title.", 1),))
    try:
        dossier, problems = check_text(text, path)
    except DossierError as error:
        return Draft(path, before, text, None, (Problem(error.message, error.remedy, error.line),))
    return Draft(path, before, text, dossier, tuple(problems))


def keep(draft: Draft, expects: str | None = None) -> Dossier:
    """Write a draft to its file, whole or not at all.

    expects  digest of the file that the person saw; None takes the draft's own.
    Returns  the dossier as it now is.
    Raises   DossierProblems where the text is wrong, DossierConflict where the file was changed since,
             OutputError where it can't be written.
    """
    if draft.dossier is None:
        raise DossierProblems(draft.path, [one for one in draft.problems if one.fatal])
    now = read_text(draft.path) if draft.path.exists() else ""
    if digest(now) != (draft.digest if expects is None else expects):
        raise DossierConflict(
            "the file was changed in the meantime; nothing was written",
            path=draft.path,
            remedy="Look at it again, then repeat your change.",
        )
    part = draft.path.with_name(f".{draft.path.name}.part")
    try:
        draft.path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8", newline="") as file:
            file.write(draft.text)
            file.flush()
            os.fsync(file.fileno())
        if draft.path.exists():
            part.chmod(draft.path.stat().st_mode)
        part.replace(draft.path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise OutputError(
            f"can't be written: {error.strerror}",
            path=draft.path,
            remedy="Check that you may write there. Nothing was changed.",
        ) from error
    return draft.dossier
