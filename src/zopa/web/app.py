"""All of it together: screens, API, static files, faults."""

from __future__ import annotations

import importlib
import logging
import pkgutil
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from types import ModuleType

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

import zopa
from zopa import settings
from zopa.dossier import MAX_BYTES
from zopa.errors import DossierError, ZopaError
from zopa.ledger.store import kept_open
from zopa.web import api, common_words, screens, words
from zopa.web.config import Config
from zopa.web.desk import SAFE, Drawn, NotModified, admitted, for_programs, visitor
from zopa.web.faults import Fault, NotSignedIn, TooOften, fault
from zopa.web.guard import App, Guard
from zopa.web.pages import STATIC
from zopa.web.screen import Nav
from zopa.web.workbench import Workbench

log = logging.getLogger("zopa.web")

FORM = 64 * 1024
"""Bytes that a form needs beside the file it sends."""


def create_app(config: Config) -> FastAPI:
    """The application, without its guard. Raises LedgerError when the ledger can't be opened."""
    bench = Workbench(config)
    words.register(common_words.WORDS, common_words.NOUNS)
    app = FastAPI(
        title="zopa",
        version=zopa.__version__,
        description="Who wants what in a negotiation, and where a deal is still possible.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        dependencies=[Depends(admitted)],
        lifespan=_lifespan,
        redirect_slashes=False,
    )
    app.state.bench = bench
    app.state.nav = ()
    app.state.ending = []
    app.state.wrote = {}
    app.mount("/static", _Static(directory=str(STATIC)))
    navigation: list[Nav] = []
    for module in (*_modules(screens), *_modules(api)):
        words.register(getattr(module, "WORDS", {}), getattr(module, "NOUNS", {}))
        if hasattr(module, "router"):
            app.include_router(module.router)
        if nav := getattr(module, "NAV", None):
            navigation.append(nav)
        if start := getattr(module, "start", None):
            start(app)
    app.state.nav = tuple(sorted(navigation))
    _tell_faults(app)
    return app


def guarded(app: FastAPI) -> App:
    """The application behind its guard: this is what is served."""
    config: Config = app.state.bench.config
    return Guard(app, config.hosts, max(settings.max_report_bytes(), MAX_BYTES) + FORM)


def at_end(app: FastAPI, what: Callable[[], None]) -> None:
    """Have something done when the server stops, such as stopping a thread."""
    app.state.ending.append(what)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    bench: Workbench = app.state.bench
    with kept_open(bench.place):
        try:
            yield
        finally:
            for what in app.state.ending:
                what()
            bench.close()


def _modules(package: ModuleType) -> list[ModuleType]:
    names = sorted(found.name for found in pkgutil.iter_modules(package.__path__))
    return [importlib.import_module(f"{package.__name__}.{name}") for name in names]


class _Static(StaticFiles):
    """Files whose address names their content may be kept for good; the others are asked for anew."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(path, scope)
        named = b"v=" in scope.get("query_string", b"")
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable" if named else "no-cache"
        return answer


# ------------------------------------------------------------------ faults


def _tell_faults(app: FastAPI) -> None:
    @app.exception_handler(NotModified)
    def same(request: Request, error: Exception) -> Response:  # noqa: ARG001
        return Response(status_code=304, headers={"Cache-Control": "private, no-cache"})

    @app.exception_handler(Drawn)
    def drawn(request: Request, error: Exception) -> Response:  # noqa: ARG001
        assert isinstance(error, Drawn)  # noqa: S101 - what this handler is for
        return error.answer

    @app.exception_handler(ZopaError)
    def known(request: Request, error: Exception) -> Response:
        assert isinstance(error, ZopaError)  # noqa: S101 - what this handler is for
        if isinstance(error, NotSignedIn) and not for_programs(request):
            return _to_sign_in(request)
        bench: Workbench = request.app.state.bench
        if isinstance(error, DossierError) and not bench.has_file and not for_programs(request):
            return RedirectResponse("/dossier/new", 303)
        answer = _told(request, fault(error))
        if isinstance(error, TooOften):
            answer.headers["Retry-After"] = str(error.wait)
        return answer

    @app.exception_handler(RequestValidationError)
    def wrong(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)  # noqa: S101
        problems = tuple(
            {"message": one["msg"], "where": ".".join(str(part) for part in one["loc"])}
            for one in error.errors()
        )
        first = f"{problems[0]['where']}: {problems[0]['message']}" if problems else ""
        said = visitor(request).words("fault.wrong_input", what=first)
        return _told(request, Fault(422, "wrong-input", said, problems=problems))

    @app.exception_handler(UnicodeError)
    @app.exception_handler(OverflowError)
    def unfit(request: Request, error: Exception) -> Response:  # noqa: ARG001
        # Half a surrogate pair, or a number larger than any database holds: no text and no number here.
        said = visitor(request).words
        what = said("fault.unfit")
        return _told(request, Fault(422, "wrong-input", said("fault.wrong_input", what=what)))

    @app.exception_handler(HTTPException)
    def plain(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101
        said = visitor(request).words
        if error.status_code == 404:
            found = Fault(404, "not-found", said("fault.not_found"), said("fault.not_found_remedy"))
        else:
            kind = {400: "wrong-input", 405: "wrong-method"}.get(error.status_code, "error")
            found = Fault(error.status_code, kind, str(error.detail))
        answer = _told(request, found)
        answer.headers.update(error.headers or {})
        return answer

    @app.exception_handler(Exception)
    def unknown(request: Request, error: Exception) -> Response:
        mark = secrets.token_hex(4)
        log.error("%s %s failed [%s]", request.method, request.url.path, mark, exc_info=error)
        # Logged and answered; the guard lets it rest.
        error.told = True  # type: ignore[attr-defined]
        said = visitor(request).words
        told = Fault(500, "server", said("fault.server"), said("fault.server_remedy", mark=mark))
        return _told(request, told)


def _to_sign_in(request: Request) -> Response:
    from urllib.parse import quote

    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    path = "/sign-in" + (f"?next={quote(wanted)}" if request.method in SAFE and wanted != "/" else "")
    if request.headers.get("hx-request") == "true":
        return Response(status_code=204, headers={"HX-Redirect": path})
    return RedirectResponse(path, 303)


def _told(request: Request, what: Fault) -> Response:
    if for_programs(request):
        return JSONResponse(what.as_json(), what.status)
    desk = visitor(request)
    template = "fault_part.html" if desk.partial else "fault.html"
    answer = desk.page(template, what.status, fault=what)
    if desk.partial:
        # The message goes where messages go, whatever the request would have replaced.
        answer.headers.update({"HX-Retarget": "#notices", "HX-Reswap": "innerHTML"})
    return answer
