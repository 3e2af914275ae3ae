from __future__ import annotations

from pathlib import Path

import pytest

from zopa import dossier
from zopa.errors import DossierError, UnknownName


def problems(folder: Path) -> list[dossier.Problem]:
    return dossier.check(folder)[1]


def test_a_dossier_gives_the_nouns(folder: Path) -> None:
    made = dossier.load(folder)
    assert made.title == "Harbour dues"
    assert made.parties["north"].aliases == {"en": ("Ardhaven",)}
    assert made.party_of("ilves") == "north"
    assert made.party_of("oakes") is None
    assert made.party_of("south") == "south"
    high = made.issues["dues"].option("high")
    assert high is not None
    assert high.value == 12
    assert made.proposals["paper"].terms == {"dues": "high", "pilots": "duty"}


def test_every_hand_coded_dossier_loads(shared: Path) -> None:
    folders = sorted(path.parent for path in shared.glob("dossiers/*/dossier.yaml"))
    assert len(folders) >= 21
    for one in folders:
        _, found = dossier.check(one)
        assert not found, (one.name, found)


def test_ids_like_no_and_numbers_stay_text(folder: Path) -> None:
    path = folder / "dossier.yaml"
    text = path.read_text().replace("free: {name: voluntary", "no: {name: voluntary").replace("high:", "12:")
    path.write_text(text.replace("dues: high", "dues: 12"))
    made = dossier.load(folder)
    assert [option.id for option in made.issues["dues"].options] == ["low", "12"]
    assert made.issues["pilots"].option("no") is not None
    assert made.proposals["paper"].terms["dues"] == "12"


@pytest.mark.parametrize(
    ("old", "new", "line_of", "said"),
    [
        ("dues: high, pilots", "dues: huge, pilots", "terms: {dues: huge", "no option 'huge'"),
        ("dues: high, pilots", "tolls: high, pilots", "terms: {tolls", "no issue 'tolls'"),
        ("by: north", "by: east", "by: east", "no party or actor 'east'"),
        ("party: south", "party: sud", "otto brandt", "no party 'sud'"),
        ("[Oakes]", "[Ilves]", "lena oakes", "'Ilves' is claimed by both 'ilves' and 'oakes'"),
        ("aliases: {en: [Bellport]}", "aliases: {en: [Ardhaven]}", "bellport", "claimed by both"),
        ("title: Harbour dues\n", "", "", "title is missing"),
        ("    ordered: true", "    orderd: true", "orderd", "Did you mean 'ordered'?"),
        ("  oakes:", "  author:", "author:", "can't be an id"),
        ("  oakes:", "  south:", "south: {name: lena", "both a party and an actor"),
        ("date: 2031-03-01", "date: soon", "date: soon", "date"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(
    folder: Path, old: str, new: str, line_of: str, said: str
) -> None:
    path = folder / "dossier.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(DossierError) as caught:
        dossier.load(folder)
    assert said in str(caught.value)
    assert str(path) in str(caught.value)
    if line_of and "bellport" not in line_of:
        lines = [
            number for number, line in enumerate(path.read_text().lower().splitlines(), 1) if line_of in line
        ]
        assert caught.value.line in lines


def test_an_issue_without_options_is_an_error(folder: Path) -> None:
    path = folder / "dossier.yaml"
    head, _, _ = path.read_text().partition("  pilots:")
    path.write_text(head + "  pilots:\n    name: Pilots\n    options: {}\n")
    with pytest.raises(DossierError, match="issue 'pilots' has no options"):
        dossier.load(folder)


def test_a_dossier_without_parties_is_an_error(folder: Path) -> None:
    path = folder / "dossier.yaml"
    before, _, rest = path.read_text().partition("parties:")
    path.write_text(before + "parties: {}\nactors:" + rest.partition("actors:")[2])
    with pytest.raises(DossierError, match="parties is empty"):
        dossier.load(folder)


def test_all_problems_are_told_at_once(folder: Path) -> None:
    path = folder / "dossier.yaml"
    path.write_text(path.read_text().replace("by: north", "by: east").replace("dues: high", "dues: huge"))
    with pytest.raises(dossier.DossierProblems) as caught:
        dossier.load(folder)
    assert len(caught.value.problems) == 2


def test_an_unknown_key_is_noted_and_ignored(folder: Path) -> None:
    path = folder / "dossier.yaml"
    path.write_text(path.read_text() + "remarks: kept by hand\n")
    made, found = dossier.check(folder)
    assert made is not None
    assert [problem.fatal for problem in found] == [False]


@pytest.mark.parametrize("text", ["title: [unclosed", "- a\n- b", "", "title: a\ntitle: b\n", "a: &x [*x]"])
def test_malformed_yaml_is_a_clear_error(folder: Path, text: str) -> None:
    (folder / "dossier.yaml").write_text(text)
    with pytest.raises(DossierError):
        dossier.load(folder)


def test_latin1_names_the_line(folder: Path) -> None:
    (folder / "dossier.yaml").write_bytes("title: x\nname: Größe\n".encode("latin-1"))
    with pytest.raises(DossierError, match="not UTF-8") as caught:
        dossier.load(folder)
    assert caught.value.line == 2


def test_a_folder_that_is_no_dossier(tmp_path: Path) -> None:
    with pytest.raises(DossierError, match=r"no dossier\.yaml"):
        dossier.load(tmp_path)
    with pytest.raises(DossierError, match="no such folder"):
        dossier.load(tmp_path / "nowhere")


def test_an_unknown_proposal_lists_the_choices(folder: Path) -> None:
    with pytest.raises(UnknownName, match="Use one of: paper"):
        dossier.load(folder).proposal("nothing")


def test_the_schema_names_every_key() -> None:
    made = dossier.schema()
    assert set(made["properties"]) == set(dossier.DossierShape.model_fields)
    assert {"title", "parties", "actors", "issues", "proposals"} <= set(made["properties"])
