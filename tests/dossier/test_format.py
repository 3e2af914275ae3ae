"""What the format holds beyond the first: members, observers, offices, several options, days, directions."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from zopa import dossier
from zopa.dossier import DossierProblems

FULL = """\
title: Harbour dues
languages: [en]
parties:
  city: {name: City}
  port: {name: Port authority}
  owners: {name: Owners' league, members: [city, port]}
  unions: {name: Unions}
observers:
  institute: {name: Coast Institute, aliases: [the institute]}
actors:
  ilves:
    name: Mara Ilves
    offices:
      - {party: port, role: director, to: 2031-03-31}
      - {party: unions, role: adviser, from: 2031-04-01}
  brandt: {name: Otto Brandt, party: [city, owners], role: mayor}
  kaye: {name: Ina Kaye, party: institute}
issues:
  dues:
    name: Dues
    unit: EUR
    more_for: [port]
    less_for: unions
    options:
      low: {name: low, value: 3}
      high: {name: high, value: 9, not_terms: [highway]}
  start:
    name: Start
    options:
      spring: {name: spring, value: 2031-04-01}
      autumn: {name: autumn, value: 2031-10-01}
  works:
    name: Works
    several: true
    options:
      quay: {name: new quay}
      crane: {name: new crane}
      dredging: {name: dredging}
proposals:
  paper: {name: Paper, by: owners, terms: {dues: low, works: [quay, crane]}}
grow: false
"""


def write(folder: Path, text: str = FULL) -> Path:
    (folder / "dossier.yaml").write_text(text, encoding="utf-8")
    return folder


def test_everything_is_read(tmp_path: Path) -> None:
    held = dossier.load(write(tmp_path))
    assert held.parties["owners"].members == ("city", "port")
    assert list(held.observers) == ["institute"]
    assert not held.parties["institute"].at_table
    ilves = held.actors["ilves"]
    assert ilves.party == "unions"  # shown as what she is now
    assert ilves.parties(dt.date(2031, 3, 31)) == ("port",)
    assert ilves.parties(dt.date(2031, 4, 1)) == ("unions",)
    assert ilves.on(dt.date(2031, 1, 1)).roles == {"": "director"}
    assert held.actors["brandt"].parties() == ("city", "owners")
    assert held.party_of("ilves", dt.date(2031, 1, 1)) == "port"
    assert held.on(dt.date(2031, 1, 1)).actors["ilves"].party == "port"
    dues, start, works = held.issues.values()
    assert (dues.leaning("port"), dues.leaning("unions"), dues.leaning("city")) == (1, -1, 0)
    assert dues.line == ("low", "high")
    assert start.unit == "date"
    assert start.line == ("spring", "autumn")
    assert [part.id for part in works.parts()] == ["works/quay", "works/crane", "works/dredging"]
    assert held.proposals["paper"].terms == {"dues": "low", "works": "quay"}
    assert held.proposals["paper"].also == (("works", "crane"),)
    assert held.not_terms == {("dues", "high"): ("highway",)}
    assert held.grow is False


def test_the_schema_knows_the_short_forms() -> None:
    shapes = dossier.schema()["$defs"]
    assert {"string", "array", "null"} == {
        one["type"] for one in shapes["ActorShape"]["properties"]["party"]["anyOf"]
    }
    terms = shapes["ProposalShape"]["properties"]["terms"]["additionalProperties"]["anyOf"]
    assert [one["type"] for one in terms] == [["string", "number"], "array"]
    assert {"from", "to"} <= shapes["OfficeShape"]["properties"].keys()


@pytest.mark.parametrize(
    ("old", "new", "said", "remedy"),
    [
        ("members: [city, port]", "members: [city, prot]", "there is no party 'prot'", "port"),
        ("city: {name: City}", "city: {name: City, members: [owners]}", "is a member of itself", "Take one"),
        ("institute: {name: Coast", "city: {name: Coast", "both a party and an observer", "id of its own"),
        ("{party: port, role: director, to: 2031-03-31}", "{party: prot}", "no party 'prot'", "port"),
        ("role: director, to: 2031-03-31", "from: 2031-05-01, to: 2031-03-31", "before it begins", "'to'"),
        ("    name: Mara Ilves", "    name: Mara Ilves\n    party: port", "both 'party' and", "Keep"),
        ("to: 2031-03-31", "to: soon", "should be", ""),
        ("more_for: [port]", "more_for: [prot]", "there is no party 'prot'", "port"),
        ("less_for: unions", "less_for: port", "more and less are both better", "one of"),
        ("spring, value: 2031-04-01", "spring, value: 4", "mixes days and numbers", "every option"),
        ("spring, value: 2031-04-01", "spring, value: soon", "neither a number nor a day", "2026-06-30"),
        ("unit: EUR", "unit: date", "its values are numbers", "as days"),
        ("dues: low, works", "dues: [low, high], works", "chooses 2 options", "several: true"),
        ("works: [quay, crane]", "works: [quay, cran]", "there is no option 'cran'", "crane"),
        ("      low: {name: low, value: 3}", "      low: {name: low}", "what is more", "ordered: true"),
        ("- {party: unions, role: adviser,", "- {party: unions, rolle: adviser,", "'rolle'", "role"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_place_and_remedy(
    tmp_path: Path, old: str, new: str, said: str, remedy: str
) -> None:
    assert old in FULL
    with pytest.raises(DossierProblems) as caught:
        dossier.load(write(tmp_path, FULL.replace(old, new)))
    assert said in str(caught.value).lower() or said in str(caught.value)
    assert remedy in str(caught.value)
    assert all(problem.line for problem in caught.value.problems)
