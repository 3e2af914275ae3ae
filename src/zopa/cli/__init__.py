"""The command line: verbs over a dossier folder, every step inspectable.

Heavy rooms are imported inside the commands, so that `zopa --help` answers at once.

Exit codes: 0 done (skipped reports are listed) · 1 done, but reports were skipped and --strict was
given · 2 wrong input · 3 the ledger or an output can't be read or written · 4 the language
model can't be asked, or its budget is spent · 130 interrupted.
"""

from __future__ import annotations

import sys

from zopa.cli import (
    compare,
    dossier,
    judge,
    ledger,
    quotes,
    reading,
    results,
    search,
    serve,
    sources,
    suggest,
    user,
)
from zopa.cli.shared import app, complain
from zopa.errors import ZopaError

__all__ = [
    "app",
    "compare",
    "dossier",
    "judge",
    "ledger",
    "main",
    "quotes",
    "reading",
    "results",
    "search",
    "serve",
    "sources",
    "suggest",
    "user",
]

INTERRUPTED = 130

ORDER = (
    *("init", "serve", "check", "suggest", "add", "watch", "run", "read", "quotes", "positions", "deals"),
    "changes",
    *("contradictions", "brief", "report", "export", "import", "search", "review", "judge", "undo"),
    *("judgements", "compare"),
)
"""The commands as `zopa --help` lists them: in the order in which somebody meets them."""
app.registered_commands.sort(
    key=lambda one: (
        ORDER.index(name) if (name := one.name or getattr(one.callback, "__name__", "")) in ORDER else 99
    )
)


def main() -> None:
    """Run the command line; turn errors into messages and exit codes."""
    try:
        app()
    except ZopaError as error:
        complain(str(error))
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        complain("interrupted; what was finished is kept, the next run goes on from there")
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # `zopa … | head` closed the pipe: not worth a traceback.
        sys.stderr.close()
        sys.exit(0)
