"""`zopa add`: every kind of source becomes report files, once."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

pytest.importorskip("trafilatura", reason="needs the extra zopa[web]")

import misbehaving as server
from misbehaving import Site

from zopa.dossier import load
from zopa.errors import SourceError, ZopaError
from zopa.sources import read_folder, warc
from zopa.sources.add import Adder, Wishes
from zopa.sources.fetch import Fetcher
from zopa.sources.shelf import Added

Make = Callable[..., Fetcher]
Add = Callable[..., Added]
TEXT = (
    "Northmark is demanding harbour dues of 12 crowns, its trade minister said.\n\n"
    'Southmark rejected that. "We will never accept compulsory pilots," Otto Brandt said on Sunday.'
)


@pytest.fixture
def add(folder: Path, fetcher: Make) -> Add:
    def run(*sources: object, **wishes: object) -> Added:
        adder = Adder(load(folder), fetcher(), Wishes(**wishes))  # type: ignore[arg-type]
        for source in sources:
            adder.add(str(source))
        return adder.added

    return run


def texts(folder: Path, added: Added) -> list[str]:
    reports = {report.id: report for report in read_folder(folder / "reports").reports}
    return [reports[name].text for name in added.new]


def pdf(*lines: str) -> bytes:
    """The smallest PDF that holds lines of text."""
    shown = " T* ".join(f"({line}) Tj" for line in lines)
    stream = f"BT /F1 12 Tf 14 TL 50 700 Td {shown} ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
            b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /CreationDate (D:20310304120000) /Title (A paper) >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        out + b"xref\n0 6\n0000000000 65535 f \n%strailer << /Size 6 /Root 1 0 R /Info 5 0 R >>\n"
        b"startxref\n%d\n%%%%EOF"
        % (
            table,
            len(out),
        )
    )


def docx(*paragraphs: str, extra: bytes = b"") -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = "".join(
        f"<w:p><w:r><w:t>{text}</w:t></w:r><w:del><w:r><w:delText>struck</w:delText></w:r></w:del></w:p>"
        for text in paragraphs
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>")
        file.writestr(
            "docProps/core.xml",
            '<p:coreProperties xmlns:p="x" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>A paper</dc:title>'
            "<dcterms:created>2031-03-04T10:00:00Z</dcterms:created></p:coreProperties>",
        )
        if extra:
            file.writestr("word/extra.bin", extra)
    return packed.getvalue()


def test_text_and_markdown_and_pages_in_a_folder(folder: Path, tmp_path: Path, add: Add) -> None:
    inbox = tmp_path / "inbox" / "deep"
    inbox.mkdir(parents=True)
    (inbox / "2031-03-05 note.txt").write_text(TEXT)
    (inbox / "own.md").write_text(
        f"---\npublished: 2031-03-06\noutlet: Post\ntitle: Own\n---\n{TEXT} And more.\n"
    )
    (inbox / "page.html").write_text(server.PAGE)
    (inbox / "photo.png").write_bytes(b"\x89PNG")
    (inbox / ".hidden.txt").write_text(TEXT)
    done = add(tmp_path / "inbox")
    assert [name[:10] for name in done.new] == ["2031-03-05", "2031-03-06", "2021-03-02"]
    assert [one.kind for one in done.turned_away] == ["type"]
    again = add(tmp_path / "inbox")
    assert (again.new, again.renewed, again.known) == ([], [], 3)


def test_pdf(folder: Path, tmp_path: Path, add: Add) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(
        pdf(
            "Northmark demands harbour dues of 12 crowns, as the min-",
            "ister said on Sunday in the old harbour office here.",
            "Southmark refused.",
        )
    )
    done = add(path)
    assert done.new == [done.new[0]]
    assert done.new[0].startswith("2031-03-04-a-paper-")
    assert texts(folder, done) == [
        (
            "Northmark demands harbour dues of 12 crowns, as the minister said on Sunday in the old harbour "
            "office here. "
            "Southmark refused.\n"
        )
    ]


def test_a_pdf_as_offices_make_them(folder: Path, tmp_path: Path, add: Add) -> None:
    """A heading over two lines, the place and the day, lines that leave no room, a page number."""
    path = tmp_path / "statement.pdf"
    path.write_bytes(
        pdf(
            "Statement of the pilots' guild of Bellport on",
            "harbour dues",
            "Bellport, 3 February 2031",
            "Northmark is demanding harbour dues of twelve",
            "crowns. The guild of pilots rejects that demand.",
            "Reactions",
            "Its chair said so on Monday in the office of the",
            "guild, and that nobody should hope for more.",
            "Page 1 of 1",
        )
    )
    done = add(path)
    assert done.new[0].startswith("2031-02-03-a-paper-")
    assert texts(folder, done) == [
        (
            "Statement of the pilots’ guild of Bellport on harbour dues\n\n"
            "Northmark is demanding harbour dues of twelve crowns. "
            "The guild of pilots rejects that demand.\n\n"
            "Reactions\n\n"
            "Its chair said so on Monday in the office of the guild, and that nobody should hope for more.\n"
        )
    ]


def test_docx(folder: Path, tmp_path: Path, add: Add) -> None:
    path = tmp_path / "paper.docx"
    path.write_bytes(docx("Northmark demands dues.", "Southmark refused."))
    done = add(path)
    assert texts(folder, done) == ["Northmark demands dues.\n\nSouthmark refused.\n"]


def test_a_docx_that_would_unpack_without_end(tmp_path: Path, add: Add) -> None:
    path = tmp_path / "bomb.docx"
    path.write_bytes(docx("x" * (11 << 20)))
    assert [one.kind for one in add(path).turned_away] == ["too-large"]


def test_a_docx_with_entities(tmp_path: Path, add: Add) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr(
            "word/document.xml",
            '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><d xmlns:w="http://schemas.openxmlformats.org/'
            'wordprocessingml/2006/main"><w:p><w:r><w:t>&e;</w:t></w:r></w:p></d>',
        )
    path = tmp_path / "2031-01-01.docx"
    path.write_bytes(packed.getvalue())
    assert [one.kind for one in add(path).turned_away] in (["empty"], ["damaged"])


def test_mail(folder: Path, tmp_path: Path, add: Add) -> None:
    mail = EmailMessage()
    mail["From"] = "Press Office <press@north.example>"
    mail["Date"] = "Tue, 04 Mar 2031 10:00:00 +0100"
    mail["Subject"] = "Statement on dues"
    mail.set_content(
        "Northmark demands harbour\ndues of 12 crowns.\n\n> quoted answer\n\n"
        "It will stay so.\n-- \nPress Office\n"
    )
    mail.add_attachment(b"x", maintype="application", subtype="octet-stream")
    path = tmp_path / "mail.eml"
    path.write_bytes(bytes(mail))
    done = add(path)
    assert done.new[0].startswith("2031-03-04-statement-on-dues-")
    assert texts(folder, done) == ["Northmark demands harbour dues of 12 crowns.\n\nIt will stay so.\n"]


def test_a_mail_whose_plain_part_is_an_excuse(folder: Path, tmp_path: Path, add: Add) -> None:
    mail = EmailMessage()
    mail["From"] = "The Quay <news@quay.example>"
    mail["Date"] = "Tue, 04 Mar 2031 23:30:00 -0500"
    mail["Subject"] = "Dues: talks go on"
    mail.set_content("Please open this mail in a browser.")
    mail.add_alternative(
        "<p>View this email in your browser</p><p>Northmark is demanding harbour dues of 12 crowns.</p>"
        "<p>“We will never accept compulsory pilots,” Otto Brandt said.</p>"
        "<p><a href='x'>Unsubscribe</a></p>",
        subtype="html",
    )
    path = tmp_path / "news.eml"
    path.write_bytes(bytes(mail))
    done = add(path)
    assert done.new[0].startswith("2031-03-04-")
    assert texts(folder, done) == [
        (
            "Northmark is demanding harbour dues of 12 crowns.\n\n"
            "“We will never accept compulsory pilots,” Otto Brandt said.\n"
        )
    ]


def test_tables_as_offices_make_them(folder: Path, tmp_path: Path, add: Add) -> None:
    table = tmp_path / "rows.csv"
    table.write_text('Datum;Titel;Text\n05.03.2031;Eins;"Northmark fordert ""mehr"".\n\nOder nichts."\n')
    assert add(table).new[0].startswith("2031-03-05-eins-")
    rows = tmp_path / "rows.jsonl"
    rows.write_text(json.dumps({"text": TEXT, "date": 1930000000, "title": "Two"}) + "\n")
    assert add(rows).new[0].startswith("2031-02-27-two-")


def test_an_empty_archive_is_named(tmp_path: Path, add: Add) -> None:
    path = tmp_path / "empty.warc.gz"
    path.write_bytes(b"")
    assert [one.message for one in add(path).turned_away] == ["holds no page"]


def test_json_lines_and_csv(folder: Path, tmp_path: Path, add: Add) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text(
        json.dumps(
            {
                "body": TEXT,
                "meta": {"when": "2031-03-07T10:00:00"},
                "headline": "One",
                "authors": ["A", {"name": "B"}],
            }
        )
        + "\nnot json\n"
        + json.dumps({"headline": "no text"})
        + "\n"
    )
    done = add(rows, mapping={"published": "meta.when"}, outlet="Wire")
    assert len(done.new) == 1
    assert [one.kind for one in done.turned_away] == ["damaged", "empty"]
    assert done.turned_away[0].source.endswith("rows.jsonl:2")
    report = next(r for r in read_folder(folder / "reports").reports if r.id == done.new[0])
    assert (report.title, report.outlet, report.author) == ("One", "Wire", "A, B")
    table = tmp_path / "rows.csv"
    table.write_text("Datum;Titel;Text\n2031-03-08;Zwei;Northmark fordert mehr oder nichts\n")
    assert add(table).new[0].startswith("2031-03-08-zwei-")


def test_what_has_no_date_is_listed_with_the_remedy(tmp_path: Path, add: Add) -> None:
    path = tmp_path / "undated.txt"
    path.write_text(TEXT)
    (one,) = add(path).turned_away
    assert one.kind == "no-date"
    assert "--published" in one.remedy


def test_a_page_from_the_web_is_archived(folder: Path, site: Site, add: Add) -> None:
    url = site.page("/talks?utm_source=x")
    done = add(url)
    path = folder / "reports" / f"{done.new[0]}.md"
    content = path.read_text()
    assert f"url: {url}" in content
    (kept,) = (folder / "archive").rglob("*.warc.gz")
    assert f"archive: {kept.relative_to(folder)}" in content
    (record,) = warc.records(kept)
    assert isinstance(record, warc.Record)
    assert (record.url, record.status, record.body.decode()) == (url, 200, server.PAGE)
    assert add(url).known == 1
    assert add(site.page("/talks")).known == 1  # the same page without its share mark
    assert len(list((folder / "archive").rglob("*.warc.gz"))) == 1


def test_a_page_that_changed_is_written_anew_under_its_name(folder: Path, site: Site, add: Add) -> None:
    first = add(site.page("/talks"))
    site.page("/talks", server.PAGE.replace("12 crowns", "9 crowns"))
    second = add(site.url("/talks"))
    assert second.renewed == first.new
    assert "9 crowns" in (folder / "reports" / f"{first.new[0]}.md").read_text()


def test_corrections_by_hand_survive(folder: Path, site: Site, add: Add) -> None:
    (name,) = add(site.page("/talks")).new
    path = folder / "reports" / f"{name}.md"
    path.write_text(path.read_text().replace("outlet: The Quay", "outlet: Quay, The"))
    assert add(site.url("/talks")).known == 1
    assert "outlet: Quay, The" in path.read_text()


def feed(site: Site, *items: tuple[str, str]) -> str:
    entries = "".join(
        f"<item><title>{title}</title><link>{site.url(path)}</link>"
        "<pubDate>Tue, 02 Mar 2021 08:00:00 GMT</pubDate></item>"
        for path, title in items
    )
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Quay</title>{entries}</channel></rss>'
    site.routes["/feed"] = lambda request: request.send(body, kind="application/rss+xml")
    return site.url("/feed")


def test_a_feed(site: Site, add: Add) -> None:
    site.page("/a")
    site.page(
        "/cake",
        server.PAGE.replace("Northmark", "Granny")
        .replace("Southmark", "Nan")
        .replace("Otto Brandt", "she")
        .replace("dues", "cake")
        .replace("pilots", "raisins"),
    )
    done = add(feed(site, ("/a", "A"), ("/cake", "Cake"), ("/gone", "Gone")))
    assert len(done.new) == 1
    assert sorted(one.kind for one in done.turned_away) == ["irrelevant", "status"]


def test_an_atom_feed_and_a_sitemap_index(site: Site, add: Add) -> None:
    site.page("/a")
    link = f'<link href="{site.url("/a")}"/>'
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Q</title><entry><title>A</title>{link}<updated>2021-03-02T08:00:00Z</updated></entry></feed>'
    site.routes["/atom"] = lambda request: request.send(atom, kind="application/atom+xml")
    assert len(add(site.url("/atom")).new) == 1
    inner = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{site.url("/a")}</loc><lastmod>2021-03-02</lastmod></url></urlset>'
    outer = f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>{site.url("/s.xml.gz")}</loc></sitemap></sitemapindex>'
    site.routes["/s.xml.gz"] = lambda request: request.send(
        gzip.compress(inner.encode()), kind="application/gzip"
    )
    site.routes["/sitemap.xml"] = lambda request: request.send(outer, kind="application/xml")
    assert add(site.url("/sitemap.xml")).known == 1


@pytest.mark.parametrize(
    "body",
    [
        '<!DOCTYPE rss [<!ENTITY a "aaa"><!ENTITY b "&a;">]><rss><channel><title>&b;</title></channel></rss>',
        "<rss><channel><item>",
        '<?xml version="1.0"?><sitemapindex><sitemap><loc>file:///etc/passwd</loc></sitemap></sitemapindex>',
    ],
)
def test_feeds_that_mean_harm_or_are_broken(site: Site, add: Add, body: str) -> None:
    site.routes["/feed"] = lambda request: request.send(body, kind="application/xml")
    done = add(site.url("/feed"))
    assert done.new == []
    assert [one.kind for one in done.turned_away] in (["refused"], ["damaged"])


def archive_of(*pages: tuple[str, bytes], zipped: bool = True) -> bytes:
    out = b""
    for url, body in pages:
        block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s" % (
            len(body),
            body,
        )
        record = (
            b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:0>\r\n"
            b"WARC-Date: 2021-03-03T00:00:00Z\r\nWARC-Target-URI: %s\r\n"
            b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
            % (url.encode(), len(block), block)
        )
        out += gzip.compress(record) if zipped else record
    return out


@pytest.mark.parametrize("form", ["warc", "warc.gz", "wacz"])
def test_web_archives(tmp_path: Path, add: Add, form: str) -> None:
    pages = [
        ("https://quay.example/a", server.PAGE.encode()),
        ("https://quay.example/b", b"<p>Cake for everyone</p>"),
    ]
    raw = archive_of(*pages, zipped=form == "warc.gz")
    path = tmp_path / f"crawl.{form}"
    if form == "wacz":
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr("archive/data.warc", raw)
    else:
        path.write_bytes(raw)
    done = add(path)
    assert len(done.new) == 1
    assert done.turned_away == []


def test_a_damaged_archive_gives_what_it_holds_and_says_where_it_ends(tmp_path: Path, add: Add) -> None:
    raw = archive_of(
        ("https://quay.example/a", server.PAGE.encode()), ("https://quay.example/b", b"x" * 5000)
    )
    path = tmp_path / "torn.warc.gz"
    path.write_bytes(raw[:-20])
    done = add(path)
    assert len(done.new) == 1
    assert ["ends in the middle" in one.message for one in done.turned_away] == [True]


def test_what_is_named_must_exist(tmp_path: Path, add: Add) -> None:
    with pytest.raises(ZopaError, match="no such file"):
        add(tmp_path / "nowhere")


def test_on_the_command_line(folder: Path, tmp_path: Path, zopa: Callable[..., object]) -> None:
    path = tmp_path / "page.html"
    path.write_text(server.PAGE)
    ran = zopa("add", folder, path, tmp_path / "page.html", "--json")
    said = json.loads(ran.out)  # type: ignore[attr-defined]
    assert (len(said["new"]), said["known"]) == (1, 1)
    refused = zopa("add", folder, "http://127.0.0.1:9/", "--strict")
    assert refused.code == 1  # type: ignore[attr-defined]
    assert "--allow-private" in refused.err  # type: ignore[attr-defined]
    wrong = zopa("add", folder, path, "--map", "nonsense")
    assert wrong.code == 2  # type: ignore[attr-defined]


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from zopa.sources.extras import needs

    with pytest.raises(ZopaError, match="zopa\\[web\\]"), needs("web", "feeds"):
        raise ModuleNotFoundError("No module named 'feedparser'", name="feedparser")


def test_source_errors_show_their_address_as_given() -> None:
    assert str(SourceError("status", "is gone", source="https://a.example/b")).startswith(
        "https://a.example/b: "
    )
