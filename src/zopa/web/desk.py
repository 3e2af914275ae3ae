"""One request: who asks, in which language, and what may be answered.

`Desk` is what a screen's functions get. It is made, and the request let through, by `admitted`, which
every route of the workbench depends on:

    reading (GET)        any role               writing (POST, PUT, DELETE)   reviewer, with the form's token
    @allow("editor")     that role or more      @allow("anyone")              without signing in
"""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool

import zopa
from zopa.dossier import Dossier
from zopa.errors import LedgerError
from zopa.export.labels import LANGUAGES
from zopa.export.view import Names, View
from zopa.ledger.accounts import Account
from zopa.ledger.judging import Judging
from zopa.ledger.view import LedgerView
from zopa.pipeline import Overview
from zopa.web import accounts as door
from zopa.web.config import ROLES, Config
from zopa.web.faults import Forged, NotAllowed, NotSignedIn
from zopa.web.pages import render
from zopa.web.shared_pages import NAME_HOLE, TOKEN_HOLE, filled
from zopa.web.words import Words, preferred
from zopa.web.workbench import Workbench, impatient

COOKIE = "zopa_session"
LANGUAGE = "zopa_language"
THEME = "zopa_theme"
THEMES = ("auto", "light", "dark")
SAFE = ("GET", "HEAD", "OPTIONS")
ANYONE = "anyone"

JUST = 10.0
"""Seconds for which somebody counts as having just written."""

Handler = TypeVar("Handler", bound=Callable[..., Any])
Answer = TypeVar("Answer", bound=Response)


def allow(role: str) -> Callable[[Handler], Handler]:
    """Mark a route's function with the role it takes: 'anyone', or one of ROLES."""

    def marked(handler: Handler) -> Handler:
        handler.zopa_role = role  # type: ignore[attr-defined]
        return handler

    return marked


def keep(handler: Handler) -> Handler:
    """Mark a page that depends on nothing but dossier, ledger and address.

    A browser that has it already is told so (ETag, 304) before anything is worked out.
    """
    handler.zopa_keep = True  # type: ignore[attr-defined]
    return handler


class NotModified(Exception):
    """The browser holds the page as it is now."""


class Drawn(Exception):
    """The page was drawn already, for somebody else; `answer` is this one's copy."""

    def __init__(self, answer: Response) -> None:
        self.answer = answer
        super().__init__()


@dataclass(frozen=True, slots=True)
class User:
    """Who asks. `signed_in` is whether by an account's password."""

    name: str
    role: str
    signed_in: bool = False

    def may(self, role: str) -> bool:
        """Whether the role is this or more.

        >>> User("ada", "reviewer").may("editor")
        False
        """
        return role == ANYONE or (self.role in ROLES and ROLES.index(self.role) >= ROLES.index(role))


