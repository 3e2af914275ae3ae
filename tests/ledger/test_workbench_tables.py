"""Accounts, sessions, saved views and rulings, on both databases."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest
from test_ledger import TEXT, position

from zopa.errors import LedgerError
from zopa.ledger import saved, upkeep
from zopa.ledger.accounts import Accounts, has_accounts
from zopa.ledger.address import Place
from zopa.ledger.facets import FacetedSearch
from zopa.ledger.lookup import Lookup
from zopa.ledger.rulings import rule, rulings_on
from zopa.ledger.saved import SavedView
from zopa.ledger.search import Filters
from zopa.ledger.stamp import stamp
from zopa.ledger.store import open_ledger
from zopa.ledger.view import LedgerView
from zopa.ledger.writer import LedgerWriter
from zopa.vocabulary import Report, Status

FIRST = position()
QUAY = Report("quay", TEXT, outlet="Quay", published=dt.date(2031, 3, 2), language="en")


@pytest.fixture
def filled(place: Place) -> Place:
    writer = LedgerWriter(place, "test")
    writer.record(QUAY, (), (FIRST,), "key")
    writer.finish([])
    return place


def test_accounts_and_their_sessions(place: Place) -> None:
    open_ledger(place)
    assert not has_accounts(place)
    held = Accounts(place)
    held.add("ada", "reader", "$hash", "root")
    assert has_accounts(place)
    with pytest.raises(LedgerError, match="already"):
        held.add("ada", "reader", "$hash", "root")
    held.open_session("ada", "d" * 64, dt.timedelta(hours=1))
    assert held.session("d" * 64) == held.account("ada")
    assert held.session("d" * 64, "token") is None
    held.change("ada", "root", role="editor")
    assert held.session("d" * 64) is None
    held.open_session("ada", "e" * 64, dt.timedelta(seconds=-1))
    assert held.session("e" * 64) is None
    held.change("ada", "root", disabled=True)
    assert (held.account("ada"), held.password_hash("ada")) == (None, None)
    with pytest.raises(LedgerError, match="no account"):
        held.open_session("ada", "f" * 64, dt.timedelta(hours=1))


def test_rulings_are_superseded_and_turned_with_their_pair(filled: Place) -> None:
    other = dataclasses.replace(FIRST, speaker="other")
    LedgerWriter(filled, "test").record(QUAY, (), (FIRST, other), "another key")
    first, second = sorted([FIRST.id, other.id])
    rule(filled, "ada", second, first, "first", "said so")
    assert rulings_on(filled, [first])[first, second].status == "second"
    rule(filled, "bo", first, second, "unresolved")
    assert [(one.by, one.status) for one in rulings_on(filled, [first]).values()] == [("bo", "unresolved")]
    with pytest.raises(LedgerError, match="itself"):
        rule(filled, "ada", FIRST.id, FIRST.id, "both")
    with pytest.raises(LedgerError, match="no such pair"):
        rule(filled, "ada", FIRST.id, "0" * 16, "both")
    with pytest.raises(LedgerError, match="no status"):
        rule(filled, "ada", FIRST.id, "0" * 16, "sure")


def test_views_are_ones_own(filled: Place) -> None:
    saved.keep(filled, "ada", SavedView("mine", "search", (("q", "a"),)))
    saved.keep(filled, "ada", SavedView("mine", "search", (("q", "b"),)))
    assert [one.query for one in saved.views(filled, "ada")] == [(("q", "b"),)]
    assert saved.views(filled, "bo") == []
    saved.forget(filled, "bo", "mine")
    saved.forget(filled, "ada", "mine")
    assert saved.views(filled, "ada") == []


def test_the_mark_changes_with_every_write_and_only_then(filled: Place) -> None:
    first = stamp(filled)
    LedgerView(filled).positions()
    if isinstance(filled, Path):
        assert stamp(filled) == first
    saved.keep(filled, "ada", SavedView("mine", "search", ()))
    assert stamp(filled) != first


def test_looking_up(filled: Place) -> None:
    lookup = Lookup(filled)
    assert lookup.counts() == {"reports": 1, "positions": 1}
    said = lookup.said("north", "dues")[0]
    assert said.position == FIRST
    quote = FIRST.quote
    assert said.window[quote.start - said.at : quote.end - said.at] == quote.exact
    assert lookup.said("north", "dues", as_of=dt.date(2000, 1, 1)) == []
    assert [one.id for one in lookup.reports()] == ["quay"]
    assert lookup.reports(before=(dt.date(2031, 3, 2), "quay")) == []
    assert lookup.reports(outlet="Other") == []
    assert lookup.in_report("quay")[1] == [(FIRST, Status.SUGGESTED)]
    assert lookup.in_report("none") == ([], [])
    assert lookup.to_judge(Status.SUGGESTED) == [FIRST]
    assert lookup.to_judge(Status.SUGGESTED, (FIRST.confidence, FIRST.id)) == []
    assert lookup.stories(["quay", "none"]) == {"quay": "quay"}
    assert lookup.statement("none") is None
    found = lookup.position(FIRST.id)
    assert found is not None
    assert found.in_force
    page = FacetedSearch(filled, ("en",)).page("dues", Filters())
    assert page.counts["outlet"] == {"Quay": 1}
    assert [one.position.id for one in page.passages] == [FIRST.id]


def test_a_move_takes_them_along(filled: Place, tmp_path: Path) -> None:
    Accounts(filled).add("ada", "reader", "$hash", "root")
    target = tmp_path / "moved" / "copy.db"
    target.parent.mkdir()
    upkeep.move(filled, target)
    assert has_accounts(target)
