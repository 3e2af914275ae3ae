"""Who speaks often and is not in the dossier."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from zopa.dossier import load
from zopa.reading.engines import RawStatement
from zopa.reading.unknown_speakers import UnknownSpeakers
from zopa.vocabulary import Report, StatementKind

TEXT = (
    "SLG-Sprecherin Karla Behrend nannte das Angebot dürftig. Behrend sagte, die Nachtfähre komme nicht. "
    "Sie sagte, es sei genug. Kapitän Anton Lerch sagte, er fahre. Hella Brandis sagte, sie bleibe."
)


class Sayings:
    """Takes every 'X sagte, …' and 'X nannte …' for a statement."""

    name = "sayings"

    def tag(self, text, _code):
        found, start = [], 0
        for sentence in text.split(". "):
            for verb in (" sagte", " nannte"):
                place = sentence.find(verb)
                if place > 0:
                    quote = (start + place + len(verb) + 1, start + len(sentence))
                    speaker = (start, start + place)
                    if quote[0] < quote[1]:
                        found.append(RawStatement((quote,), StatementKind.INDIRECT, (speaker,)))
            start += len(sentence) + 2
        return found


def suggested(dispute, *texts, least=2):
    day = dt.date(2031, 3, 6)
    reports = [Report(f"r{n}", text, published=day, language="de") for n, text in enumerate(texts)]
    return list(UnknownSpeakers(Sayings(), least)(dispute, reports))


def test_who_speaks_often_is_suggested_with_a_party(dispute):
    (one,) = suggested(dispute, TEXT)
    assert (one.kind, one.key, one.what) == ("actor", "behrend", "Karla Behrend")
    assert one.why == "3 statements in 1 report; perhaps of Seafarers' League"
    assert len(one.passages) == 3
    assert all(passage.quote.exact in TEXT for passage in one.passages)


def test_the_entry_can_be_pasted_into_the_dossier(dispute, tmp_path):
    one = suggested(dispute, TEXT, TEXT)[0]
    yaml = YAML(typ="safe")
    dossier = yaml.load((dispute.folder / "dossier.yaml").read_text(encoding="utf-8"))
    dossier["actors"] |= yaml.load(one.entry)
    yaml.dump(dossier, tmp_path / "dossier.yaml")
    actor = load(tmp_path).actors["behrend"]
    assert (actor.name, actor.aliases, actor.party) == ("Karla Behrend", ("Behrend",), "bund")


def test_more_reports_bring_more_people(dispute):
    assert {one.key for one in suggested(dispute, TEXT, TEXT)} == {"behrend", "lerch"}
    assert {one.key for one in suggested(dispute, TEXT, least=1)} == {"behrend", "lerch"}


def test_known_people_and_unnamed_sources_are_not(dispute):
    text = (
        "Hella Brandis sagte, es sei genug. Ein Sprecher sagte, es sei genug. Zwei Diplomaten sagte, nein. "
        * 3
    )
    assert suggested(dispute, text) == []


def test_an_id_is_never_taken_twice(dispute):
    text = "Inge Lerch sagte, es sei genug. Anton Lerch sagte, es sei gut. " * 3
    assert {one.key for one in suggested(dispute, text)} == {"lerch", "inge_lerch"}


@given(text=st.text(alphabet="Anna Berg sagte, nannte. :'\"„{}[]#&*!|>%@`\n\\é漢", max_size=200))
@settings(max_examples=80, deadline=None)
def test_any_text_gives_entries_that_are_yaml(dispute, text):
    for one in suggested(dispute, text, least=1):
        (entry,) = YAML(typ="safe").load(one.entry).values()
        assert " ".join(entry["name"].split()) == one.what


@pytest.mark.parametrize("text", ["", " \n", "sagte"])
def test_empty_reports_give_nothing(dispute, text):
    assert suggested(dispute, text) == []
