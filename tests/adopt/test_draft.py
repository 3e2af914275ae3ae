from __future__ import annotations

from pathlib import Path

import pytest

from zopa.adopt import Drop, Put, Rename, keep, start
from zopa.dossier import DossierProblems
from zopa.errors import DossierConflict, DossierError, OutputError


def test_a_draft_shows_the_difference_and_is_kept(folder: Path) -> None:
    draft = start(folder, [Put(("actors", "lind"), {"name": "Eva Lind", "party": "north"})])
    assert [(line.kind, line.text) for line in draft.lines() if line.kind != "same"] == [
        ("new", "  lind: {name: Eva Lind, party: north}")
    ]
    assert "+  lind: {name: Eva Lind, party: north}\n" in draft.diff
    assert keep(draft).actors["lind"].party == "north"
    assert (folder / "dossier.yaml").read_text(encoding="utf-8") == draft.text


def test_a_draft_that_is_wrong_is_shown_with_its_line_and_not_kept(folder: Path) -> None:
    draft = start(folder, [Put(("actors", "lind"), {"name": "Eva Lind", "party": "east"})])
    assert not draft.is_sound
    problem = draft.problems[0]
    assert "east" in problem.message
    assert problem.line == draft.text.splitlines().index("  lind: {name: Eva Lind, party: east}") + 1
    before = (folder / "dossier.yaml").read_bytes()
    with pytest.raises(DossierProblems):
        keep(draft)
    assert (folder / "dossier.yaml").read_bytes() == before


def test_a_file_changed_in_the_meantime_is_not_overwritten(folder: Path) -> None:
    draft = start(folder, [Drop(("proposals", "paper"))])
    path = folder / "dossier.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# by somebody else\n", encoding="utf-8")
    with pytest.raises(DossierConflict):
        keep(draft)
    assert path.read_text(encoding="utf-8").endswith("# by somebody else\n")
    # seen again, and repeated
    again = start(folder, [Drop(("proposals", "paper"))])
    assert not keep(again, again.digest).proposals


def test_a_text_that_is_no_yaml_says_where(folder: Path) -> None:
    draft = start(folder, text="title: x\nparties: [\n")
    assert not draft.is_sound
    assert draft.problems[0].line in (2, 3)
    # an edit of such a text changes nothing, and says the same
    assert not start(folder, [Put(("title",), "y")], text="title: [\n").is_sound


def test_a_dossier_is_made_from_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    draft = start(
        folder,
        [
            Put(("title",), "Talks"),
            Put(("parties", "a"), {"name": "A"}),
            Put(("issues", "i"), {"name": "I", "options": {"yes": {"name": "yes"}}}),
        ],
    )
    assert draft.is_sound, draft.problems
    assert keep(draft).title == "Talks"
    assert (folder / "dossier.yaml").exists()


def test_an_empty_text_is_a_problem_not_a_crash(tmp_path: Path) -> None:
    assert not start(tmp_path, text="  \n").is_sound


def test_a_name_that_is_taken_is_said(folder: Path) -> None:
    with pytest.raises(DossierError, match="taken"):
        start(folder, [Rename(("parties", "north"), "south")])


def test_a_disk_that_can_not_be_written_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = start(folder, [Drop(("proposals", "paper"))])

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OutputError, match="No space"):
        keep(draft)
    assert not list(folder.glob(".*.part"))


def test_aliases_that_multiply_are_refused(folder: Path) -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for n in range(1, 12):
        bomb += f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 10) + "]\n"
    draft = start(folder, text=bomb)
    assert not draft.is_sound
    assert "aliases" in draft.problems[0].message
