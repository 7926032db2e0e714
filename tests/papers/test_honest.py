"""Honest PDFs, large and odd, are taken: examining them fits into its second of work."""

from __future__ import annotations

import io
import itertools
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typst
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject

from complaints.papers import pdfs
from complaints.papers.meter import Meter
from tests.papers import makers


def scanned(pages: int = 500) -> bytes:
    """Return a scan of 20 MB: a JPEG of noise a page."""
    page = Image.frombytes("L", (200, 200), os.urandom(40_000))
    others = itertools.repeat(page, pages - 1)
    return makers.saved(page, "PDF", save_all=True, append_images=list(others), quality=95)


def typeset(folder: Path, pages: int = 200, **options: Any) -> bytes:
    """Return a tagged PDF with chapters, links and an outline, in compressed objects."""
    chapters = "".join(
        f"= Chapter {number}\n#lorem(300)\n#link('https://example.com')[more]\n#pagebreak()\n"
        for number in range(pages)
    ).replace("'", '"')
    (folder / "a.typ").write_text(f"#set document(title: [Book])\n#outline()\n{chapters}")
    made: bytes = typst.compile(folder / "a.typ", format="pdf", **options)
    return made


def updated() -> bytes:
    """Return a PDF with a change appended after its end."""
    writer = PdfWriter(io.BytesIO(makers.pdf(3)), incremental=True)
    writer.pages[0].rotate(90)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def many_objects(count: int = 8_000) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(300, 400)
    writer.root_object[NameObject("/More")] = ArrayObject(
        writer._add_object(DictionaryObject({NameObject("/A"): NumberObject(number)}))
        for number in range(count)
    )
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def misplaced() -> bytes:
    """Return a PDF whose last line points beside the table, as after a change of line ends."""
    return re.sub(rb"startxref\n\d+", b"startxref\n7", makers.pdf(2))


def followed() -> bytes:
    """Return a PDF with an empty line behind its end, as mail programs add one."""
    return makers.pdf(2) + b"\r\n" * 20


@pytest.mark.parametrize("make", [updated, misplaced, followed, many_objects])
def test_an_odd_pdf_is_taken(make: Callable[[], bytes]) -> None:
    made = make()
    assert pdfs.inspect(io.BytesIO(made), Meter()) == len(PdfReader(io.BytesIO(made)).pages)


def test_a_scan_of_500_pages_is_taken() -> None:
    scan = scanned()
    assert len(scan) > 20_000_000
    assert pdfs.inspect(io.BytesIO(scan), Meter()) == 500


@pytest.mark.parametrize("standard", ["1.7", "ua-1", "a-2b"])
def test_a_typeset_book_is_taken(tmp_path: Path, standard: str) -> None:
    made = typeset(tmp_path, pdf_standards=standard)
    assert pdfs.inspect(io.BytesIO(made), Meter()) >= 200
