"""What can go wrong between a browser and the workbench, and the one shape in which it is told.

    {"error": {"kind", "message", "remedy", "place", "line", "problems", "status"}}

for programs; a page with the same facts for people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zopa.errors import (
    DossierConflict,
    DossierError,
    LedgerConflict,
    LedgerError,
    ModelError,
    OutputError,
    UnknownName,
    ZopaError,
)


class Refused(ZopaError):
    """The request is not answered. `status` is the HTTP status that says so."""

    status = 403
    kind = "refused"


class NotSignedIn(Refused):
    """Nobody knows who asks."""

    status = 401
    kind = "not-signed-in"


class Forged(Refused):
    """The request may come from another site's page."""

    kind = "forged"


class NotAllowed(Refused):
    """The role does not allow it."""

    kind = "not-allowed"


class TooOften(Refused):
    """Too many tries; `wait` says how many seconds to wait."""

    status = 429
    kind = "too-often"

    def __init__(self, message: str, *, remedy: str = "", wait: int = 60) -> None:
        self.wait = wait
        super().__init__(message, remedy=remedy)


class NotThere(Refused):
    """There is nothing at this address."""

    status = 404
    kind = "not-found"


class TooLarge(Refused):
    """The body is larger than what is taken."""

    status = 413
    kind = "too-large"


class WrongInput(Refused):
    """A value in the request is wrong."""

    status = 422
    kind = "wrong-input"


@dataclass(frozen=True, slots=True)
class Fault:
    """An error as it is told."""

    status: int
    kind: str
    message: str
    remedy: str = ""
    place: str = ""
    line: int | None = None
    problems: tuple[dict[str, Any], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The one shape."""
        return {
            "error": {
                "kind": self.kind,
                "message": self.message,
                "remedy": self.remedy,
                "place": self.place,
                "line": self.line,
                "problems": list(self.problems),
                "status": self.status,
            }
        }


_KINDS: tuple[tuple[type[ZopaError], int, str], ...] = (
    (UnknownName, 404, "unknown-name"),
    (LedgerConflict, 409, "conflict"),
    (DossierConflict, 409, "conflict"),
    (LedgerError, 409, "ledger"),
    (ModelError, 503, "model"),
    (OutputError, 507, "output"),
    (DossierError, 422, "dossier"),
)


def fault(error: ZopaError) -> Fault:
    """An error that a person can act on, as it is told."""
    name = error.path.name if error.path is not None else ""
    problems = tuple(
        {"message": one.message, "remedy": one.remedy, "line": one.line, "fatal": one.fatal}
        for one in getattr(error, "problems", ())
    )
    if isinstance(error, Refused):
        status, kind = error.status, error.kind
    else:
        status, kind = next(
            ((status, kind) for type_, status, kind in _KINDS if isinstance(error, type_)), (400, "error")
        )
    return Fault(status, kind, error.message, error.remedy, name, error.line, problems)
