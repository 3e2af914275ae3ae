"""Fetching pages, politely and safely. The only module that speaks HTTP."""

from __future__ import annotations

import ssl
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

from zopa import __version__
from zopa.errors import SourceError
from zopa.sources import robots
from zopa.sources.addresses import AddressRefused, CheckedBackend, Resolver, resolved

AGENT = "zopa"
USER_AGENT = f"{AGENT}/{__version__} (reads press reports for negotiation analysis; obeys robots.txt)"
PAGE_TYPES = (
    "text/",
    "application/xhtml+xml",
    "application/xml",
    "application/rss+xml",
    "application/atom+xml",
)
DOCUMENT_TYPES = (
    "application/pdf",
    "application/json",
    "application/feed+json",
    "application/gzip",
    "application/x-gzip",
    "application/octet-stream",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/rdf+xml",
    "message/rfc822",
)
_TYPES = PAGE_TYPES + DOCUMENT_TYPES
_AGAIN = frozenset((429, 500, 502, 503, 504))
RULES_HOLD, REFUSAL_HOLDS = 86_400.0, 600.0
"""Seconds after which a host's robots.txt is asked for again: a day (RFC 9309, 2.4), and ten minutes where
the host was out of order, so that a watch goes on when it is back."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a fetch may cost.

    size      bytes of a body, both as sent and decompressed.
    seconds   from the first byte sent to the last byte read of one hop.
    wait      seconds without a byte.
    hops      redirects followed.
    delay     seconds between two requests to the same host.
    tries     attempts when a host is busy or unreachable.
    back_off  seconds before the second attempt; doubles with every further one.
    patience  the longest Retry-After that is waited for, in seconds.
    """

    size: int = 10 * 1024 * 1024
    seconds: float = 60.0
    wait: float = 15.0
    hops: int = 5
    delay: float = 2.0
    tries: int = 3
    back_off: float = 2.0
    patience: float = 60.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """One page as it came.

    url      where it was found in the end; `asked` where the search began.
    raw      the body as sent; `body` the same, decompressed.
    headers  as sent, in order.
    fresh    False where the server says that nothing changed (304); body and raw are empty then.
    """

    asked: str
    url: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    raw: bytes
    body: bytes
    at: datetime
    fresh: bool = True

    def header(self, name: str) -> str:
        """The first header of this name, or ''."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def content_type(self) -> str:
        """The media type without parameters, in lower case."""
        return self.header("content-type").partition(";")[0].strip().lower()


@dataclass(slots=True)
class Fetcher:
    """Fetches one address after the other; keeps no cookies, sends no credentials, uses no proxy.

    allow_private  let addresses of private networks through.
    resolve, sleep, clock  the outside world, replaceable in tests.
    """

    limits: Limits = field(default_factory=Limits)
    allow_private: bool = False
    resolve: Resolver = resolved
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _backend: CheckedBackend = field(init=False)
    _client: httpx.Client = field(init=False)
    _rules: dict[str, tuple[float, robots.Rules]] = field(init=False, default_factory=dict)
    _free_at: dict[str, float] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._backend = CheckedBackend(allow_private=self.allow_private, resolve=self.resolve)
        self._client = httpx.Client(
            transport=_Transport(self._backend),
            trust_env=False,
            follow_redirects=False,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            timeout=httpx.Timeout(self.limits.wait),
            headers={
                "User-Agent": USER_AGENT,
                "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
                "Accept-Language": "de,en;q=0.8",
                "Accept-Encoding": "gzip, deflate",
            },
        )

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection."""
        self._client.close()

    def get(self, address: str, *, etag: str = "", modified: str = "") -> Fetched:
        """Fetch one address, following redirects; every hop is checked anew.

        etag, modified  what the server said last time; if nothing changed since, `fresh` is False.
        Raises          SourceError, whose `kind` says why: 'refused' (a private address, another
                        scheme, credentials in the address), 'robots', 'unreachable', 'status',
                        'too-large', 'type'.
        """
        asked = address
        conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
        for _ in range(self.limits.hops + 1):
            self._check_address(address, asked)
            rules = self._robots(address, asked)
            if not rules.allows(address):
                raise SourceError("robots", "the site's robots.txt asks not to fetch it", source=asked)
            got = self._patiently(address, asked, conditions, rules.delay)
            if got.status in (301, 302, 303, 307, 308) and got.header("location"):
                address = _joined(address, got.header("location"), asked)
                continue
            return self._judged(got)
        raise SourceError("refused", f"redirects more than {self.limits.hops} times", source=asked)

    # ------------------------------------------------------------------ one hop

    def _check_address(self, address: str, asked: str) -> None:
        try:
            parts = urlsplit(address)
            host, _ = parts.hostname, parts.port
        except ValueError as error:
            raise SourceError("refused", f"is no web address ({error})", source=asked) from error
        if parts.scheme not in ("http", "https") or not host:
            where = "" if address == asked else f" (redirected to {address[:200]})"
            raise SourceError("refused", f"only http and https addresses are fetched{where}", source=asked)
        if parts.username or parts.password:
            raise SourceError("refused", "an address with a user name in it is not fetched", source=asked)

    def _robots(self, address: str, asked: str) -> robots.Rules:
        parts = urlsplit(address)
        home = f"{parts.scheme}://{parts.netloc}"
        until, rules = self._rules.get(home, (float("-inf"), robots.NOTHING))
        if self.clock() >= until:
            rules = self._fetch_rules(f"{home}/robots.txt", asked)
            hold = REFUSAL_HOLDS if rules is robots.NOTHING else RULES_HOLD
            self._rules[home] = self.clock() + hold, rules
        return rules

    def _fetch_rules(self, address: str, asked: str) -> robots.Rules:
        """RFC 9309: none to be had (4xx) means all is allowed, a broken server (5xx) that nothing is."""
        where = address
        try:
            for _ in range(self.limits.hops + 1):
                self._check_address(where, asked)
                got = self._patiently(where, asked, {}, 0.0)
                if got.status in (301, 302, 303, 307, 308) and got.header("location"):
                    where = _joined(where, got.header("location"), asked)
                    continue
                if got.status < 400:
                    return robots.parse(got.body[: robots.MAX_BYTES].decode("utf-8", errors="replace"), AGENT)
                return robots.EVERYTHING if got.status < 500 and got.status != 429 else robots.NOTHING
        except SourceError as error:
            if error.kind == "type":
                return robots.EVERYTHING  # a page or a picture where the rules should be: there are none
            if error.kind in ("too-large", "damaged"):
                return robots.NOTHING
            raise
        return robots.EVERYTHING

    def _patiently(self, address: str, asked: str, extra: dict[str, str], delay: float) -> Fetched:
        """Try again, later and later, while the host is busy or can't be reached."""
        wait = self.limits.back_off
        for attempt in range(1, self.limits.tries + 1):
            last = attempt == self.limits.tries
            self._queue(address, delay)
            try:
                got = self._once(address, asked, extra)
            except SourceError as error:
                if error.kind != "unreachable" or last:
                    raise
            else:
                if got.status not in _AGAIN or last:
                    return got
                wait = max(wait, _retry_after(got.header("retry-after")))
                if wait > self.limits.patience:
                    return got
            self.sleep(wait)
            wait *= 2
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _queue(self, address: str, delay: float) -> None:
        """Leave a pause between two requests to one host."""
        host = urlsplit(address).netloc
        now = self.clock()
        ready = self._free_at.get(host, now)
        if ready > now:
            self.sleep(ready - now)
        self._free_at[host] = max(now, ready) + max(delay, self.limits.delay)

    def _once(self, address: str, asked: str, extra: dict[str, str]) -> Fetched:
        self._backend.deadline = time.monotonic() + self.limits.seconds
        headers = {key: value for key, value in extra.items() if value}
        try:
            with self._client.stream("GET", address, headers=headers) as answer:
                raw, body = b"", b""
                if answer.status_code < 300 or answer.status_code >= 400:
                    _type_allowed(answer, asked)
                    raw, body = self._read(answer, asked)
                return Fetched(
                    asked=asked,
                    url=address,
                    status=answer.status_code,
                    reason=answer.reason_phrase,
                    headers=tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in answer.headers.raw),
                    raw=raw,
                    body=body,
                    at=datetime.now(UTC).replace(microsecond=0),
                )
        except AddressRefused as error:
            raise SourceError(
                "refused",
                f"{error}: private networks are not fetched from",
                source=asked,
                remedy="If you mean it, say so with --allow-private.",
            ) from error
        except (httpcore.TimeoutException, httpx.TimeoutException) as error:
            raise SourceError("unreachable", "took too long to answer", source=asked) from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpx.HTTPError, OSError) as error:
            raise SourceError("unreachable", f"can't be reached ({error})", source=asked) from error
        except (httpx.InvalidURL, UnicodeError) as error:
            raise SourceError("refused", f"is no web address ({error})", source=asked) from error

    def _read(self, answer: httpx.Response, asked: str) -> tuple[bytes, bytes]:
        """Body as sent and decompressed, never more of either than allowed."""
        limit = self.limits.size
        announced = answer.headers.get("content-length", "")
        if announced.isdigit() and int(announced) > limit:
            raise _too_large(asked, limit)
        unpack = _decoder(answer.headers.get("content-encoding", ""), asked)
        raw, body = bytearray(), bytearray()
        for piece in answer.iter_raw():
            raw += piece
            if len(raw) > limit:
                raise _too_large(asked, limit)
            body += unpack(piece, limit + 1 - len(body))
            if len(body) > limit:
                raise _too_large(asked, limit)
        return bytes(raw), bytes(body)

    def _judged(self, got: Fetched) -> Fetched:
        if got.status == 304:
            return Fetched(got.asked, got.url, 304, got.reason, got.headers, b"", b"", got.at, fresh=False)
        if got.status != 200:
            raise SourceError(
                "status", f"the server answers {got.status} {got.reason}".strip(), source=got.asked
            )
        return got


