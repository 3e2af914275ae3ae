from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lake import assembled, maker, stated, verdicts
from rich.console import Console, RenderableType

from zopa.dossier import Dossier
from zopa.export.terminal import deal_answers, position_table
from zopa.pipeline import Overview
from zopa.vocabulary import Issue, Option, Party, Proposal, Report, Stance

Make = Callable[..., Overview]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    return maker(tmp_path)


def printed(what: RenderableType, width: int) -> list[str]:
    console = Console(width=width, file=io.StringIO(), highlight=False)
    console.print(what)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().splitlines()


def many(parties: int, issues: int, known: Callable[[int, int], bool]) -> Overview:
    """A generated answer: `known` says which party spoke to which issue."""
    dossier = Dossier(
        folder=Path(),
        title="Many",
        languages=("en",),
        parties={f"p{n}": Party(f"p{n}", {"en": f"Party{n:02}"}) for n in range(parties)},
        actors={},
        issues={
            f"i{n}": Issue(
                f"i{n}", {"en": f"Issue{n:02} about something"}, (Option("o", {"en": f"Option{n:02}"}),)
            )
            for n in range(issues)
        },
    )
    report = Report(id="r", text="They want it.", outlet="Post", published=date(2031, 1, 2))
    positions = [
        stated(report, "They want it.", f"p{p}", f"p{p}", (f"i{i}", "o"), Stance.SUPPORTS)
        for p in range(parties)
        for i in range(issues)
        if known(p, i)
    ]
    return assembled(dossier, [report], positions)


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_fits_the_width_and_says_everything(make: Make, width: int) -> None:
    lines = printed(position_table(make()), width)
    assert max(map(len, lines)) <= width
    text = " ".join(" ".join(lines).split())
    for word in ("Hillmark", "Shoreland", "The Isles", "second-hand", "contested", "unknown", "red line"):
        assert word in text
    assert "machine’s suggestion" in text


def test_rows_are_parties_where_the_issues_fit(make: Make) -> None:
    lines = printed(position_table(make()), 80)
    head = next(line for line in lines if line.startswith("Party"))
    assert "Water intake" in head
    assert "Night ferry" in head
    shore = next(line for line in lines if line.startswith("Shoreland"))
    assert "✕ at most 20 a day" in shore
    assert shore.rstrip().endswith("?")


def test_marks_and_counts(make: Make) -> None:
    text = "\n".join(printed(position_table(make()), 120))
    assert "(2) ⇄" in text, "contested, two statements"
    assert "◐ if kept" in text
    assert "at most 20 a day (1) ”" in text, "second-hand"


@pytest.mark.parametrize("width", [80, 120])
def test_twelve_issues_by_four_parties(width: int) -> None:
    lines = printed(position_table(many(4, 12, lambda p, i: (p + i) % 3 != 0)), width)
    assert max(map(len, lines)) <= width
    heads = [line for line in lines if all(f"Party{n:02}" in line for n in range(4))]
    assert len(heads) == 1, "parties are the columns, named once"
    text = "\n".join(lines)
    for n in range(12):
        assert f"Issue{n:02}" in text
        assert text.count(f"Option{n:02}") == sum((p + n) % 3 != 0 for p in range(4))


def test_many_parties_and_issues_come_in_blocks_that_name_who_is_silent() -> None:
    lines = printed(position_table(many(23, 9, lambda p, i: p % 9 == i)), 80)
    assert max(map(len, lines)) <= 80
    text = "\n".join(lines)
    for n in range(9):
        assert text.count(f"Option{n:02}") == sum(p % 9 == n for p in range(23))
    assert "Nothing said here: " in text
    assert all(f"Party{n:02}" in text for n in range(23))


@pytest.mark.parametrize("width", [80, 120])
def test_deals_name_blocker_words_and_source(make: Make, width: int) -> None:
    answer = make()
    lines = printed(deal_answers(verdicts(answer), answer), width)
    assert max(map(len, lines)) <= width
    text = " ".join(" ".join(lines).split())
    assert "✕ Blocked by Shoreland – 1 red line" in text
    assert "“Shoreland calls that a red line”" in text
    assert "Jon Bight (envoy, Shoreland); Lake <i>Post</i>, 3 May 2031 [first]" in text
    assert "never counted as consent" in text


def test_nothing_in_a_report_steers_the_terminal() -> None:
    dossier = many(2, 1, lambda _p, _i: False).dossier
    party = Party("p0", {"en": "[red]North[/red]"})
    dossier = replace(dossier, parties=dossier.parties | {"p0": party})
    dossier.proposals["x"] = Proposal("x", "[b]Draft", None, None, {"i0": "o"})
    text = "They refuse [bold]it[/bold] [/] \x1b[2J\x1b]0;owned\x07 and \u202ereversed it."
    report = Report(id="r", text=text, outlet="[red]Post\x1b[31m", published=date(2031, 1, 2))
    answer = assembled(dossier, [report], [stated(report, text, "other", "p0", ("i0", "o"), Stance.REJECTS)])
    shown = "\n".join(
        printed(position_table(answer), 80) + printed(deal_answers(verdicts(answer), answer), 80)
    )
    assert "[red]North[/red]" in shown
    assert "[b]Draft" in shown
    assert "[bold]it[/bold] [/]" in shown
    assert not set(shown) & {"\x1b", "\x07", "\u202e"}


def test_german(make: Make) -> None:
    answer = make()
    table = "\n".join(printed(position_table(answer, "de"), 100))
    assert "Uferland" in table
    assert "niemand hat etwas gesagt" in table
    deals = "\n".join(printed(deal_answers(verdicts(answer), answer, "de"), 100))
    assert "Blockiert durch Uferland" in deals


@pytest.mark.parametrize(
    ("spoken", "says"),
    [(2, "+ Open: everyone has agreed"), (1, "? Unknown: nobody refuses, but not everyone has spoken")],
)
def test_open_only_when_everyone_has_spoken(spoken: int, says: str) -> None:
    answer = many(2, 1, lambda p, _: p < spoken)
    answer.dossier.proposals["x"] = Proposal("x", "Draft", None, None, {"i0": "o"})
    assert says in printed(deal_answers(verdicts(answer), answer), 80)


def test_without_proposals(make: Make) -> None:
    assert printed(deal_answers({}, make()), 80) == ["The dossier holds no proposals."]
