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
from zopa.export.formats import back, flat, jsonl, labelstudio
from zopa.ledger.judging import Judging
from zopa.ledger.view import FLAT, LedgerView
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
        if name == "csv":
            named = folder / "named.csv"
            theirs = {own: f"Their {own}" for own in FLAT}
            head, _, rest = path.read_bytes().decode().partition("\r\n")
            named.write_bytes(f"{','.join(theirs[own] for own in head.split(','))}\r\n{rest}".encode())
            assert {one.id: (one, status) for one, status in flat.read(named, theirs)} == held
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
    assert {one["schema"] for one in lines} == {"Organization", "Person", "Membership", "Article", "Event"}
    ids = {one["id"] for one in lines}
    for one in lines:
        for name in ("involved", "proof", "member", "organization"):
            assert ids.issuperset(one["properties"].get(name, ()))
    ftm = pytest.importorskip("followthemoney", reason="needs followthemoney to check its entities")
    for line in lines:
        proxy = ftm.model.get_proxy(line)
        for name, values in line["properties"].items():
            assert sorted(map(str, proxy.get(name))) == sorted(set(values)), (line["schema"], name)
        proxy.schema.validate(line)


def test_label_studio_takes_it(made: Path) -> None:
    path, rows = written(made, "labelstudio")
    tasks = json.loads(path.read_text("utf-8"))
    assert rows == len(tasks) == 2
    assert [(len(one["annotations"]), len(one["predictions"])) for one in tasks] == [(1, 1), (0, 0)]
    # The browser counts UTF-16 units.
    units = tasks[0]["data"]["text"].encode("utf-16-le")
    for result in tasks[0]["predictions"][0]["result"]:
        value = result["value"]
        cut = units[2 * value["start"] : 2 * value["end"]].decode("utf-16-le")
        assert cut in (value["text"], TEXT[:12])
    reason = "needs label-studio-sdk to check its tasks"
    interface = pytest.importorskip("label_studio_sdk.label_interface", reason=reason)
    checks = interface.LabelInterface(labelstudio.CONFIG)
    for task in tasks:
        assert checks.validate_task({"data": task["data"]})
        assert all(checks.validate_annotation(one) for one in task["annotations"])
        assert all(checks.validate_prediction(one) for one in task["predictions"])


def test_label_studios_own_export_comes_back(made: Path) -> None:
    """The server adds ids, and the annotator relabels a span, moves one and draws one of his own."""
    path, _ = written(made, "labelstudio")
    tasks = json.loads(path.read_text("utf-8"))
    results = [*tasks[0]["annotations"][0]["result"], *tasks[0]["predictions"][0]["result"]]
    start = TEXT.index("„Nein“") + 1  # one character before is two UTF-16 units
    place = {"start": start, "end": start + 6, "text": "„Nein“"}
    results += [
        {"id": "x1", "from_name": "stance", "to_name": "text", "type": "labels", "value": place}
        | {"value": place | {"labels": ["accepts"]}},
        {"id": "x1", "from_name": "holder", "to_name": "text", "type": "textarea"}
        | {"value": place | {"text": ["north"]}},
        {"id": "x1", "from_name": "option", "to_name": "text", "type": "textarea"}
        | {"value": place | {"text": ["pilots/duty"]}},
    ]
    served = [
        {"id": 7, "data": tasks[0]["data"], "annotations": [{"id": 1, "result": results}], "predictions": []}
    ]
    path.write_text(json.dumps(served), "utf-8")
    taken = back.take_in("labelstudio", path, made, dossiers.load(made), "eva")
    assert (taken.rows, taken.added, taken.skipped) == (4, 1, ())
    drawn = next(one for one in LedgerView(made).positions() if one.issue == "pilots")
    assert (drawn.quote.exact, drawn.stance, drawn.holder) == ("„Nein“", Stance.ACCEPTS, "north")


TERMS = {
    # The terms of the Web Annotation context (W3C, 2017) that occur here.
    "id": "@id",
    "type": "@type",
    "oa": "http://www.w3.org/ns/oa#",
    "as": "http://www.w3.org/ns/activitystreams#",
    **{name: f"oa:{name}" for name in ("Annotation", "TextualBody", "TextQuoteSelector")},
    **{name: f"oa:{name}" for name in ("TextPositionSelector", "classifying", "describing")},
    **{name: f"oa:{name}" for name in ("exact", "prefix", "suffix", "start", "end")},
    "Software": "as:Application",
    "AnnotationPage": "as:OrderedCollectionPage",
    "items": {"@id": "as:items", "@type": "@id", "@container": "@list"},
    "generator": {"@id": "as:generator", "@type": "@id"},
    **{name: {"@id": f"oa:has{name.title()}", "@type": "@id"} for name in ("body", "target", "selector")},
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"},
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "format": "http://purl.org/dc/elements/1.1/format",
}