# ------------------------------------------------------------------ helpers of one hop


class _Transport(httpx.BaseTransport):
    """httpx over our own connections: no proxies, no other way around the address check."""

    def __init__(self, backend: CheckedBackend) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl.create_default_context(cafile=_authorities()),
            max_connections=4,
            keepalive_expiry=5.0,
            network_backend=backend,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=b"",
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Body(answer.iter_stream(), answer.close),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, pieces: Iterable[bytes], close: Callable[[], None]) -> None:
        self._pieces = pieces
        self._close = close

    def __iter__(self) -> Iterator[bytes]:
        yield from self._pieces

    def close(self) -> None:
        self._close()


def _authorities() -> str:
    import certifi

    return certifi.where()


def _joined(base: str, location: str, asked: str) -> str:
    try:
        return urljoin(base, location.strip())
    except ValueError as error:
        raise SourceError("refused", f"redirects to what is no address ({error})", source=asked) from error


def _type_allowed(answer: httpx.Response, asked: str) -> None:
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind and answer.status_code == 200 and not kind.startswith(_TYPES):
        raise SourceError("type", f"is {kind}, no page or document", source=asked)


def _too_large(asked: str, limit: int) -> SourceError:
    return SourceError("too-large", f"is larger than {limit / 1e6:.0f} MB", source=asked)


