from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from visiting import Client

from zopa import dossier
from zopa.adopt import Drop, Put, digest
from zopa.errors import UnknownName
from zopa.web.dossier_rows import added, begun, edit_of, fields, tree_of
from zopa.web.faults import WrongInput

HTMX = {"HX-Request": "true"}


def text_of(folder: Path) -> str:
    return (folder / "dossier.yaml").read_text(encoding="utf-8")


def changed(client: Client, folder: Path, **form: str) -> tuple[str, str]:
    """The text after a change in a form, and what the page says of it."""
    held = {"text": text_of(folder), "digest": digest(text_of(folder)), "action": "set", **form}
    page = client.submit("/dossier/edit", held, headers=HTMX).text
    found = re.search(r'id="rewritten">(.*?)</script>', page, re.S)
    return (json.loads(found[1]) if found else held["text"]), page


def test_forms_and_yaml_stand_side_by_side(client: Client, folder: Path) -> None:
    page = client.get("/dossier").text
    assert 'value="Northmark"' in page
    assert "title: Harbour dues" in page
    assert "Nothing wrong" in page


def test_a_field_changes_the_text_and_nothing_is_kept(client: Client, folder: Path) -> None:
    before = text_of(folder)
    after, page = changed(client, folder, part="actors", key="brandt", field="party", value="north")
    assert "brandt: {name: Otto Brandt, aliases: [Brandt], party: north}" in after
    assert "Nothing wrong" in page
    assert text_of(folder) == before


def test_what_is_typed_is_checked(client: Client, folder: Path) -> None:
    wrong = text_of(folder).replace("party: south", "party: sout")
    page = client.submit("/dossier/check", {"text": wrong, "digest": "x"}, headers=HTMX).text
    assert "1 wrong" in page
    assert re.search(r'data-line="8"', page)
    broken = client.submit("/dossier/check", {"text": "title: [", "digest": "x"}, headers=HTMX).text
    assert "can’t be read" in broken


def test_an_entry_is_added_and_removed(client: Client, folder: Path) -> None:
    after, _ = changed(client, folder, action="add", part="issues", value="Tugs & lights")
    assert "  tugs_lights:\n    name: Tugs & lights\n" in after
    assert dossier.check_text(after, folder / "dossier.yaml")[0] is not None
    option, _ = changed(client, folder, action="add", part="issues", key="dues", value="8 crowns")
    assert "      8_crowns: {name: 8 crowns}\n" in option
    gone, page = changed(client, folder, action="remove", part="parties", key="south")
    assert "Southmark" not in gone
    assert "1 wrong" in page or "wrong" in page


def test_it_is_kept_after_the_difference_was_seen(client: Client, folder: Path) -> None:
    after, _ = changed(client, folder, part="", field="title", value="Dues: again")
    held = {"text": after.replace("\n", "\r\n"), "digest": digest(text_of(folder))}
    page = client.submit("/dossier/diff", held).text
    assert "<code>title: &#39;Dues: again&#39;</code>" in page
    assert "<code>title: Harbour dues</code>" in page
    assert client.submit("/dossier/save", held).status_code == 303
    assert text_of(folder) == after
    assert client.get("/dossier").text.count("Dues: again") >= 2


def test_a_wrong_text_is_not_kept(client: Client, folder: Path) -> None:
    before = text_of(folder)
    held = {"text": before.replace("party: south", "party: sout"), "digest": digest(before)}
    assert client.submit("/dossier/save", held).status_code == 422
    assert "1 wrong" in client.submit("/dossier/diff", held).text
    assert text_of(folder) == before


def test_somebody_elses_change_is_not_overwritten(client: Client, folder: Path) -> None:
    seen = text_of(folder)
    (folder / "dossier.yaml").write_text(seen + "# by hand\n", encoding="utf-8")
    answer = client.submit("/dossier/save", {"text": seen + "# mine\n", "digest": digest(seen)})
    assert answer.status_code == 409
    assert "changed in the meantime" in answer.text
    assert text_of(folder) == seen + "# by hand\n"


def test_a_reader_sees_it_and_may_not_change_it(workbench: Callable[..., Client], read_folder: Path) -> None:
    reader = workbench(read_folder, proxy_header="x-user", proxy_peers=("testclient",), proxy_role="reviewer")
    reader.headers["x-user"] = "rae"
    assert "readonly" in reader.get("/dossier").text
    for path in ("/dossier/check", "/dossier/edit", "/dossier/save", "/dossier/diff", "/inbox/adopt"):
        assert reader.submit(path, {"text": "x", "action": "set", "what": "actor"}).status_code == 403


