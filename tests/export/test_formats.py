"""Every format is opened by the library it is for; what can come back does so without loss."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zopa import dossier as dossiers
from zopa.errors import ZopaError
from zopa.export import formats
from zopa.export.formats import back, flat, jsonl
from zopa.ledger.judging import Judging
from zopa.ledger.view import LedgerView
from zopa.ledger.writer import LedgerWriter
from zopa.vocabulary import Condition, Decision, Quote, Report, Stance, StatedPosition

TEXT = "Say \"=1+1\"; the 😀 side,\nrejects\tit – ﬁrmly. „Nein“, sagte sie; 'so' war es. Ende & Aus <b>."
COMING_BACK = ("csv", "xlsx", "parquet", "jsonl", "webannotation", "dna", "labelstudio")


def report(number: int = 0) -> Report:
    return Report(
        f"r{number}",
        TEXT,
        outlet=f"Quay; {number}",
        published=dt.date(2031, 3, 2),
        language="en",
        title='A "t"',
    )


names = st.text(
    st.characters(
        codec="utf-8", exclude_characters="\x00/", exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]
    ),
    min_size=1,
    max_size=8,
)
words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20
).filter(str.strip)


@st.composite
def stated(draw: st.DrawFn) -> StatedPosition:
    start = draw(st.integers(0, len(TEXT) - 2))
    end = draw(st.integers(start + 1, len(TEXT)))
    condition = draw(st.none() | st.builds(Condition, text=words) | st.builds(Condition, names, names, words))
    return StatedPosition(
        report=f"r{draw(st.integers(0, 1))}",
        quote=Quote.cut(TEXT, start, end),
        speaker=draw(names),
        holder=draw(names),
        issue=draw(names),
        option=draw(names),
        stance=draw(st.sampled_from(list(Stance))),
        origin=draw(names),
        firm=draw(st.booleans()),
        condition=condition,
        speaker_name=draw(names),
        statement=draw(st.none() | st.just("0123456789abcdef")),
        said_on=draw(st.none() | st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1))),
        said_on_precision=draw(st.sampled_from(["day", "week", "report"])),
        confidence=draw(st.integers(0, 1000)) / 1000,
    )


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(stated(), max_size=5))
def test_what_goes_out_comes_back(
    tmp_path_factory: pytest.TempPathFactory, positions: list[StatedPosition]
) -> None:
    folder = tmp_path_factory.mktemp("out")
    writer = LedgerWriter(folder, "test")
    readings = [(report(n), [], [one for one in positions if one.report == f"r{n}"]) for n in range(2)]
    writer.record_many(readings, "key")
    if positions:
        Judging(folder, "ada").judge(positions[0].id, Decision.ACCEPT)
    view = LedgerView(folder)
    held = {one.id: (one, status.value) for one, status in view.stream_positions()}
    for name in COMING_BACK:
        path = folder / f"out{formats.FORMATS[name].suffix}"
        formats.write(name, view, path)
        came = {one.id: (one, status) for one, status in back.READERS[name](path)}
        assert came == held, name
        path.unlink()


@pytest.fixture
def made(folder: Path) -> Path:
    """A dossier whose ledger holds judged positions."""
    writer = LedgerWriter(folder, "test")
    one = StatedPosition(
        report="r0",
        quote=Quote.cut(TEXT, 0, 12),
        speaker="ilves",
        holder="north",
        issue="dues",
        option="high",
        stance=Stance.REJECTS,
        origin="test",
        speaker_name="Karin Ilves",
        said_on=dt.date(2031, 3, 1),
    )
    other = dataclasses.replace(one, holder="south", speaker="brandt", firm=True, said_on=None)
    third = dataclasses.replace(one, holder="south", speaker="brandt", option="low", stance=Stance.ACCEPTS)
    writer.record_many([(report(0), [], [one, other, third]), (report(1), [], [])], "key")
    writer.finish([])
    Judging(folder, "ada").judge(one.id, Decision.ACCEPT, note="plain")
    Judging(folder, "ada").undo()
    Judging(folder, "ada").judge(one.id, Decision.ACCEPT)
    return folder


def written(made: Path, name: str, **options: str) -> tuple[Path, int]:
    path = made / f"out{formats.FORMATS[name].suffix}"
    return path, formats.write(name, LedgerView(made), path, dossiers.load(made), **options).rows


def test_csv_counts_its_rows(made: Path) -> None:
    path, rows = written(made, "csv")
    with path.open(encoding="utf-8", newline="") as file:
        held = list(csv.DictReader(file))
    assert rows == len(held) == 3
    assert held[0]["quote"] == TEXT[:12]


def test_csv_from_the_past(made: Path) -> None:
    long_ago = LedgerView(made, known_at=dt.datetime(2000, 1, 1))  # noqa: DTZ001
    assert formats.write("csv", long_ago, made / "old.csv").rows == 0
    now = LedgerView(made, known_at=dt.datetime(2999, 1, 1))  # noqa: DTZ001
    assert set(now.flat()) == set(LedgerView(made).flat())


def test_excel_opens_it(made: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    path, rows = written(made, "xlsx")
    sheet = openpyxl.load_workbook(path)["positions"]
    assert sheet.max_row == rows + 1 == 4


def test_arrow_opens_it(made: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    path, rows = written(made, "parquet")
    table = parquet.read_table(path)
    assert (table.num_rows, str(table.schema.field("said_on").type)) == (rows, "date32[day]")


def test_networkx_opens_it(made: Path) -> None:
    import networkx as nx

    path, rows = written(made, "graphml")
    graph = nx.read_graphml(path)
    assert rows == graph.number_of_edges() == 3
    assert graph["north"]["dues/high"]["stated_against"] == 1
    path, _ = written(made, "graphml", network="agreement", nodes="actors")
    assert nx.read_graphml(path)["ilves"]["brandt"]["weight"] == 1
    path, rows = written(made, "graphml", network="conflict")
    assert rows == 0
    with pytest.raises(ZopaError, match="no network 'hate'"):
        written(made, "graphml", network="hate")


def test_followthemoney_takes_it(made: Path) -> None:
    path, rows = written(made, "ftm")
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert rows == len(lines)
    assert {one["schema"] for one in lines} == {"Organization", "Person", "Membership", "Article", "Note"}
    ftm = pytest.importorskip("followthemoney", reason="needs followthemoney to check its entities")
    for line in lines:
        proxy = ftm.model.get_proxy(line)
        assert proxy.to_dict()["properties"].keys() == line["properties"].keys()
        proxy.schema.validate(line)


def test_linked_data_is_linked(made: Path) -> None:
    path, rows = written(made, "webannotation")
    page = json.loads(path.read_text("utf-8"))
    assert (page["@context"], page["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationPage")
    assert len(page["items"]) == rows
    selector = page["items"][0]["target"]["selector"]
    assert [one["type"] for one in selector] == ["TextQuoteSelector", "TextPositionSelector"]
    path, rows = written(made, "prov")
    graph = json.loads(path.read_text("utf-8"))["@graph"]
    assert len(graph) == rows
    ids = {one["@id"] for one in graph}
    assert len(ids) == len(graph)
    refers = {
        one[key]["@id"] for one in graph for key in one if isinstance(one[key], dict) and "@id" in one[key]
    }
    assert refers <= ids


def test_csl_has_what_reference_managers_need(made: Path) -> None:
    path, rows = written(made, "csl")
    items = json.loads(path.read_text("utf-8"))
    assert len(items) == rows == 2
    assert items[0]["issued"] == {"date-parts": [[2031, 3, 2]]}
    assert items[0]["container-title"] == "Quay; 0"


def test_json_lines_hold_everything(made: Path) -> None:
    path, _ = written(made, "jsonl")
    assert {one.id: one for one in jsonl.read_reports(path)} == {
        name: dataclasses.replace(one) for name, one in LedgerView(made).reports().items()
    }
    kinds = [json.loads(line)["type"] for line in path.read_text("utf-8").splitlines()]
    assert kinds.count("position") == 3
    assert kinds.count("judgement") == 1


def test_taking_in_what_others_coded(made: Path) -> None:
    path = made / "coded.csv"
    path.write_text(
        "Doc,Text,Org,issue,option,stance\n"
        "r0,„Nein“,north,pilots,duty,rejects\n"
        "r0,nowhere to be found,north,pilots,duty,rejects\n"
        "r9,„Nein“,north,pilots,duty,rejects\n"
        "r0,„Nein“,west,pilots,duty,rejects\n"
        "r0,„Nein“,north,pilots,maybe,rejects\n",
        encoding="utf-8",
    )
    dossier = dossiers.load(made)
    columns = {"report": "Doc", "quote": "Text", "holder": "Org"}
    taken = back.take_in("csv", path, made, dossier, "ben", columns)
    assert (taken.rows, taken.added, taken.accepted, len(taken.skipped)) == (5, 1, 0, 4)
    added = next(one for one in LedgerView(made).positions() if one.issue == "pilots")
    assert (added.origin, TEXT[added.quote.start : added.quote.end]) == ("person:ben", "„Nein“")
    assert back.take_in("csv", path, made, dossier, "ben", columns).added == 0
    Judging(made, "ben").undo()
    assert len(LedgerView(made).positions()) == 3
    path.write_text("report,quote\nr0,x\n", encoding="utf-8")
    with pytest.raises(ZopaError, match=r"coded.csv:2: this row is no position: no holder"):
        list(flat.read(path))


def test_a_format_that_is_none(made: Path) -> None:
    with pytest.raises(ZopaError, match="no format 'pdf'"):
        formats.write("pdf", LedgerView(made), made / "x.pdf")


def test_a_file_is_whole_or_not_there(made: Path) -> None:
    from zopa.errors import OutputError

    with pytest.raises(OutputError):
        formats.write("csv", LedgerView(made), made / "nowhere" / "x.csv")
    assert not list(made.glob("*.part"))
