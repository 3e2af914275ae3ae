from __future__ import annotations

import difflib
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from zopa.adopt import AddWord, Drop, Edit, Put, Rename, edited
from zopa.adopt.edits import changed, plain
from zopa.adopt.writing import inline
from zopa.starter import DOSSIER

EXAMPLE = (Path(__file__).parents[2] / "examples" / "berlin" / "dossier.yaml").read_text(encoding="utf-8")


def difference(before: str, *edits: Edit) -> list[str]:
    """The changed lines, '-' and '+'."""
    after = edited(before, edits)
    made = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in made if not line.startswith(("---", "+++", "@@"))]


def loaded(text: str) -> object:
    return plain(YAML(typ="rt", pure=True).load(text))


def comments(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip().startswith("#")]


def test_a_word_joins_a_list_and_nothing_else_moves() -> None:
    assert difference(DOSSIER, AddWord(("actors", "moran", "aliases"), "A. Moran")) == [
        "-  moran: {name: Ada Moran, aliases: [Moran], party: north, role: council leader}",
        "+  moran: {name: Ada Moran, aliases: [Moran, A. Moran], party: north, role: council leader}",
    ]


def test_a_word_that_is_there_changes_nothing() -> None:
    assert edited(DOSSIER, [AddWord(("actors", "moran", "aliases"), "Moran")]) == DOSSIER


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("a: {b: x}\n", "a: {b: [x, y]}\n"),
        ("a:\n  b:\n  - x  # why\nc: 1\n", "a:\n  b:\n  - x  # why\n  - y\nc: 1\n"),
        ("a:\n  c: 1\n", "a:\n  c: 1\n  b: [y]\n"),
        ("a: {b: []}\n", "a: {b: [y]}\n"),
        ("# nothing yet\n", None),
    ],
)
def test_a_word_finds_its_list_however_it_is_written(text: str, after: str | None) -> None:
    made = edited(text, [AddWord(("a", "b"), "y")])
    if after is not None:
        assert made == after
    assert "y" in loaded(made)["a"]["b"]  # type: ignore[index]


def test_an_entry_is_added_at_the_end_of_its_block() -> None:
    edit = Put(("actors", "neu"), {"name": "Neu: Name", "aliases": ["Neu, der"], "party": None})
    assert difference(DOSSIER, edit) == ["+  neu: {name: 'Neu: Name', aliases: ['Neu, der'], party: null}"]
    # and the comment that introduces the next part still introduces it
    made = edited(DOSSIER, [edit]).splitlines()
    assert made[made.index("issues:") - 1].startswith("# The questions")


def test_an_issue_is_added_as_a_block() -> None:
    issue = {"name": "X", "terms": {"de": ["a", "b"]}, "options": {"yes": {"name": "y"}, "no": {"name": "n"}}}
    assert difference(EXAMPLE, Put(("issues", "x"), issue)) == [
        "+  x:",
        "+    name: X",
        "+    terms: {de: [a, b]}",
        "+    options:",
        "+      yes: {name: y}",
        "+      no: {name: n}",
    ]


def test_a_value_is_replaced_in_place_and_its_remark_stays() -> None:
    assert difference(EXAMPLE, Put(("languages",), ["de"])) == [
        "-languages: [de, en]            # of the reports; tables and pages speak the first one",
        "+languages: [de]            # of the reports; tables and pages speak the first one",
    ]


def test_a_key_is_dropped_with_its_block() -> None:
    assert difference(DOSSIER, Drop(("parties", "line"))) == [
        "-  line:",
        "-    name: Strait Line",
        "-    aliases: [the company, the operator]",
    ]
    assert difference(DOSSIER, Drop(("actors", "quist", "role"))) == [
        "-  quist: {name: Jon Quist, aliases: [Quist], party: line, role: chief executive}",
        "+  quist: {name: Jon Quist, aliases: [Quist], party: line}",
    ]


def test_a_key_is_renamed_at_its_place() -> None:
    assert difference(DOSSIER, Rename(("issues", "fare"), "ticket")) == ["-  fare:", "+  ticket:"]
    with pytest.raises(KeyError):
        edited(DOSSIER, [Rename(("issues", "fare"), "winter")])
    with pytest.raises(KeyError):
        edited(DOSSIER, [Rename(("issues", "nothing"), "x")])


def test_a_file_can_begin_empty() -> None:
    made = edited("", [Put(("title",), "X"), Put(("parties", "n"), {"name": "N"})])
    assert made == "title: X\nparties:\n  n: {name: N}\n"


def test_the_last_entry_leaves_an_empty_map() -> None:
    text = "proposals:\n  one: {name: x}\nb: 1\n"
    made = edited(text, [Drop(("proposals", "one"))])
    assert loaded(made) == {"proposals": {}, "b": 1}
    assert loaded(edited(made, [Put(("proposals", "two"), {"name": "y"})])) == {
        "proposals": {"two": {"name": "y"}},
        "b": 1,
    }


def test_windows_line_ends_stay() -> None:
    text = DOSSIER.replace("\n", "\r\n")
    made = edited(text, [Put(("issues", "x"), {"name": "X", "options": {"o": {"name": "O"}}})])
    assert made.replace("\r\n", "").count("\n") == 0
    assert loaded(made)["issues"]["x"] == {"name": "X", "options": {"o": {"name": "O"}}}  # type: ignore[index]


def test_anchors_are_kept_by_writing_the_file_anew() -> None:
    text = "a: &one {x: 1}  # first\nb:\n  <<: *one\n  y: 2\n"
    made = edited(text, [Put(("b", "x"), 3)])
    assert loaded(made)["b"]["x"] == 3  # type: ignore[index]
    assert "# first" in made


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
KEYS = st.sampled_from(["north", "line", "moran", "fare", "new", "Ü 1", "no"])
VALUES = st.recursive(
    WORDS | st.none() | st.booleans() | st.integers(-9, 99),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)


@st.composite
def edits(draw: st.DrawFn) -> Edit:
    part = draw(st.sampled_from(["parties", "actors", "issues", "proposals"]))
    kind = draw(st.sampled_from(["put", "drop", "word", "whole"]))
    if kind == "put":
        return Put((part, draw(KEYS), draw(st.sampled_from(["name", "role", "note"]))), draw(VALUES))
    if kind == "whole":
        return Put((part, draw(KEYS)), draw(st.dictionaries(WORDS, VALUES, min_size=1, max_size=3)))
    if kind == "drop":
        return Drop((part, draw(KEYS)))
    return AddWord((part, draw(KEYS), "aliases"), draw(WORDS))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(edits(), max_size=3), st.just(DOSSIER))
def test_the_text_says_what_was_wanted_and_keeps_its_comments(made: list[Edit], text: str) -> None:
    wanted = loaded(text)
    for edit in made:
        wanted = changed(wanted, edit)
    after = edited(text, made)
    assert loaded(after) == wanted
    if not any(isinstance(edit, Drop) for edit in made) and "Put" not in str(made):
        assert comments(after) == comments(text)


@settings(max_examples=60, deadline=None)
@given(VALUES)
def test_a_value_on_one_line_reads_as_itself(value: object) -> None:
    words = inline(value)
    assert "\n" not in words
    yaml = YAML(typ="rt", pure=True)
    assert plain(yaml.load(io.StringIO(f"a: {words}\n"))["a"]) == plain(value)
    assert plain(yaml.load(io.StringIO(f"a: [{words}, x]\n"))["a"][0]) == plain(value)