def test_a_dossier_is_made_from_nothing(workbench: Callable[..., Client], tmp_path: Path) -> None:
    folder = tmp_path / "fresh"
    folder.mkdir()
    client = workbench(folder)
    page = client.get("/")
    assert "A new dossier" in page.text
    form = {
        "title": "Ferry fares",
        "language": "en",
        "parties": "Northern Isles\r\nStrait Line",
        "persons": "Ada Moran (northern isles)\r\nRuth Hale",
        "issues": "Fare: 8 crowns; 14 crowns\r\nWinter: daily; weekly",
    }
    editor = client.submit("/dossier/new", form).text
    assert "Nothing wrong" in editor
    assert not (folder / "dossier.yaml").exists()
    text = re.search(r'hx-include="[^"]*">\n(.*?)</textarea>', editor, re.S)
    mark = re.search(r'name="digest" value="(\w+)"', editor)
    assert text is not None
    assert mark is not None
    assert client.submit("/dossier/save", {"text": text[1], "digest": mark[1]}).status_code == 303
    made = dossier.load(folder)
    assert made.actors["ada_moran"].party == "northern_isles"
    assert made.actors["ruth_hale"].party is None
    assert [option.label() for option in made.issues["fare"].options] == ["8 crowns", "14 crowns"]
    assert (folder / "reports").is_dir()
    # and now there is one
    assert client.submit("/dossier/new", form).headers["location"] == "/dossier"


def test_an_incomplete_beginning_is_told_and_kept_on_the_screen(
    workbench: Callable[..., Client], tmp_path: Path
) -> None:
    client = workbench(tmp_path)
    answer = client.submit(
        "/dossier/new", {"title": "T", "parties": "A", "persons": "Bo (C)", "issues": "I: x"}
    )
    assert answer.status_code == 422
    assert "is not among the sides" in answer.text.replace("&#39;", "'")
    assert "Bo (C)" in answer.text
    assert (
        "names no options"
        in client.submit("/dossier/new", {"title": "T", "parties": "A", "issues": "I"}).text
    )
    example = client.submit("/dossier/new", {"example": "1"})
    assert "Nothing wrong" in example.text


TREE = tree_of(
    "title: T\nlanguages: [de, en]\nparties: {a: {name: {de: A}, aliases: x}}\n"
    "actors: {p: {name: P, party: a}}\nproposals: {q: {terms: {i: o}}}\n"
    "issues: {i: {name: I, ordered: true, options: {o: {name: O, value: 3}}}}\n"
)


@pytest.mark.parametrize(
    ("given", "edit"),
    [
        (("parties", "a", "name", "B", "", "en"), Put(("parties", "a", "name", "en"), "B")),
        (("parties", "a", "aliases", "x, y ,", "", ""), Put(("parties", "a", "aliases"), ["x", "y"])),
        (("parties", "a", "aliases", "", "", ""), Drop(("parties", "a", "aliases"))),
        (("actors", "p", "party", "", "", ""), Put(("actors", "p", "party"), None)),
        (("issues", "i", "ordered", "", "", ""), Drop(("issues", "i", "ordered"))),
        (("issues", "i", "value", "2,5", "o", ""), Put(("issues", "i", "options", "o", "value"), 2.5)),
        (("proposals", "q", "term", "o", "i", ""), Put(("proposals", "q", "terms", "i"), "o")),
        (("proposals", "q", "term", "", "i", ""), Drop(("proposals", "q", "terms", "i"))),
        (("", "", "languages", "de", "", ""), Put(("languages",), ["de"])),
    ],
)
def test_a_field_stands_for_an_edit(given: tuple[str, ...], edit: object) -> None:
    assert TREE is not None
    part, key, field, value, option, language = given
    assert edit_of(TREE, part, key, field, value, option=option, language=language) == edit


def test_fields_of_nothing_are_told() -> None:
    assert TREE is not None
    with pytest.raises(UnknownName):
        edit_of(TREE, "parties", "a", "colour", "red")
    with pytest.raises(UnknownName):
        edit_of(TREE, "parties", "nobody", "name", "x")
    with pytest.raises(WrongInput):
        edit_of(TREE, "issues", "i", "value", "many", option="o")
    with pytest.raises(UnknownName):
        added(TREE, "sources", "x")
    with pytest.raises(WrongInput):
        begun("", [], "A", "I: x", "")


def test_names_by_language_are_fields_of_their_own() -> None:
    assert TREE is not None
    found = fields(TREE["parties"]["a"], "name", ["de", "en"])
    assert [(one.language, one.value) for one in found] == [("de", "A"), ("en", "")]
    assert fields(TREE["issues"]["i"], "ordered", [])[0].value == "yes"
