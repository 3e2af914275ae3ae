"""`zopa watch`: what is new is added once, restarts lose nothing, dead feeds are named."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

pytest.importorskip("trafilatura", reason="needs the extra zopa[web]")

import misbehaving as server
from misbehaving import Request, Site

from zopa.dossier import DossierProblems, Source, load
from zopa.errors import SourceError
from zopa.sources.fetch import Fetcher
from zopa.sources.watch import Round, Watch, dead_sources, source_states

Make = Callable[..., Fetcher]
START = datetime(2031, 3, 1, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def look(folder: Path, fetcher: Make, clock: Clock) -> Callable[..., Round]:
    """A fresh watch each time, as after a restart."""

    def run(*, all_of_them: bool = False) -> Round:
        return Watch(load(folder), fetcher(tries=1), now=clock).round(all_of_them=all_of_them)

    return run


def watched(folder: Path, *sources: str) -> None:
    path = folder / "dossier.yaml"
    listed = "".join(f"  - {source}\n" for source in sources)
    path.write_text(path.read_text() + f"sources:\n{listed}")


def feed(site: Site, *paths: str, etag: str = "") -> str:
    items = "".join(f"<item><title>x</title><link>{site.url(path)}</link></item>" for path in paths)
    body = f"<rss><channel><title>Quay</title>{items}</channel></rss>"

    def answer(request: Request) -> None:
        if etag and request.headers.get("if-none-match") == etag:
            request.send(b"", 304, kind="")
        else:
            request.send(body, kind="text/xml", etag=etag)

    site.routes["/feed"] = answer
    return site.url("/feed")


def test_sources_in_the_dossier(folder: Path) -> None:
    watched(folder, "https://a.example/feed", "{url: https://b.example/, every: 2d, outlet: B}", "inbox")
    assert load(folder).sources == (
        Source("https://a.example/feed", 3600),
        Source("https://b.example/", 2 * 86400, "B"),
        Source("inbox", 3600),
    )


@pytest.mark.parametrize("wrong", ["{url: https://a.example, every: soon}", "{every: 1h}", "[]"])
def test_sources_that_are_none(folder: Path, wrong: str) -> None:
    watched(folder, wrong)
    with pytest.raises(DossierProblems) as caught:
        load(folder)
    assert "sources" in str(caught.value)


def test_what_is_new_is_added_once(
    folder: Path, site: Site, look: Callable[..., Round], clock: Clock
) -> None:
    watched(folder, feed(site, "/a"))
    site.page("/a")
    assert len(look().added.new) == 1
    assert look().polled == ()  # not due yet
    clock.later(hours=1)
    site.page("/b", server.PAGE.replace("12 crowns", "9 crowns"))
    feed(site, "/b", "/a")
    done = look()
    assert (len(done.added.new), done.added.known) == (1, 0)
    assert site.asked("/a") == 1


def test_unchanged_feeds_cost_one_line(
    folder: Path, site: Site, look: Callable[..., Round], clock: Clock
) -> None:
    watched(folder, feed(site, "/a", etag='"1"'))
    site.page("/a")
    look()
    clock.later(hours=2)
    done = look()
    assert done.failed == ()
    assert site.seen[-1].headers["if-none-match"] == '"1"'


def test_a_watch_that_is_killed_goes_on(
    folder: Path, site: Site, fetcher: Make, look: Callable[..., Round], clock: Clock
) -> None:
    watched(folder, feed(site, "/a", "/b", "/c"))
    for number, path in enumerate(("/a", "/b", "/c")):
        site.page(path, server.PAGE.replace("12 crowns", f"{number} crowns"))

    class Killed(BaseException):
        pass

    def die(request: str) -> None:
        if request.endswith("/c"):
            raise Killed

    with pytest.raises(Killed):
        Watch(load(folder), fetcher(), tell=die, now=clock).round()
    done = look(all_of_them=True)
    assert len(done.added.new) == 1
    assert (site.asked("/a"), site.asked("/b"), site.asked("/c")) == (1, 1, 1)


def test_a_page_that_fails_is_tried_again_and_then_given_up(
    folder: Path, site: Site, look: Callable[..., Round]
) -> None:
    watched(folder, feed(site, "/gone", etag='"1"'))
    rounds = [look(all_of_them=True) for _ in range(5)]
    assert site.asked("/gone") == 3
    assert [len(done.added.turned_away) for done in rounds] == [0, 0, 1, 0, 0]


def test_a_dead_feed_is_named_and_stops_no_other(
    folder: Path, site: Site, look: Callable[..., Round], clock: Clock
) -> None:
    dead = site.url("/nowhere")
    watched(folder, dead, feed(site, "/a"))
    site.page("/a")
    first = look()
    assert len(first.added.new) == 1
    assert [type(error) for error in first.failed] == [SourceError]
    assert first.dead == ()
    clock.later(days=1, hours=1)
    last = look()
    assert [one.url for one in last.dead] == [dead]
    assert dead_sources(load(folder), clock())[0].since == START
    assert "404" in last.dead[0].reason
    site.routes["/nowhere"] = site.routes["/feed"]
    clock.later(days=2)
    assert look().dead == ()


def test_failing_sources_are_asked_less_often(
    folder: Path, site: Site, look: Callable[..., Round], clock: Clock
) -> None:
    watched(folder, site.url("/nowhere"))
    asked = 0
    for _ in range(24 * 4):
        asked += bool(look().polled)
        clock.later(hours=1)
    assert asked < 12


def test_a_page_of_its_own_is_renewed(folder: Path, site: Site, look: Callable[..., Round]) -> None:
    watched(folder, site.page("/ticker"))
    (name,) = look(all_of_them=True).added.new
    site.page("/ticker", server.PAGE.replace("12 crowns", "9 crowns"))
    assert look(all_of_them=True).added.renewed == [name]


def test_a_folder_is_watched_too(folder: Path, look: Callable[..., Round]) -> None:
    watched(folder, "inbox")
    (folder / "inbox").mkdir()
    (folder / "inbox" / "2031-03-01.txt").write_text("Northmark demands dues.")
    assert len(look(all_of_them=True).added.new) == 1
    assert look(all_of_them=True).added.known == 1


def test_a_page_that_changed_on_a_later_day_is_looked_at_again(
    folder: Path, site: Site, look: Callable[..., Round], clock: Clock
) -> None:
    def sitemap(day: str) -> None:
        body = f"<urlset><url><loc>{site.url('/a')}</loc><lastmod>{day}</lastmod></url></urlset>"
        site.routes["/map"] = lambda request: request.send(body, kind="text/xml")

    watched(folder, site.url("/map"))
    sitemap("2031-03-01T08:00:00Z")
    site.page("/a")
    (name,) = look(all_of_them=True).added.new
    sitemap("2031-03-01T20:00:00Z")
    site.page("/a", server.PAGE.replace("12 crowns", "9 crowns"))
    assert look(all_of_them=True).added.renewed == []  # the same day: tickers are renewed without end
    sitemap("2031-03-02T08:00:00Z")
    assert look(all_of_them=True).added.renewed == [name]
    assert site.asked("/a") == 2


def test_an_atom_feed_says_when_an_entry_was_changed(site: Site, folder: Path) -> None:
    from datetime import date

    from zopa.sources.feeds import listing

    entry = "<entry><title>A</title><link href='/a'/>{}<updated>2031-03-04T08:00:00Z</updated></entry>"
    raw = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Q</title>{entry}</feed>"
    (one,) = listing(raw.format("<published>2031-03-02T08:00:00Z</published>").encode(), site.url("/")).items
    assert (one.published, one.updated) == (date(2031, 3, 2), date(2031, 3, 4))
    (one,) = listing(raw.format("").encode(), site.url("/")).items
    assert (one.published, one.updated) == (date(2031, 3, 4), date(2031, 3, 4))
    item = "<item><link>/a</link><pubDate>Tue, 04 Mar 2031 10:00:00 GMT</pubDate></item>"
    rss = f"<rss><channel>{item}</channel></rss>"
    (one,) = listing(rss.encode(), site.url("/")).items
    assert (one.published, one.updated) == (date(2031, 3, 4), None)


def test_how_the_sources_do(folder: Path, site: Site, look: Callable[..., Round], clock: Clock) -> None:
    nowhere = site.url("/nowhere")
    watched(folder, feed(site, "/a", "/stub", "/cake"), nowhere, "inbox")
    assert [one.polled for one in source_states(load(folder), clock())] == [None] * 3
    site.page("/a")
    site.page("/stub", (Path(__file__).parent / "pages" / "paywall.html").read_text())
    site.page(
        "/cake", "<p>" + "Granny bakes a cake for everyone in the whole wide harbour today. " * 9 + "</p>"
    )
    look()
    clock.later(days=2)
    listed, dead, gone = source_states(load(folder), clock())
    assert (listed.polled, listed.given, listed.reports, listed.dead) == (START, START, 1, False)
    assert (listed.unimportant, [(one.kind, one.at) for one in listed.turned_away]) == (
        1,
        [("paywall", START)],
    )
    assert listed.turned_away[0].source == site.url("/stub")
    assert listed.due == START + timedelta(hours=1)
    assert (dead.dead, dead.failing_since, dead.reports) == (True, START, 0)
    assert "404" in dead.error
    assert (gone.dead, gone.error) == (True, "is not there")


def test_what_is_met_at_every_look_is_listed_once(
    folder: Path, look: Callable[..., Round], clock: Clock
) -> None:
    watched(folder, "inbox")
    (folder / "inbox").mkdir()
    (folder / "inbox" / "photo.png").write_bytes(b"\x89PNG")
    for _ in range(3):
        look(all_of_them=True)
        clock.later(hours=1)
    (state,) = source_states(load(folder), clock())
    assert [(one.kind, one.at) for one in state.turned_away] == [("type", START + timedelta(hours=2))]


def test_reports_of_a_watch_that_was_killed_are_read_after_the_restart(
    folder: Path, site: Site, fetcher: Make, clock: Clock, look: Callable[..., Round]
) -> None:
    watched(folder, feed(site, "/a", "/b"))
    site.page("/a")
    site.page("/b", server.PAGE.replace("12 crowns", "9 crowns"))

    class Killed(BaseException):
        pass

    def die(request: str) -> None:
        if request.endswith("/b"):
            raise Killed

    with pytest.raises(Killed):
        Watch(load(folder), fetcher(), tell=die, now=clock).round()
    again = Watch(load(folder), fetcher(), now=clock)
    assert again.unread
    again.round()  # nothing is due
    assert again.unread
    again.was_read()
    assert not Watch(load(folder), fetcher(), now=clock).unread


def test_nothing_new_leaves_nothing_to_read(folder: Path, site: Site, fetcher: Make, clock: Clock) -> None:
    watched(folder, feed(site, "/gone"))
    one = Watch(load(folder), fetcher(tries=1), now=clock)
    one.round()
    assert not one.unread


def test_a_damaged_memory_means_starting_anew(folder: Path, site: Site, look: Callable[..., Round]) -> None:
    watched(folder, feed(site, "/a"))
    site.page("/a")
    look()
    (folder / "watch.json").write_text("{torn")
    done = look()
    assert (done.added.new, done.added.known) == ([], 1)


def test_on_the_command_line(folder: Path, zopa: Callable[..., object]) -> None:
    none = zopa("watch", folder, "--once")
    assert none.code == 2  # type: ignore[attr-defined]
    assert "names no sources" in none.err  # type: ignore[attr-defined]
    watched(folder, "inbox")
    (folder / "inbox").mkdir()
    (folder / "inbox" / "2031-03-01.txt").write_text("Northmark demands harbour dues of 12 crowns.")
    ran = zopa("watch", folder, "--once", "--json")
    assert ran.code == 0  # type: ignore[attr-defined]
    assert len(json.loads(ran.out)["new"]) == 1  # type: ignore[attr-defined]
    assert "2 reports read" in ran.err  # type: ignore[attr-defined]
    again = zopa("watch", folder, "--once")
    assert "read" not in again.err  # type: ignore[attr-defined]
    state = zopa("watch", folder, "--status")
    assert "1 report, the last on" in state.out  # type: ignore[attr-defined]
    told = json.loads(zopa("watch", folder, "--status", "--json").out)  # type: ignore[attr-defined]
    assert (told[0]["url"], told[0]["reports"], told[0]["dead"]) == ("inbox", 1, False)
    (folder / "inbox" / "2031-03-01.txt").unlink()
    (folder / "inbox").rmdir()
    assert zopa("watch", folder, "--once").code == 0  # type: ignore[attr-defined]
    failed = zopa("watch", folder, "--once", "--strict")
    assert failed.code == 1  # type: ignore[attr-defined]
    assert "Make the folder" in failed.err  # type: ignore[attr-defined]


def test_a_slip_in_the_dossier_does_not_end_the_watch(
    folder: Path, zopa: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    watched(folder, "inbox")
    (folder / "inbox").mkdir()
    right = (folder / "dossier.yaml").read_text()
    naps: list[float] = []

    class Enough(Exception):
        pass

    def nap(seconds: float) -> None:
        naps.append(seconds)
        if len(naps) == 1:
            (folder / "dossier.yaml").write_text("parties: [")
        elif len(naps) == 2:
            (folder / "dossier.yaml").write_text(right)
            (folder / "inbox" / "2031-03-01.txt").write_text("Northmark demands harbour dues of 12 crowns.")
        else:
            raise Enough

    monkeypatch.setattr("time.sleep", nap)
    with pytest.raises(Enough):
        zopa("watch", folder)
    assert naps == [60.0] * 3
