"""Accounts of the workbench."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zopa.cli.judge import By
from zopa.cli.shared import AsJson, LedgerAt, app, complain, print_json
from zopa.errors import ZopaError

if TYPE_CHECKING:
    from zopa.ledger.accounts import Accounts

user = typer.Typer(no_args_is_help=True, help="Accounts of the workbench.")
app.add_typer(user, name="user", short_help="Accounts of the workbench.")

ROLES = ("reader", "reviewer", "editor")

Root = Annotated[Path, typer.Argument(metavar="DIR", help="The dossier's folder.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="Whose account; judgements carry this name.")]
Role = Annotated[str, typer.Option("--role", metavar="ROLE", help="reader, reviewer or editor.")]


def _accounts(folder: Path, ledger: str | None) -> Accounts:
    from zopa import settings
    from zopa.ledger.accounts import Accounts

    place = ledger or settings.ledger() or folder
    if isinstance(place, Path) and not place.is_dir():
        raise ZopaError("there is no such folder", path=place, remedy=f"Make a dossier: zopa init {place}")
    return Accounts(place)


def _by(by: str | None) -> str:
    from zopa import settings

    return by or settings.judge() or "console"


def _role(role: str) -> str:
    if role not in ROLES:
        raise ZopaError(f"there is no role '{role}'", remedy=f"Use one of: {', '.join(ROLES)}.")
    return role


def _password() -> str:
    """A password asked for on a terminal, or the first line of what is piped in."""
    if sys.stdin.isatty():
        import getpass

        once = getpass.getpass("Password: ")
        if getpass.getpass("Again: ") != once:
            raise ZopaError("the two are not the same", remedy="Try again; nothing was changed.")
        return once
    return sys.stdin.readline().rstrip("\r\n")


def _hashed() -> str:
    try:
        from zopa.web.accounts import hashed

        return hashed(_password())
    except ImportError as error:
        raise ZopaError(
            f"accounts need a library that is not installed ({error.name})",
            remedy="pip install 'zopa[serve]'",
        ) from error


@user.command(short_help="Add an account.", epilog="Example: zopa user add talks ada --role reviewer")
def add(folder: Root, name: Name, role: Role = "reader", by: By = None, ledger: LedgerAt = None) -> None:
    """Add an account. The password is asked for, or read from standard input; it is kept as a hash.

    reader: looks. reviewer: judges and adds positions. editor: changes the dossier and runs readings.
    """
    if not name.strip() or len(name) > 80 or not name.isprintable():
        raise ZopaError("a name has 1 to 80 characters", remedy="Choose a shorter one.")
    held = _accounts(folder, ledger)
    held.add(name, _role(role), _hashed(), _by(by))
    typer.echo(f"{name}: {role}")


@user.command("list", short_help="List the accounts.", epilog="Example: zopa user list talks")
def list_(folder: Root, ledger: LedgerAt = None, as_json: AsJson = False) -> None:
    """List the accounts with their roles."""
    held = _accounts(folder, ledger).all()
    if as_json:
        print_json([{"name": one.name, "role": one.role, "disabled": one.disabled} for one in held])
        return
    for one in held:
        typer.echo(f"{one.name}: {one.role}{', disabled' if one.disabled else ''}")
    if not held:
        complain("no accounts: on this machine nobody has to sign in")


@user.command(short_help="Change a role.", epilog="Example: zopa user role talks ada editor")
def role(
    folder: Root,
    name: Name,
    role: Annotated[str, typer.Argument(metavar="ROLE", help="reader, reviewer or editor.")],
    by: By = None,
    ledger: LedgerAt = None,
) -> None:
    """Change a role. Whoever is signed in with the account signs in anew."""
    _accounts(folder, ledger).change(name, _by(by), role=_role(role))
    typer.echo(f"{name}: {role}")


@user.command(short_help="Change a password.", epilog="Example: zopa user password talks ada")
def password(folder: Root, name: Name, by: By = None, ledger: LedgerAt = None) -> None:
    """Set a new password. Sessions and tokens of the account end."""
    _accounts(folder, ledger).change(name, _by(by), password_hash=_hashed())
    typer.echo(f"{name}: password changed")


@user.command(short_help="Shut an account, or open it again.", epilog="Example: zopa user disable talks ada")
def disable(
    folder: Root,
    name: Name,
    again: Annotated[bool, typer.Option("--undo", help="Open it again.")] = False,
    by: By = None,
    ledger: LedgerAt = None,
) -> None:
    """Shut an account. What it judged stays, under its name."""
    _accounts(folder, ledger).change(name, _by(by), disabled=not again)
    typer.echo(f"{name}: {'open' if again else 'disabled'}")


@user.command(short_help="Make a token for a program.", epilog="Example: zopa user token talks ada --days 30")
def token(
    folder: Root,
    name: Name,
    days: Annotated[int, typer.Option("--days", min=1, max=3650, help="How long it lasts.")] = 365,
    ledger: LedgerAt = None,
) -> None:
    """Print a token with which a program asks the API in the account's name: Authorization: Bearer TOKEN.

    It is shown once; the ledger keeps only its hash. A new password or role ends it.
    """
    import hashlib
    import secrets

    secret = secrets.token_urlsafe(32)
    digest = hashlib.sha256(secret.encode()).hexdigest()
    _accounts(folder, ledger).open_session(name, digest, timedelta(days=days), "token")
    typer.echo(secret)
