"""The brief says what changed and nothing else, each line with its passage and outlet."""

from __future__ import annotations

import email
import email.policy
import html
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

pytest.importorskip("trafilatura", reason="needs the extra zopa[web]")

from zopa import pipeline
from zopa.dossier import Dossier, load
from zopa.export.brief import Brief, Comparison, compose
from zopa.export.brief_forms import mail, markdown, page
from zopa.export.brief_parts import Item, Passage, Section
from zopa.export.brief_room import on_one_page
from zopa.export.brief_words import Words
from zopa.positions import place
from zopa.sources.watch import DeadSource
from zopa.vocabulary import Condition, Quote, Report, Stance, StatedPosition

SINCE = date(2031, 3, 10)
EARLY, LATE = date(2031, 3, 2), date(2031, 3, 12)
TEXTS = {
    "early": (EARLY, "Northmark demands 12 crowns. Southmark rejected that. Compulsory pilots are possible."),
    "late": (
        LATE,
        (
            "We will never accept compulsory pilots. Twelve crowns could be borne. Low dues are welcome. "
            "We do not want low dues at all."
        ),
    ),
}


def said(
    report: str, words: str, holder: str, issue: str, option: str, stance: Stance, **more: object
) -> StatedPosition:
    day, text = TEXTS[report]
    start = text.index(words)
    fields = {"speaker": {"north": "ilves", "south": "brandt"}[holder], **more}
    return StatedPosition(
        report=report,
        quote=Quote.cut(text, start, start + len(words)),
        holder=holder,
        issue=issue,
        option=option,
        stance=stance,
        origin="test",
        said_on=day,
        **fields,  # type: ignore[arg-type]
    )


BEFORE = [
    said("early", "Northmark demands 12 crowns.", "north", "dues", "high", Stance.SUPPORTS),
    said("early", "Southmark rejected that.", "south", "dues", "high", Stance.REJECTS),
    said("early", "Compulsory pilots are possible.", "south", "pilots", "duty", Stance.ACCEPTS),
]
AFTER = [
    said(
        "late",
        "We will never accept compulsory pilots.",
        "south",
        "pilots",
        "duty",
        Stance.REJECTS,
        firm=True,
    ),
    said(
        "late",
        "Twelve crowns could be borne.",
        "south",
        "dues",
        "high",
        Stance.ACCEPTS,
        condition=Condition("pilots", "free"),
    ),
    said("late", "Low dues are welcome.", "south", "dues", "low", Stance.SUPPORTS),
    said("late", "We do not want low dues at all.", "south", "dues", "low", Stance.REJECTS, speaker="south"),
]


def answer(dossier: Dossier, stated: list[StatedPosition], as_of: date | None) -> pipeline.Overview:
    reports = {
        name: Report(name, text, "The Quay", day, "en", url=f"https://quay.example/{name}")
        for name, (day, text) in TEXTS.items()
    }
    parties, issues = dossier.parties.values(), dossier.issues.values()
    matrix = place(stated, parties, issues, pipeline.affiliation(dossier), as_of)
    return pipeline.Overview(dossier, reports, (), tuple(stated), matrix, (), as_of)


def brief_of(
    folder: Path, stated: list[StatedPosition], language: str = "en", dead: int = 0, kind: str = ""
) -> Brief:
    dossier = load(folder)
    before = answer(dossier, stated, SINCE - timedelta(days=1))
    after = answer(dossier, stated, None)
    since = datetime(2031, 3, 8, tzinfo=UTC)
    silent = [DeadSource("https://gone.example/feed", since, "answers 404", kind)] * dead
    told = Comparison(SINCE, before, after, pipeline.assess(before), pipeline.assess(after), silent)
    return compose(told, language)


def test_the_whole_page(folder: Path) -> None:
    expected = Path(__file__).with_name("brief.md").read_text(encoding="utf-8")
    assert markdown(brief_of(folder, BEFORE + AFTER)) == expected


def test_nothing_changed_says_so(folder: Path) -> None:
    made = brief_of(folder, BEFORE)
    assert not made.changed
    text = markdown(made)
    assert "Nothing changed since 10 Mar 2031: no new position" in text
    assert "##" not in text.replace("# Harbour", "")


def test_silent_sources_are_named_even_where_nothing_changed(folder: Path) -> None:
    text = markdown(brief_of(folder, BEFORE, dead=1))
    assert "## Silent sources" in text
    assert "**https://gone.example/feed**: nothing since 8 Mar 2031 (answers 404)." in text


def test_why_a_source_is_silent_is_said_in_the_brief_s_language(folder: Path) -> None:
    german = markdown(brief_of(folder, BEFORE, "de", dead=1, kind="status"))
    assert "seit dem 8. März 2031 kommt nichts mehr (der Server antwortet mit einem Fehler)." in german
    english = markdown(brief_of(folder, BEFORE, dead=1, kind="unreachable"))
    assert "nothing since 8 Mar 2031 (it can’t be reached)." in english