def test_a_linked_data_processor_reads_the_annotations(made: Path) -> None:
    jsonld = pytest.importorskip("pyld", reason="needs pyld, a JSON-LD processor").jsonld
    path, rows = written(made, "webannotation")
    page = json.loads(path.read_text("utf-8"))
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"

    def load(url: str, _options: object = None) -> dict[str, object]:
        assert url == "http://www.w3.org/ns/anno.jsonld"
        return {"documentUrl": url, "contextUrl": None, "document": {"@context": TERMS}}

    (expanded,) = jsonld.expand(page, {"documentLoader": load})
    oa = "http://www.w3.org/ns/oa#"
    (items,) = expanded["http://www.w3.org/ns/activitystreams#items"]
    assert len(items["@list"]) == rows == 3
    quotes = set()
    for one in items["@list"]:
        assert one["@type"] == [f"{oa}Annotation"]
        (target,) = one[f"{oa}hasTarget"]
        words, place = target[f"{oa}hasSelector"]
        (exact,), (start,), (end,) = words[f"{oa}exact"], place[f"{oa}start"], place[f"{oa}end"]
        assert TEXT[start["@value"] : end["@value"]] == exact["@value"]
        quotes.add(target[f"{oa}hasSource"][0]["@id"])
    assert quotes == {"urn:zopa:report:r0"}


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_prov_reads_the_provenance(made: Path) -> None:
    model = pytest.importorskip("prov.model", reason="needs prov")
    pytest.importorskip("rdflib", reason="needs rdflib")
    path, rows = written(made, "prov")
    graph = json.loads(path.read_text("utf-8"))["@graph"]
    ids = {one["@id"] for one in graph}
    assert len(ids) == len(graph) == rows
    refers = {
        one[key]["@id"] for one in graph for key in one if isinstance(one[key], dict) and "@id" in one[key]
    }
    assert refers <= ids
    document = model.ProvDocument.deserialize(str(path), format="rdf", rdf_format="json-ld")
    kinds = [type(one).__name__ for one in document.get_records()]
    acts, runs = 3, 1
    assert kinds.count("ProvActivity") == acts + runs
    assert (kinds.count("ProvGeneration"), kinds.count("ProvDerivation")) == (3, 3)
    # zopa's reader and ada: the same person judges, and adds what is hers.
    assert kinds.count("ProvAgent") == 2


def test_a_reference_manager_formats_the_sources(made: Path) -> None:
    path, rows = written(made, "csl")
    items = json.loads(path.read_text("utf-8"))
    assert len(items) == rows == 2
    assert items[0]["issued"] == {"date-parts": [[2031, 3, 2]]}
    pytest.importorskip("citeproc", reason="needs citeproc-py")
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    shelf = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    for one in items:
        shelf.register(Citation([CitationItem(one["id"])]))
    told = [str(one) for one in shelf.bibliography()]
    assert len(told) == 2
    assert all("Quay; " in one and "2031" in one for one in told)


def test_dna_in_its_own_shape(made: Path) -> None:
    """The head and types of the event list that DNA 3 exports (leifeld/dna, Exporter.java)."""
    path, rows = written(made, "dna")
    head, first = path.read_text("utf-8").splitlines()[:2]
    assert head.startswith(
        '"statement ID";"time";"document ID";"document title";"author";"source";"section";"type";"text";'
        '"person";"organization";"concept";"agreement";'
    )
    assert first.startswith('1;"2031-03-01 00:00:00";1;"A ""t""";"";"Quay; 0";"";"";"')
    with path.open(encoding="utf-8", newline="") as file:
        held = list(csv.DictReader(file, delimiter=";"))
    assert len(held) == rows == 3
    assert held[0]["text"] == TEXT[:12]
    assert [one["person"] for one in held] == ["Karin Ilves", "Otto Brandt", "Otto Brandt"]


def test_dnas_own_export_comes_back(made: Path) -> None:
    """DNA puts , for ; and ' for " into what it exports, knows documents by title, and nothing of ours."""
    path = made / "events.csv"
    path.write_text(
        '"statement ID";"time";"document ID";"document title";"author";"source";"section";"type";"text";'
        '"person";"organization";"concept";"agreement"\n'
        '17;2031-03-02 00:00:00;4;"\'x\', y";"";"";"";"";"Say \'=1+1\', the";"Karin Ilves";'
        '"Northmark";"Harbour dues: 12 crowns";0\n',
        encoding="utf-8",
    )
    LedgerWriter(made, "test").record(dataclasses.replace(report(2), title='"x"; y'), [], [], "key")
    taken = back.take_in("dna", path, made, dossiers.load(made), "dora")
    assert (taken.rows, taken.added, taken.skipped) == (1, 1, ())
    one = next(one for one in LedgerView(made).positions() if one.report == "r2")
    assert (one.speaker, one.holder, one.issue, one.option, one.stance.value) == (
        *("ilves", "north", "dues", "high"),
        "rejects",
    )
    assert one.quote.exact == 'Say "=1+1"; the'


@pytest.mark.parametrize("name", back.READERS)
def test_a_file_of_another_kind_is_named(made: Path, name: str) -> None:
    path = made / "broken"
    for content in ('{"a": [', "[1]", '[{"a": 1}]', ""):
        path.write_text(content, "utf-8")
        try:
            told: object = back.take_in(name, path, made, dossiers.load(made), "ada").rows
        except ZopaError as error:
            told = error.path
        assert told in (0, path)


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
    with pytest.raises(ZopaError, match=r"coded.csv:1: there is no column 'holder'"):
        list(flat.read(path))
    path.write_text("report,quote,holder,issue,option,stance\nr0,x,,a,b,rejects\n", encoding="utf-8")
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
