"""Fetching, against a real server on loopback that misbehaves."""

from __future__ import annotations

import gzip
import socket
import ssl
import time
from collections.abc import Callable

import misbehaving as server
import pytest
from misbehaving import Request, Site

from zopa.errors import SourceError
from zopa.sources.fetch import Fetcher

Make = Callable[..., Fetcher]


def refusal(one: Fetcher, address: str) -> SourceError:
    with pytest.raises(SourceError) as caught:
        one.get(address)
    assert caught.value.source == address
    return caught.value


def test_a_page(site: Site, fetcher: Make) -> None:
    got = fetcher().get(site.page("/a"))
    assert got.status == 200
    assert got.body.decode() == server.PAGE
    assert got.content_type == "text/html"
    assert site.seen[-1].headers["user-agent"].startswith("zopa/")


def test_compressed_pages_are_kept_as_sent_and_read_unpacked(site: Site, fetcher: Make) -> None:
    site.routes["/z"] = server.zipped
    got = fetcher().get(site.url("/z"))
    assert got.body.decode() == server.PAGE
    assert gzip.decompress(got.raw).decode() == server.PAGE


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",  # noqa: S104
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.0.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:100.64.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:db8::1",
    ],
)
def test_private_networks_are_refused(fetcher: Make, address: str) -> None:
    error = refusal(fetcher(allow_private=False, resolve=lambda _h, _p: [address]), "http://news.test/")
    assert error.kind == "refused"
    assert "--allow-private" in error.remedy


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://localhost/",
    ],
)
def test_written_out_addresses_are_refused_too(url: str) -> None:
    with Fetcher() as one:
        assert refusal(one, url).kind in ("refused", "unreachable")


def test_one_private_address_among_public_ones_is_enough(fetcher: Make) -> None:
    one = fetcher(allow_private=False, resolve=lambda _h, _p: ["93.184.215.14", "10.0.0.1"])
    assert refusal(one, "http://news.test/").kind == "refused"


def test_a_redirect_into_a_private_network_is_refused(site: Site, fetcher: Make) -> None:
    """The first hop is let through as if it were public; the second resolves to loopback."""
    site.routes["/go"] = lambda request: request.redirect(site.url("/secret", host="inner.test"))
    site.page("/secret")

    def resolve(host: str, _port: int) -> list[str]:
        return ["127.0.0.1"] if host == "news.test" else ["169.254.169.254"]

    one = fetcher(resolve=resolve)
    one._backend._allow_private = False
    from zopa.sources import addresses

    real = addresses.why_refused
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(addresses, "why_refused", lambda ip: "" if ip == "127.0.0.1" else real(ip))
        error = refusal(one, site.url("/go"))
    assert error.kind == "refused"
    assert "link-local" in error.message
    assert site.asked("/secret") == 0


def test_a_name_server_that_changes_its_mind_gains_nothing(site: Site, fetcher: Make) -> None:
    """DNS rebinding: public while it is checked, private when connected to. We ask once."""
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])
    asked: list[str] = []
    connected: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    one = fetcher(allow_private=False, resolve=resolve, tries=1)

    class Wire:
        def connect_tcp(self, host: str, *_: object) -> None:
            import httpcore

            connected.append(host)
            raise httpcore.ConnectError("no network in tests")

    one._backend._inner = Wire()  # type: ignore[assignment]
    assert refusal(one, site.url("/a")).kind == "unreachable"
    assert connected == ["93.184.215.14"]  # the checked address itself, not the name
    assert refusal(one, site.url("/a")).kind == "refused"
    assert connected == ["93.184.215.14"]
    assert asked == ["news.test", "news.test"]


@pytest.mark.parametrize(
    "where",
    [
        "file:///etc/passwd",
        "ftp://news.test/a",
        "gopher://news.test/",
        "//[",
        "data:text/html,x",
    ],
)
def test_a_redirect_to_another_scheme_is_refused(site: Site, fetcher: Make, where: str) -> None:
    site.routes["/go"] = lambda request: request.redirect(where)
    assert refusal(fetcher(), site.url("/go")).kind == "refused"


def test_user_names_in_addresses_are_refused(fetcher: Make) -> None:
    assert refusal(fetcher(), "http://me:secret@news.test/").kind == "refused"


def test_redirects_end(site: Site, fetcher: Make) -> None:
    site.routes["/loop"] = lambda request: request.redirect("/loop")
    assert "5 times" in refusal(fetcher(), site.url("/loop")).message
    assert site.asked("/loop") == 6


