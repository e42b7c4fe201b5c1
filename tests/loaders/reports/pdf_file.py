"""A PDF with Chinese text, written out by hand: what a word processor exports, as small as it can be."""

from __future__ import annotations

from pathlib import Path

PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>"
)
INNER_FONT = (
    b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /DW 1000 "
    b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
)


def write_pdf(path: Path, lines: list[str]) -> Path:
    """A page with some lines; a page without text, as a scan is, when there are none."""
    rows = [f"1 0 0 1 50 {780 - 20 * row} Tm <{line.encode('utf-16-be').hex()}> Tj" for row, line in enumerate(lines)]
    letters = sorted({letter for line in lines for letter in line})
    pairs = "\n".join(f"<{ord(letter):04x}> <{ord(letter):04x}>" for letter in letters)
    space = "begincmap\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange"
    cmap = f"{space}\n{len(letters)} beginbfchar\n{pairs}\nendbfchar\nendcmap"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        PAGE,
        stream("BT /F1 12 Tf " + "\n".join(rows) + " ET"),
        FONT,
        INNER_FONT,
        stream(cmap),
    ]
    content, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    path.write_bytes(content + end % (size, table, size, len(content)))
    return path


def stream(text: str) -> bytes:
    body = text.encode()
    return b"<< /Length %d >>\nstream\n%b\nendstream" % (len(body), body)