@dataclass(slots=True)
class Desk:
    """What a screen works with."""

    request: Request
    bench: Workbench
    user: User
    words: Words
    theme: str
    secret: str
    new_secret: bool = False
    etag: str = ""
    shared_as: tuple[object, ...] | None = None
    """What a page depends on that is the same for all who read in this role and language; else None."""
    _names: tuple[Dossier, Names] | None = None

    # -------------------------------------------------------------- at hand

    @property
    def config(self) -> Config:
        """What the server was told."""
        return self.bench.config

    @property
    def dossier(self) -> Dossier:
        """The dossier. Raises DossierError."""
        return self.bench.dossier

    @property
    def ledger(self) -> LedgerView:
        """The ledger, to look at. Raises LedgerError when nothing was read yet."""
        return self.bench.view

    def judging(self) -> Judging:
        """The ledger, to judge in, in the user's name."""
        return self.bench.judging(self.user.name)

    def shown(self, answer: Overview) -> View:
        """An answer with its passages numbered and named in the user's language."""
        return View(answer, self.words.language)

    @property
    def names(self) -> Names:
        """What sides, issues, options and speakers are called in the user's language."""
        dossier = self.dossier
        if self._names is None or self._names[0] is not dossier:
            self._names = dossier, Names(dossier, self.words.labels)
        return self._names[1]

    def note(self, action: str, **detail: object) -> None:
        """Write into the audit that the user did something (24 characters at most, and what about)."""
        self.bench.accounts.note(self.user.name, action, **detail)

    def require(self, role: str) -> None:
        """Raise NotAllowed unless the user has the role."""
        if not self.user.may(role):
            raise NotAllowed(
                self.words("fault.role", role=self.words(f"role.{role}")), remedy=self.words("fault.ask")
            )

    # -------------------------------------------------------------- answers

    @property
    def partial(self) -> bool:
        """Whether htmx asks for a part of a page."""
        return self.request.headers.get("hx-request") == "true"

    @property
    def token(self) -> str:
        """What forms send back as `csrf`, and scripts as X-CSRF-Token."""
        return door.form_token(self.secret) if self.secret else TOKEN_HOLE

    def page(self, template: str, status: int = 200, **context: Any) -> HTMLResponse:
        """A page or a part of one.

        template  in `web/templates`; a whole page extends base.html.
        context   what it shows; `desk`, `words`, `user`, `dossier` (may be None), `csrf` (the hidden
                  field of a form), `nav` and `here` (the path) are there anyway.
        """
        shared = self.shared_as if status == 200 else None
        drawn_for = self
        if shared is not None:
            drawn_for = dataclasses.replace(self, user=dataclasses.replace(self.user, name=NAME_HOLE))
            drawn_for.secret = ""
        field = Markup('<input type="hidden" name="csrf" value="{}">').format(drawn_for.token)
        text = render(
            template,
            **{
                "desk": drawn_for,
                "words": self.words,
                "user": drawn_for.user,
                "dossier": self.bench.dossier_or_none,
                "csrf": field,
                "nav": self.request.app.state.nav,
                "here": self.request.url.path,
                "version": zopa.__version__,
                **context,
            },
        )
        if shared is not None:
            page = text.encode("utf-8")
            self.bench.pages.keep(shared, page)
            return self.copy_of(page)
        return self.dressed(HTMLResponse(text, status))

    def copy_of(self, page: bytes) -> HTMLResponse:
        """This user's copy of a page that was drawn for anybody."""
        return self.dressed(HTMLResponse(filled(page, self.user.name, self.token)))

    def json(self, value: Any, status: int = 200, headers: dict[str, str] | None = None) -> JSONResponse:
        """Plain values for a program."""
        return self.dressed(JSONResponse(value, status, headers=headers))

    def to(self, path: str) -> Response:
        """Lead the browser on to another page of the workbench, after a form."""
        if self.partial:
            return self.dressed(Response(status_code=204, headers={"HX-Redirect": path}))
        return self.dressed(RedirectResponse(path, 303))

    def dressed(self, answer: Answer) -> Answer:
        """An answer with what every one of ours carries: no foreign cache, a mark, a cookie."""
        answer.headers["Cache-Control"] = "private, no-cache"
        answer.headers["Vary"] = "Cookie, HX-Request, Accept-Language"
        if self.etag and answer.status_code == 200:
            answer.headers["ETag"] = self.etag
        if self.new_secret:
            set_session(answer, self.secret, self.config)
        return answer


def set_session(answer: Response, secret: str, config: Config) -> None:
    """Give the browser a session's secret."""
    answer.set_cookie(
        COOKIE,
        secret,
        max_age=int(door.LASTS.total_seconds()),
        httponly=True,
        samesite="strict",
        secure=config.secure,
        path="/",
    )


# ------------------------------------------------------------------ letting in


def for_programs(request: Request) -> bool:
    """Whether a program asks, not a person's browser."""
    accepted = request.headers.get("accept", "")
    return request.url.path.startswith("/api/") or (
        "application/json" in accepted and "text/html" not in accepted
    )


def visitor(request: Request) -> Desk:
    """Find out who asks. Reads the ledger's accounts, so it runs beside the event loop."""
    bench: Workbench = request.app.state.bench
    secret = request.cookies.get(COOKIE, "")
    user, fresh = _who(request, bench, secret), False
    if len(secret) < 32:
        secret, fresh = secrets.token_urlsafe(32), not for_programs(request)
    language = request.query_params.get("lang") or request.cookies.get(LANGUAGE, "")
    if language not in LANGUAGES:
        known = bench.dossier_or_none
        language = preferred(request.headers.get("accept-language", ""), known.languages if known else ())
    theme = request.cookies.get(THEME, "auto")
    return Desk(
        request,
        bench,
        user,
        Words(language),
        theme if theme in THEMES else "auto",
        secret,
        new_secret=fresh,
    )


