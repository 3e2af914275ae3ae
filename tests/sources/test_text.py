from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zopa.errors import DossierError, SkipReport
from zopa.sources import read_file, read_folder


def write(path: Path, text: str) -> Path:
    path.write_bytes(text.encode("utf-8"))
    return path


def test_front_matter_and_body(tmp_path: Path) -> None:
    path = write(tmp_path / "a.md", '---\noutlet: Post\npublished: 2031-01-02\ntitle: "A: b"\n---\nBody\r\n')
    report = read_file(path)
    assert (report.id, report.outlet, report.title) == ("a", "Post", "A: b")
    assert report.published == dt.date(2031, 1, 2)
    assert report.text == "Body\r\n"


def test_front_matter_is_optional_where_the_name_has_the_date(tmp_path: Path) -> None:
    report = read_file(write(tmp_path / "2031-01-02_post.txt", "Only text."))
    assert report.published == dt.date(2031, 1, 2)
    assert report.text == "Only text."


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "2031-01-02.txt"
    path.write_bytes(b"\xef\xbb\xbfText")
    assert read_file(path).text == "Text"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"---\npublished: 2031-01-02\n---\n  \n", "empty"),
        ("---\npublished: 2031-01-02\n---\nGröße".encode("latin-1"), "not UTF-8"),
        (b"---\ntitle: a: b\n---\nText", "not valid YAML"),
        (b"---\n- a\n---\nText", "not a list of keys"),
        (b"No date anywhere.", "nothing says when it was published"),
        (b"---\npublished: someday\n---\nText", "is no date"),
        (b"---\npublished: 2031-13-45\n---\nText", "month must be in 1..12"),
        (b"---\npublished: 2031-01-02\n---\na\x00b", "zero bytes"),
    ],
)
def test_what_cant_be_read_is_skipped_with_a_remedy(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    with pytest.raises(SkipReport, match=said) as caught:
        read_file(path)
    assert str(path) in str(caught.value)
    assert caught.value.remedy


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(20 * 1024 * 1024)
    with pytest.raises(SkipReport, match="21 MB is more than a report"):
        read_file(path)


def test_a_folder_lists_what_it_skips_and_reads_the_rest(tmp_path: Path) -> None:
    write(tmp_path / "2031-01-02_a.txt", "A")
    write(tmp_path / "2031-01-01_b.md", "B")
    write(tmp_path / "c.pdf", "%PDF")
    write(tmp_path / ".hidden", "x")
    (tmp_path / "sub").mkdir()
    write(tmp_path / "sub" / "2031-01-02_a.md", "again")
    gathered = read_folder(tmp_path)
    assert [report.text for report in gathered.reports] == ["B", "A"]
    assert sorted(skip.path.name for skip in gathered.skipped if skip.path) == ["2031-01-02_a.md", "c.pdf"]


def test_no_folder_at_all(tmp_path: Path) -> None:
    with pytest.raises(DossierError, match="no folder of reports"):
        read_folder(tmp_path / "reports")


@given(st.text())
def test_any_text_is_read_or_skipped(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("any") / "2031-01-02.txt"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        report = read_file(path)
    except SkipReport:
        return
    assert text.removeprefix("\ufeff").endswith(report.text)
