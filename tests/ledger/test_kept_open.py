"""A server keeps its connections; nobody may notice but by the time it takes."""

from __future__ import annotations

from pathlib import Path

from zopa.ledger.accounts import Accounts
from zopa.ledger.store import exists, kept_open, open_ledger, open_view


def names(place: Path | str) -> list[str]:
    return [one.name for one in Accounts(place).all()]


def test_what_is_written_is_seen_at_once_over_kept_connections(place: Path | str) -> None:
    with kept_open(place):
        Accounts(place).add("ada", "reader", "x", "test")
        assert names(place) == ["ada"]
        Accounts(place).add("ben", "reader", "x", "test")
        assert names(place) == ["ada", "ben"]
        assert open_view(place) is open_view(place)
        assert open_ledger(place) is open_ledger(place)


def test_a_ledger_put_in_the_place_of_another_is_the_one_that_is_read(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    Accounts(there).add("new", "reader", "x", "test")
    with kept_open(here):
        Accounts(here).add("old", "reader", "x", "test")
        held = Accounts(here)
        assert names(here) == ["old"]
        for log in here.glob("zopa.db-*"):
            log.unlink()
        (there / "zopa.db").replace(here / "zopa.db")
        assert names(here) == ["new"]
        held.note("x", "seen")
        (here / "zopa.db").unlink()
        for log in here.glob("zopa.db-*"):
            log.unlink()
        assert not exists(here)
        Accounts(here).add("third", "reader", "x", "test")
        assert names(here) == ["third"]


def test_what_was_kept_open_leaves_one_file_behind(tmp_path: Path) -> None:
    with kept_open(tmp_path):
        Accounts(tmp_path).add("ada", "reader", "x", "test")
        names(tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["zopa.db"]