NOBODY = User("", "")


def _who(request: Request, bench: Workbench, secret: str) -> User:
    config = bench.config
    bearer = request.headers.get("authorization", "")
    if bearer.lower().startswith("bearer ") and config.accounts:
        found = door.account_of(bench.accounts, bearer[7:].strip(), "token")
        return _as_user(found)
    if config.proxy_header:
        peer = request.client.host if request.client else ""
        name = request.headers.get(config.proxy_header, "").strip()
        if peer not in config.proxy_peers or not name or len(name) > 80:
            return NOBODY
        known = bench.accounts.account(name) if config.accounts else None
        if known is not None:
            return User(known.name, known.role)
        return User(name, config.proxy_role) if config.proxy_role else NOBODY
    if config.accounts:
        return _as_user(door.account_of(bench.accounts, secret) if secret else None)
    return User(config.by, "editor")


def _as_user(account: Account | None) -> User:
    return User(account.name, account.role, signed_in=True) if account else NOBODY


Visitor = Annotated[Desk, Depends(visitor)]


async def admitted(request: Request, desk: Visitor) -> Desk:
    """Let a request through, or raise NotSignedIn, NotAllowed, Forged or NotModified."""
    endpoint = request.scope.get("endpoint")
    safe = request.method in SAFE
    wrote: dict[str, float] = request.app.state.wrote
    now = time.monotonic()
    if not safe:
        wrote[desk.user.name] = now
        if len(wrote) > 10_000:
            wrote.clear()
    impatient.set(now - wrote.get(desk.user.name, -JUST) < JUST)
    role = getattr(endpoint, "zopa_role", "reader" if safe else "reviewer")
    if role != ANYONE and not desk.user.role:
        raise NotSignedIn(desk.words("fault.sign_in"), remedy=desk.words("fault.sign_in_remedy"))
    if not safe:
        await _unforged(request, desk)
        if desk.bench.read_only and role != ANYONE:
            raise LedgerError(desk.words("fault.read_only"), remedy=desk.words("fault.read_only_remedy"))
    desk.require(role)
    if safe and getattr(endpoint, "zopa_keep", False):
        # A file's mark is at hand; a database is asked, which must not hold up everybody else.
        at_hand = isinstance(desk.bench.place, Path)
        mark = desk.bench.mark if at_hand else await run_in_threadpool(lambda: desk.bench.mark)
        desk.etag = _etag(request, desk, mark)
        if desk.etag in request.headers.get("if-none-match", "").split(", "):
            raise NotModified
        if not for_programs(request):
            desk.shared_as = _shared_as(request, desk, mark)
            page = desk.bench.pages.get(desk.shared_as)
            if page is not None:
                raise Drawn(desk.copy_of(page))
    return desk


AtDesk = Annotated[Desk, Depends(admitted)]
"""What a screen's function takes: `def show(desk: AtDesk) -> Response`."""


def _shared_as(request: Request, desk: Desk, mark: str) -> tuple[object, ...]:
    user = desk.user
    return mark, str(request.url), desk.partial, user.role, user.signed_in, desk.words.language, desk.theme


def _etag(request: Request, desk: Desk, mark: str) -> str:
    parts = [mark, str(request.url), desk.user.name, desk.user.role, desk.words.language]
    if not for_programs(request):
        # Only pages hold the form's token.
        parts += [desk.theme, desk.secret, str(desk.partial)]
    parts.append(zopa.__version__)
    return f'W/"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:32]}"'


async def _unforged(request: Request, desk: Desk) -> None:
    """Raise Forged when another site's page may have sent this.

    A program that signs itself by a token, or that sends JSON without any cookie, is no browser led
    astray: a foreign page can send neither without being asked first, and we never agree.
    """
    refused = Forged(desk.words("fault.forged"), remedy=desk.words("fault.forged_remedy"))
    headers = request.headers
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise refused
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc.lower() != headers.get("host", "").lower():
        raise refused
    if headers.get("authorization", "").lower().startswith("bearer "):
        return
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json" and COOKIE not in request.cookies and not desk.config.proxy_header:
        return
    given = headers.get("x-csrf-token", "")
    if not given and kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        given = str((await request.form()).get("csrf", ""))
    if not hmac.compare_digest(given.encode(), desk.token.encode()):
        raise refused