def test_a_refusal_put_more_softly_is_no_red_line_given_up(folder: Path) -> None:
    """A reporter called it a red line, the party itself says no and no more: nothing was given up."""
    never = said(
        "early",
        "Southmark rejected that.",
        "south",
        "dues",
        "high",
        Stance.REJECTS,
        firm=True,
        speaker="author",
    )
    mild = said("late", "Twelve crowns could be borne.", "south", "dues", "high", Stance.REJECTS)
    text = markdown(brief_of(folder, [BEFORE[0], never, mild]))
    assert "still against “12 crowns”, but in the latest words not as a red line." in text
    assert "one red line drawn more softly" in text
    assert "given up" not in text
    yes = replace(mild, stance=Stance.ACCEPTS)
    text = markdown(brief_of(folder, [BEFORE[0], never, yes]))
    assert "no longer a red line against “12 crowns”, now acceptable." in text
    assert "one red line given up" in text


def test_a_red_line_that_others_of_its_side_contradict_says_so(folder: Path) -> None:
    never = said(
        "late",
        "We will never accept compulsory pilots.",
        "south",
        "pilots",
        "duty",
        Stance.REJECTS,
        firm=True,
    )
    fine = said("late", "Low dues are welcome.", "south", "pilots", "duty", Stance.ACCEPTS, speaker="south")
    text = markdown(brief_of(folder, [BEFORE[2], never, fine]))
    assert "a new red line against “compulsory”; other words of that side contradict this." in text
    assert "> We will never accept compulsory pilots." in text
    assert "> Low dues are welcome. — [Southmark" in text
    assert "Nobody refuses" not in text


def test_who_joined_those_who_block(folder: Path) -> None:
    early = said(
        "early", "Compulsory pilots are possible.", "south", "pilots", "duty", Stance.REJECTS, firm=True
    )
    other = said(
        "late",
        "We will never accept compulsory pilots.",
        "north",
        "pilots",
        "duty",
        Stance.REJECTS,
        firm=True,
    )
    text = markdown(brief_of(folder, [early, other]))
    assert "**“The northern paper”**: still blocked, now by Northmark too. Blocked by" in text
    gone = replace(early, report="late", said_on=LATE, stance=Stance.ACCEPTS, firm=False)
    text = markdown(brief_of(folder, [early, gone, other]))
    assert "still blocked, now by Northmark, no longer by Southmark. Blocked by Northmark" in text


def test_a_verdict_that_changed(folder: Path) -> None:
    refusal = said(
        "late", "We will never accept compulsory pilots.", "south", "pilots", "duty", Stance.REJECTS
    )
    text = markdown(brief_of(folder, [*BEFORE[:1], refusal]))
    assert "**“The northern paper”**: until now undecided. Blocked by Southmark (Pilots)." in text


def test_every_line_has_its_passage_from_the_ledger(folder: Path) -> None:
    stated = BEFORE + AFTER
    made = brief_of(folder, stated)
    held = {one.quote.exact for one in stated}
    for section in made.sections:
        for item in section.items:
            assert {passage.words for passage in item.passages} <= held
            assert item.passages or section.heading in ("The smallest opening", "Silent sources")


def test_in_german(folder: Path) -> None:
    text = markdown(brief_of(folder, BEFORE + AFTER, "de"))
    assert "Was sich seit dem 10. März 2031 geändert hat" in text
    assert "**Southmark – Pilots**: neue rote Linie gegen „compulsory“; bisher annehmbar." in text


