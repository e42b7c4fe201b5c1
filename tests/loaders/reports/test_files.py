"""Reports in every form of file, and files that are none. All names are made up."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader, PdfWriter

from alliance.errors import FileRefused, MissingExtra
from alliance.loaders import read_report
from alliance.loaders.reports import file_process, is_report
from alliance.loaders.reports.facts import LinkFact, NodeFact
from alliance.loaders.reports.text import read_text

from .pdf_file import write_pdf

TITLE = "丹岭市枇杷产业党建联盟简报"
LINES = [TITLE, "由丹岭市委组织部牵头，组建“丹岭市枇杷产业党建联盟”。", "丹岭市枇杷协会加入联盟。"]
Write = Callable[..., Path]


def said(path: Path) -> set[tuple[str, str, str]]:
    links = [proposal.fact for proposal in read_report(path).proposals if isinstance(proposal.fact, LinkFact)]
    return {(link.type, link.source.name, link.target.name) for link in links}


EXPECTED = {
    ("LEADS", "丹岭市委组织部", "丹岭市枇杷产业党建联盟"),
    ("MEMBER_OF", "丹岭市枇杷协会", "丹岭市枇杷产业党建联盟"),
}


def word(path: Path) -> Path:
    document = Document()
    document.add_heading(LINES[0], level=1)
    document.add_paragraph(LINES[1])
    document.add_paragraph(LINES[2], style="List Bullet")
    document.save(str(path))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_plain_text_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes("\n".join(LINES).encode(encoding))
    assert said(path) == EXPECTED


def test_markdown_and_html(write: Write) -> None:
    marked = write(
        f"# {LINES[0]}\n\n**由丹岭市委组织部牵头**，组建[“丹岭市枇杷产业党建联盟”](x.html)。\n\n- {LINES[2]}\n", "a.md"
    )
    assert said(marked) == EXPECTED
    assert read_text(marked).blocks[0].form == "heading"
    page = write(
        f"<html><head><title>x</title><script>var a='甲市政府'</script></head><body><h1>{LINES[0]}</h1>"
        f"<p>由丹岭市<b>委组织部</b>牵头，组建&ldquo;丹岭市枇杷产业党建联盟&rdquo;。<ul><li>{LINES[2]}</ul>",
        "a.html",
    )
    assert said(page) == EXPECTED
    assert [block.form for block in read_text(page).blocks] == ["heading", "paragraph", "item"]


def test_word_and_pdf(tmp_path: Path) -> None:
    assert said(word(tmp_path / "a.docx")) == EXPECTED
    assert [block.form for block in read_text(tmp_path / "a.docx").blocks] == ["heading", "paragraph", "item"]
    assert said(write_pdf(tmp_path / "a.pdf", LINES)) == EXPECTED


def refused(path: Path) -> str:
    with pytest.raises(FileRefused) as caught:
        read_report(path)
    assert path.name in caught.value.in_("zh")
    return caught.value.in_("en")


def test_what_is_no_such_file_or_has_no_text_is_refused(tmp_path: Path) -> None:
    for name in ("a.docx", "a.pdf"):
        (tmp_path / name).write_bytes(b"\x89PNG\r\n")
        assert "no valid" in refused(tmp_path / name)
    word(tmp_path / "cut.docx")
    whole = (tmp_path / "cut.docx").read_bytes()
    (tmp_path / "cut.docx").write_bytes(whole[: len(whole) // 2])
    assert "damaged" in refused(tmp_path / "cut.docx")
    assert "OCR" in refused(write_pdf(tmp_path / "scan.pdf", []))
    (tmp_path / "empty.txt").write_text(" \n", encoding="utf-8")
    assert "no text" in refused(tmp_path / "empty.txt")
    (tmp_path / "long.txt").write_text("茶" * 300_001, encoding="utf-8")
    assert "more than 300,000" in refused(tmp_path / "long.txt")
    (tmp_path / "bytes.txt").write_bytes(b"\xff\xff\x80\x80" * 9)
    assert "UTF-8" in refused(tmp_path / "bytes.txt")
    assert "no such file" in refused(tmp_path / "missing.txt")


def test_an_encrypted_pdf_is_refused(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(write_pdf(tmp_path / "open.pdf", LINES)))
    writer.encrypt("geheim", algorithm="RC4-128")
    with (tmp_path / "locked.pdf").open("wb") as stream:
        writer.write(stream)
    assert "password" in refused(tmp_path / "locked.pdf")


def with_part(path: Path, name: str, content: bytes) -> Path:
    parts = {}
    with zipfile.ZipFile(word(path)) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, data in {**parts, name: content}.items():
            archive.writestr(entry, data)
    path.write_bytes(packed.getvalue())
    return path


def test_hostile_word_files_are_refused(tmp_path: Path) -> None:
    entity = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert "DOCTYPE" in refused(with_part(tmp_path / "entity.docx", "word/document.xml", entity))
    bomb = with_part(tmp_path / "bomb.docx", "word/media/a.xml", b" " * (257 * 1024 * 1024))
    assert bomb.stat().st_size < 1_000_000
    assert "zip bomb" in refused(bomb)


def test_a_missing_library_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without = tmp_path / "without.py"
    without.write_text(f"import sys\nsys.exit({file_process.MISSING})\n", encoding="utf-8")
    monkeypatch.setattr(file_process, "__file__", str(without))
    with pytest.raises(MissingExtra, match=r"alliance-graph\[reports\]"):
        read_report(word(tmp_path / "a.docx"))


def test_a_file_with_the_name_of_a_table_is_no_report(tmp_path: Path) -> None:
    assert is_report(tmp_path / "简报.txt")
    assert is_report(tmp_path / "A.PDF")
    assert not is_report(tmp_path / "organizations.txt")
    assert not is_report(tmp_path / "organizations.csv")


def test_a_source_has_title_day_and_digest(report: Path) -> None:
    source = read_report(report).source
    assert (source.title, str(source.date)) == ("丹岭市建立“枇杷产业集群党建联盟”", "2024-05-20")
    assert len(source.sha256) == 64
    assert source.id == f"report-{source.sha256[:16]}"


def test_a_day_within_a_sentence_is_not_the_day_of_the_report(write: Write) -> None:
    path = write("枇杷简报\n丹岭市枇杷协会于2019年3月1日成立，现有会员30家，是丹岭市枇杷产业党建联盟的成员。\n")
    assert read_report(path).source.date is None


def test_steering_characters_do_not_get_into_proposals(write: Write) -> None:
    path = write("简报\n丹岭市枇杷协会\x1b[31m加入丹岭市枇杷产业党建联盟。\u202e\n")
    names = [fact.name for proposal in read_report(path).proposals if isinstance(fact := proposal.fact, NodeFact)]
    assert names
    assert "\x1b" not in read_report(path).text.text