def _decoder(encoding: str, asked: str) -> Callable[[bytes, int], bytes]:
    """A function that decompresses piece by piece, never giving more than it is allowed to."""
    names = [name.strip().lower() for name in encoding.split(",") if name.strip()]
    names = [name for name in names if name != "identity"]
    if not names:
        return lambda piece, _most: piece
    if len(names) > 1 or names[0] not in ("gzip", "x-gzip", "deflate"):
        raise SourceError("type", f"is compressed in a way we did not ask for ({encoding})", source=asked)
    machine = zlib.decompressobj(wbits=47 if "gzip" in names[0] else 15)
    started = False

    def unpack(piece: bytes, most: int) -> bytes:
        nonlocal machine, started
        try:
            out = machine.decompress(machine.unconsumed_tail + piece, max(most, 1))
        except zlib.error as error:
            if started or names[0] != "deflate":
                raise SourceError("damaged", f"can't be decompressed ({error})", source=asked) from error
            machine = zlib.decompressobj(wbits=-15)  # some servers send deflate without its head
            try:
                out = machine.decompress(piece, max(most, 1))
            except zlib.error as second:
                raise SourceError("damaged", f"can't be decompressed ({second})", source=asked) from second
        started = True
        return out

    return unpack


def _retry_after(value: str) -> float:
    """Seconds to wait as a server asks, by number or date; 0 where it doesn't."""
    if value.strip().isdigit():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return 0.0