def test_words_of_a_report_are_no_markup(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    evil = '<script>alert(1)</script> *x* [a](javascript:b) "q"'
    monkeypatch.setitem(TEXTS, "late", (LATE, evil))
    made = brief_of(folder, [*BEFORE, said("late", evil, "south", "dues", "low", Stance.SUPPORTS)])
    assert "<script>" not in page(made)
    assert html.escape(evil) in page(made)
    assert "[a](javascript" not in markdown(made)
    assert "\\<script\\>" in markdown(made)


def test_long_passages_and_long_lists_stay_on_one_page(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = "word " * 200
    monkeypatch.setitem(TEXTS, "late", (LATE, words))
    made = brief_of(folder, [*BEFORE, said("late", words, "south", "dues", "low", Stance.SUPPORTS)])
    (item,) = next(one.items for one in made.sections if one.heading == "New positions")
    assert len(item.passages[0].words) < 140
    assert item.passages[0].words.endswith("word …")


def flood(monkeypatch: pytest.MonkeyPatch) -> list[StatedPosition]:
    """A week in which everybody says something on everything."""
    words = [f"Sentence number {number} of a very talkative week in the harbour." for number in range(40)]
    monkeypatch.setitem(TEXTS, "late", (LATE, " ".join(words)))
    every = [(h, i, o) for h in ("north", "south") for i, o in (("dues", "low"), ("dues", "high"))]
    every += [(h, "pilots", o) for h in ("north", "south") for o in ("duty", "free")]
    stances = (Stance.REJECTS, Stance.SUPPORTS)
    return [
        said("late", words[number], *every[number % 8], stances[number % 3 == 1], firm=number % 5 == 0)
        for number in range(40)
    ]


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_talkative_week_is_still_one_page(
    folder: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    made = brief_of(folder, [*BEFORE, *flood(monkeypatch)], language, dead=1)
    text = mail(made)
    assert len(text.splitlines()) <= 72
    assert made.sections[-1].items  # the silent source has its place all the same


def test_what_is_left_out_is_counted_by_party() -> None:
    words = Words("en")
    items = tuple(
        Item("x" * 200, (Passage("y" * 130, "a", "b", "c"),), who=who, holds=2) for who in "NNNNNNNNNNNNNNS"
    )
    (section,) = on_one_page([Section("New", items)], words)
    rest = len(items) - len(section.items)
    assert section.more == f"And {2 * rest} more: N {2 * rest - 2}, S 2."


def test_proposals_left_out_are_named() -> None:
    items = tuple(Item("x" * 900, lead=f"“{name}”") for name in "ABCDEFGH")
    (section,) = on_one_page([Section("Proposals", items)], Words("en"))
    rest = [one.lead for one in items[len(section.items) :]]
    assert section.more == f"And {len(rest)} more: {', '.join(rest)}."


def test_the_same_words_are_shown_once(folder: Path) -> None:
    text = markdown(brief_of(folder, BEFORE + AFTER))
    assert text.count("We will never accept compulsory pilots.") == 1


def test_the_smallest_opening(folder: Path) -> None:
    """North wants what South refuses: one of the two has to move."""
    low = said("late", "Low dues are welcome.", "south", "dues", "low", Stance.SUPPORTS)
    made = brief_of(folder, [*BEFORE[:2], low])
    (item,) = next(one.items for one in made.sections if one.heading == "The smallest opening")
    assert item.lead == "The fewest steps that would leave a deal open"
    assert "Northmark: do without “12 crowns”" in item.text
    assert item.passages[0].words == "Northmark demands 12 crowns."
    calm = brief_of(folder, [BEFORE[0], replace(low, option="high")])
    (item,) = next(one.items for one in calm.sections if one.heading == "The smallest opening")
    assert item.text == "All that is on record could hold together. That is not consent."


def test_reprints_are_counted(folder: Path) -> None:
    dossier = load(folder)
    before = answer(dossier, BEFORE, SINCE - timedelta(days=1))
    after = replace(answer(dossier, BEFORE + AFTER, None), origins={"late": "early", "early": "early"})
    told = Comparison(SINCE, before, after, pipeline.assess(before), pipeline.assess(after))
    assert compose(told, "en").intro[0].startswith("One report has appeared since (The Quay), one of them a")


def test_the_mail_fits_any_reader(folder: Path) -> None:
    text = mail(brief_of(folder, BEFORE + AFTER))
    assert text.startswith("Subject: Harbour dues: what changed since 10 Mar 2031\n")
    assert all(len(line) <= 72 or "https://" in line for line in text.splitlines())
    german = brief_of(folder, BEFORE + AFTER, "de")
    arrived = email.message_from_bytes(mail(german).encode(), policy=email.policy.default)
    assert arrived["subject"] == german.title
    assert "geändert" in german.title
    assert "„compulsory“; bisher annehmbar" in " ".join(arrived.get_content().split())


def test_second_hand_and_suggestions_are_marked(folder: Path) -> None:
    rumour = said(
        "late", "Low dues are welcome.", "south", "dues", "low", Stance.SUPPORTS, speaker="anonymous"
    )
    made = brief_of(folder, [*BEFORE, rumour])
    text = markdown(made)
    assert "for “at most 5 crowns” (second-hand)." in text
    assert "an unnamed source about Southmark, The Quay" in text


def test_late_reports_count_by_the_day_of_the_word(folder: Path) -> None:
    stale = replace(AFTER[0], said_on=EARLY)
    assert not brief_of(folder, [*BEFORE[:2], stale]).changed


def test_on_the_command_line(folder: Path, zopa: Callable[..., object], tmp_path: Path) -> None:
    ran = zopa("brief", folder, "--since", "2031-03-01")
    assert ran.code == 0, ran.err  # type: ignore[attr-defined]
    assert ran.out.startswith("# Harbour dues: what changed since 1 Mar 2031")  # type: ignore[attr-defined]
    calm = zopa("brief", folder, "--since", "2031-04-01", "--format", "html", "-o", tmp_path / "b.html")
    assert calm.code == 0  # type: ignore[attr-defined]
    assert re.search("Nothing changed since 1 Apr 2031", (tmp_path / "b.html").read_text())
    assert zopa("brief", folder, "--since", "yesterday").code == 2  # type: ignore[attr-defined]
    assert zopa("brief", folder, "--since", "2031-03-01", "--format", "pdf").code == 2  # type: ignore[attr-defined]
    swapped = zopa("brief", folder, "--since", "2031-03-05", "--as-of", "2031-03-01")
    assert swapped.code == 2  # type: ignore[attr-defined]
