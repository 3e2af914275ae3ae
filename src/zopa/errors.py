"""Every error zopa raises on purpose, in one tree.

    ZopaError                    anything a person can act on; the CLI prints it and exits
    ├── DossierError             dossier.yaml is missing, malformed or contradicts itself
    │   ├── UnknownName          a party, actor, issue, option or proposal nobody declared
    │   └── DossierConflict      somebody else changed the file in between; nothing was written
    ├── SkipReport               this one report can't be read; list it and go on
    │   └── SourceError          an address, feed, page or record that gives no report; `kind` says why
    ├── LedgerError              the ledger can't be opened, written or trusted
    │   └── LedgerConflict       somebody else wrote in between; nothing was changed
    ├── ModelError               the language model can't be asked at all
    │   └── BudgetExceeded       reading on would cost more tokens than allowed
    ├── ScenarioError            a deal scenario is incomplete or contradicts itself
    └── OutputError              a result can't be written where it should go

`SkipReport` skips one report; everything else stops the run (the split follows
nomenklatura's enrich/common.py). Each error keeps its facts as attributes, so a
page or a JSON answer can show them without parsing the sentence.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


class ZopaError(Exception):
    """Something a person can act on.

    message  what is wrong, in one sentence.
    remedy   what to do about it; may be empty.
    path     the file it is about, if any.
    line     1-based line in that file, if known.
    """

    exit_code = 2

    def __init__(
        self,
        message: str,
        *,
        remedy: str = "",
        path: Path | str | None = None,
        line: int | None = None,
    ) -> None:
        self.message = message
        self.remedy = remedy
        self.path = Path(path) if path is not None else None
        self.line = line
        super().__init__(str(self))

    @property
    def place(self) -> str:
        """`file:line`, `file`, or nothing."""
        if self.path is None:
            return ""
        return f"{self.path}:{self.line}" if self.line is not None else str(self.path)

    def __str__(self) -> str:
        head = f"{self.place}: {self.message}" if self.place else self.message
        return f"{head}\n  {self.remedy}" if self.remedy else head


class DossierError(ZopaError):
    """dossier.yaml is missing, malformed or contradicts itself."""


class UnknownName(DossierError):
    """A name that nobody declared; lists the valid choices.

    kind     'party', 'actor', 'issue', 'option', 'proposal'.
    name     what was asked for.
    choices  what exists.
    """

    def __init__(
        self,
        kind: str,
        name: str,
        choices: Iterable[str],
        *,
        path: Path | str | None = None,
        line: int | None = None,
        where: str = "",
    ) -> None:
        self.kind = kind
        self.name = name
        self.choices = tuple(choices)
        listed = ", ".join(self.choices) or "none declared"
        super().__init__(
            f"{where + ': ' if where else ''}there is no {kind} '{name}'",
            remedy=f"Use one of: {listed}.",
            path=path,
            line=line,
        )


class DossierConflict(DossierError):
    """Somebody else changed dossier.yaml in between; nothing was written."""


class SkipReport(ZopaError):
    """This one report can't be read; it is listed and the rest goes on."""


class LedgerError(ZopaError):
    """The ledger can't be opened, written or trusted."""

    exit_code = 3


class LedgerConflict(LedgerError):
    """Somebody else wrote in between; nothing was changed."""


class SourceError(SkipReport):
    """An address, a feed, a page or a record that gives no report.

    kind    why, in one word: 'refused', 'robots', 'unreachable', 'too-large', 'status', 'type',
            'paywall', 'cookie-wall', 'error-page', 'navigation', 'empty', 'no-date', 'irrelevant',
            'damaged', 'missing-extra'.
    source  where it came from: an address, a file's name, or a record in an archive.
    """

    def __init__(self, kind: str, message: str, *, source: str = "", remedy: str = "") -> None:
        self.kind = kind
        self.source = source
        super().__init__(message, remedy=remedy)

    @property
    def place(self) -> str:
        """The source, as given: an address keeps its two slashes."""
        return self.source


class ModelError(ZopaError):
    """The language model can't be asked at all: nobody answers, a key is refused, something is missing."""

    exit_code = 4


class BudgetExceeded(ModelError):
    """Reading on would cost more tokens than allowed.

    wanted  tokens it would take; limit  tokens allowed; spent  tokens already spent.
    """

    def __init__(self, wanted: int, limit: int, spent: int) -> None:
        self.wanted, self.limit, self.spent = wanted, limit, spent
        already = f"; {spent:,} are spent, and what they bought is kept" if spent else ""
        super().__init__(
            f"this takes about {wanted:,} tokens, and the budget is {limit:,}{already}",
            remedy="Raise --budget, or choose --passes 1; what is answered costs nothing again.",
        )


class ScenarioError(ZopaError):
    """A deal scenario is incomplete or contradicts itself."""


class OutputError(ZopaError):
    """A result can't be written where it should go."""

    exit_code = 3
