"""Writes docs/reference/cli.md from the commands themselves: python docs/cli_reference.py [--check]."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from zopa.cli import app

PAGE = Path(__file__).parent / "reference" / "cli.md"
HEAD = """\
# The command line

<!-- Written by docs/cli_reference.py. Change the commands' help, then run: python docs/cli_reference.py -->

Every command takes a dossier: a folder with `dossier.yaml` and `reports/`. Results go to standard output,
progress and complaints to standard error.

## Exit codes

| Code | Meaning |
|---|---|
| 0 | done; reports that were skipped are listed |
| 1 | done, but a report was skipped and `--strict` was given |
| 2 | wrong input: no such dossier, a mistake in it, a wrong option |
| 3 | the ledger or an output can't be read or written |
| 4 | the language model can't be asked, or its budget is spent |
| 130 | interrupted; what was finished is kept |
"""


def page() -> str:
    """The whole page as Markdown."""
    # Typer may bring a click of its own, so its classes are reached through the command.
    group: Any = typer.main.get_command(app)
    context = group.context_class(group, info_name="zopa")
    parts = [HEAD]
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if not command.hidden:
            inner = command.context_class(command, parent=context, info_name=name)
            parts.append("\n".join(_section(command, inner)))
    return "\n".join(parts) + "\n"


def _section(command: Any, context: Any) -> Iterator[str]:
    parameters = [one for one in command.get_params(context) if "--help" not in one.opts]
    arguments = [one.metavar for one in parameters if not _is_option(one)]
    yield f"## zopa {context.info_name}\n"
    yield " ".join((command.help or "").split()) + "\n"
    yield f"    {' '.join(['zopa', context.info_name, *arguments, '[OPTIONS]'])}\n"
    yield "| | |\n|---|---|"
    yield from (_row(one) for one in parameters)
    yield ""
    if command.epilog:
        label, _, example = command.epilog.partition(": ")
        yield f"{label}: `{example}`\n"


def _is_option(parameter: Any) -> bool:
    return bool(parameter.param_type_name == "option")


def _row(parameter: Any) -> str:
    if _is_option(parameter):
        name = ", ".join(parameter.opts) + ("" if parameter.is_flag else f" {parameter.metavar or 'TEXT'}")
    else:
        name = parameter.metavar.strip("[]")
    required = " Required." if parameter.required and _is_option(parameter) else ""
    return f"| `{name}` | {parameter.help or ''}{required} |"


def main() -> int:
    """Write the page; with --check only say whether it is current."""
    made = page()
    if "--check" in sys.argv[1:]:
        current = PAGE.read_text("utf-8") == made if PAGE.exists() else False
        sys.stdout.write("" if current else f"{PAGE.name} is stale; run: python docs/cli_reference.py\n")
        return 0 if current else 1
    PAGE.write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