def test_a_few_redirects_are_followed(site: Site, fetcher: Make) -> None:
    site.routes["/1"] = lambda request: request.redirect("/2", 301)
    site.routes["/2"] = lambda request: request.redirect("3", 308)
    site.page("/3")
    got = fetcher().get(site.url("/1"))
    assert (got.asked, got.url) == (site.url("/1"), site.url("/3"))


def test_announced_size(site: Site, fetcher: Make) -> None:
    site.routes["/big"] = lambda request: request.send(b"x" * 10, content_length=str(10**9))
    assert refusal(fetcher(), site.url("/big")).kind == "too-large"


def test_unannounced_size(site: Site, fetcher: Make) -> None:
    site.routes["/endless"] = server.endless
    assert refusal(fetcher(size=200_000), site.url("/endless")).kind == "too-large"


def test_decompressed_size(site: Site, fetcher: Make) -> None:
    import tracemalloc

    server.bomb()
    site.routes["/bomb"] = server.gzip_bomb
    one = fetcher(size=1 << 20)
    one._robots(site.url("/"), "")
    tracemalloc.start()
    assert refusal(one, site.url("/bomb")).kind == "too-large"
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 12 << 20  # the bomb itself is 64 MB


@pytest.mark.parametrize("way", [server.drip, server.drip_heads])
def test_a_server_that_drips(site: Site, fetcher: Make, way: Callable[[Request], None]) -> None:
    site.routes["/drip"] = way
    begun = time.monotonic()
    assert refusal(fetcher(seconds=0.6, tries=1), site.url("/drip")).kind == "unreachable"
    assert time.monotonic() - begun < 3


def test_a_server_that_says_nothing(fetcher: Make) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        one = fetcher(wait=0.2, tries=1)
        error = refusal(one, f"http://news.test:{silent.getsockname()[1]}/")
    assert error.kind == "unreachable"


@pytest.mark.parametrize("way", [server.cut_short, server.hangs_up])
def test_a_server_that_hangs_up(
    site: Site, fetcher: Make, naps: list[float], way: Callable[[Request], None]
) -> None:
    site.routes["/half"] = way
    assert refusal(fetcher(), site.url("/half")).kind == "unreachable"
    assert site.asked("/half") == 3
    assert [nap for nap in naps if nap >= 1] == [2.0, 4.0]


def test_no_plain_talk_where_tls_is_due(site: Site, fetcher: Make) -> None:
    assert refusal(fetcher(tries=1), site.url("/a").replace("http:", "https:")).kind == "unreachable"


def test_certificates_are_checked() -> None:
    from zopa.sources.fetch import _Transport

    with Fetcher() as one:
        transport = one._client._transport
        assert isinstance(transport, _Transport)
        context = transport._pool._ssl_context
    assert context is not None
    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.check_hostname


def test_damaged_compression(site: Site, fetcher: Make) -> None:
    site.routes["/z"] = lambda request: request.send(b"no gzip at all", content_encoding="gzip")
    assert refusal(fetcher(), site.url("/z")).kind == "damaged"


def test_compression_nobody_asked_for(site: Site, fetcher: Make) -> None:
    site.routes["/z"] = lambda request: request.send(b"..", content_encoding="br")
    assert refusal(fetcher(), site.url("/z")).kind == "type"


@pytest.mark.parametrize("kind", ["image/png", "video/mp4", "application/x-msdownload", "application/zip"])
def test_content_types(site: Site, fetcher: Make, kind: str) -> None:
    site.routes["/x"] = lambda request: request.send(b"x", kind=kind)
    assert refusal(fetcher(), site.url("/x")).kind == "type"


@pytest.mark.parametrize("status", [401, 403, 404, 410, 451])
def test_statuses_that_will_not_change(site: Site, fetcher: Make, status: int) -> None:
    site.routes["/x"] = lambda request: request.send("no", status)
    error = refusal(fetcher(), site.url("/x"))
    assert error.kind == "status"
    assert str(status) in error.message
    assert site.asked("/x") == 1


def test_a_busy_server_is_asked_again_later(site: Site, fetcher: Make, naps: list[float]) -> None:
    def busy(request: Request) -> None:
        if site.asked("/x") < 3:
            request.send("busy", 503, retry_after="7")
        else:
            request.send(server.PAGE)

    site.routes["/x"] = busy
    assert fetcher().get(site.url("/x")).status == 200
    assert [nap for nap in naps if nap >= 1] == [7.0, 14.0]


def test_nobody_waits_for_hours(site: Site, fetcher: Make, naps: list[float]) -> None:
    site.routes["/x"] = lambda request: request.send("busy", 429, retry_after="86400")
    assert refusal(fetcher(), site.url("/x")).kind == "status"
    assert site.asked("/x") == 1


