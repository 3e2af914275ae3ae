"""The workbench in the browser."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zopa.cli.judge import By
from zopa.cli.shared import LedgerAt, app, complain
from zopa.errors import ZopaError

if TYPE_CHECKING:
    from zopa.web.config import Config

Root = Annotated[
    Path, typer.Argument(metavar="DIR", help="The dossier's folder; it need not hold a dossier yet.")
]


@app.command(short_help="Work in the browser.", epilog="Example: zopa serve talks")
def serve(
    folder: Root,
    host: Annotated[str, typer.Option("--host", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")] = 8765,
    name: Annotated[
        list[str] | None, typer.Option("--name", metavar="HOST", help="A host name it is asked under, too.")
    ] = None,
    by: By = None,
    proxy_header: Annotated[
        str, typer.Option("--proxy-header", metavar="NAME", help="A reverse proxy says here who asks.")
    ] = "",
    proxy_from: Annotated[
        list[str] | None,
        typer.Option("--proxy-from", metavar="ADDRESS", help="Where that proxy is [this machine]."),
    ] = None,
    proxy_role: Annotated[
        str | None,
        typer.Option("--proxy-role", metavar="ROLE", help="Role of those without an account [refused]."),
    ] = None,
    https: Annotated[bool, typer.Option("--https", help="A proxy serves it by https.")] = False,
    get: Annotated[
        str | None, typer.Option("--get", metavar="PATH", help="Print that page, without a server.")
    ] = None,
    ledger: LedgerAt = None,
) -> None:
    """Open the workbench: table, passages, review, deals, search, in the browser.

    It listens on this machine only. Elsewhere it takes accounts (zopa user add) or a proxy that says who
    asks; with accounts, everybody signs in.
    """
    if proxy_role not in (None, "reader", "reviewer", "editor"):
        raise ZopaError(f"there is no role '{proxy_role}'", remedy="Use one of: reader, reviewer, editor.")
    _needs_extra()
    config = _config(folder, host, port, tuple(name or ()), by, ledger, proxy_header, https)
    import dataclasses

    if proxy_from or proxy_role:
        config = dataclasses.replace(
            config,
            proxy_peers=tuple(proxy_from or config.proxy_peers),
            proxy_role=proxy_role,
        )
    from zopa.web.app import create_app, guarded

    if get is not None:
        from zopa.web.once import fetch

        answer = fetch(guarded(create_app(config)), get)
        sys.stdout.buffer.write(answer.body)
        sys.stdout.flush()
        if answer.status >= 400:
            complain(f"{get}: status {answer.status}")
            raise typer.Exit(1)
        return
    from zopa.web.listen import listen

    listen(config, lambda address: typer.echo(f"zopa listens on {address}\nstop it with Ctrl-C", err=True))


def _config(
    folder: Path,
    host: str,
    port: int,
    names: tuple[str, ...],
    by: str | None,
    ledger: str | None,
    proxy_header: str,
    https: bool,
) -> Config:
    """What the server is told. Raises ZopaError when strangers could come in."""
    from zopa import settings
    from zopa.ledger.store import exists
    from zopa.web.config import Config, is_loopback

    place = ledger or settings.ledger() or folder
    with_accounts = False
    if exists(place):
        from zopa.ledger.accounts import has_accounts

        with_accounts = has_accounts(place)
    if not is_loopback(host) and not with_accounts and not proxy_header:
        raise ZopaError(
            f"on {host} others could come in, and there is no account yet",
            remedy=f"Add one: zopa user add {folder} NAME --role editor, or leave --host out.",
        )
    return Config(
        folder,
        ledger=ledger,
        host=host,
        port=port,
        names=names,
        by=by or settings.judge() or "analyst",
        accounts=with_accounts,
        proxy_header=proxy_header,
        secure=https,
    )


def _needs_extra() -> None:
    try:
        import argon2
        import fastapi
        import uvicorn

        del argon2, fastapi, uvicorn
    except ImportError as error:
        raise ZopaError(
            f"the workbench needs a library that is not installed ({error.name})",
            remedy="pip install 'zopa[serve]'",
        ) from error