def test_cookies_are_not_kept(site: Site, fetcher: Make) -> None:
    site.routes["/a"] = lambda request: request.send(server.PAGE, set_cookie="id=42; Path=/")
    one = fetcher()
    one.get(site.url("/a"))
    one.get(site.url("/a"))
    assert all("cookie" not in request.headers for request in site.seen)


def test_conditional_requests(site: Site, fetcher: Make) -> None:
    def unchanged(request: Request) -> None:
        if request.headers.get("if-none-match") == '"v1"':
            request.send(b"", 304, kind="")
        else:
            request.send(server.PAGE, etag='"v1"')

    site.routes["/a"] = unchanged
    one = fetcher()
    first = one.get(site.url("/a"))
    again = one.get(site.url("/a"), etag=first.header("etag"))
    assert (first.fresh, again.fresh, again.body) == (True, False, b"")


def test_a_pause_between_requests_to_one_host(site: Site, naps: list[float]) -> None:
    from zopa.sources.fetch import Limits

    site.page("/a")
    limits = Limits(delay=2.0)
    with Fetcher(limits, True, lambda _h, _p: ["127.0.0.1"], naps.append, lambda: 100.0) as one:
        one.get(site.url("/a"))
        one.get(site.url("/a"))
        one.get(site.url("/a", host="other.test"))
    # robots.txt, then the page twice; the other host starts at once with its own robots.txt
    assert naps == [2.0, 4.0, 2.0]


class TestRobots:
    def test_what_is_forbidden_is_not_asked_for(self, site: Site, fetcher: Make) -> None:
        site.routes["/robots.txt"] = lambda r: r.send(
            "User-agent: *\nDisallow: /private\n", kind="text/plain"
        )
        site.page("/private/a")
        site.page("/a")
        one = fetcher()
        assert refusal(one, site.url("/private/a")).kind == "robots"
        assert one.get(site.url("/a")).status == 200
        assert site.asked("/private/a") == 0
        assert site.asked("/robots.txt") == 1

    def test_a_redirect_does_not_lead_around_it(self, site: Site, fetcher: Make) -> None:
        site.routes["/robots.txt"] = lambda r: r.send("User-agent: zopa\nDisallow: /b\n", kind="text/plain")
        site.routes["/a"] = lambda request: request.redirect("/b")
        site.page("/b")
        assert refusal(fetcher(), site.url("/a")).kind == "robots"
        assert site.asked("/b") == 0

    def test_a_broken_server_allows_nothing(self, site: Site, fetcher: Make) -> None:
        site.routes["/robots.txt"] = lambda request: request.send("", 500)
        site.page("/a")
        assert refusal(fetcher(), site.url("/a")).kind == "robots"

    def test_the_rules_are_asked_for_again_after_a_while(self, site: Site) -> None:
        """A watch runs for weeks: rules change, and a host that was out of order comes back."""
        from zopa.sources.fetch import Limits

        now = [0.0]
        site.page("/a")
        site.routes["/robots.txt"] = lambda request: request.send("", 503)
        limits = Limits(delay=0.0, tries=1)
        with Fetcher(limits, True, lambda _h, _p: ["127.0.0.1"], lambda _s: None, lambda: now[0]) as one:
            assert refusal(one, site.url("/a")).kind == "robots"
            site.routes["/robots.txt"] = lambda request: request.send("User-agent: *\n", kind="text/plain")
            now[0] = 60.0
            assert refusal(one, site.url("/a")).kind == "robots"
            now[0] = 601.0
            assert one.get(site.url("/a")).status == 200
            site.routes["/robots.txt"] = lambda r: r.send("User-agent: *\nDisallow: /\n", kind="text/plain")
            now[0] = 80_000.0
            assert one.get(site.url("/a")).status == 200
            now[0] = 90_000.0
            assert refusal(one, site.url("/a")).kind == "robots"

    def test_none_allows_everything(self, site: Site, fetcher: Make) -> None:
        assert fetcher().get(site.page("/a")).status == 200

    def test_a_page_instead_of_rules_is_no_rules(self, site: Site, fetcher: Make) -> None:
        site.routes["/robots.txt"] = lambda request: request.send(b"\x89PNG", kind="image/png")
        assert fetcher().get(site.page("/a")).status == 200

    def test_it_may_not_point_into_a_private_network(self, site: Site, fetcher: Make) -> None:
        site.routes["/robots.txt"] = lambda request: request.redirect("file:///etc/passwd")
        assert refusal_kind(fetcher(), site.page("/a")) == "refused"


def refusal_kind(one: Fetcher, address: str) -> str:
    with pytest.raises(SourceError) as caught:
        one.get(address)
    return caught.value.kind
