"""A picture of a document to look at: drawn anew, so that nothing of the file itself is shown."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import typst

from complaints.papers import pictures
from complaints.papers.refusals import refuse

PDF = "application/pdf"
_PAGE = """#set page(width: {width}pt, height: auto, margin: 0pt)
#image("paper.pdf", page: 1, width: 100%)"""
_WIDTH = 600


def draw(data: bytes, media_type: str) -> bytes:
    """Return a PNG of at most 1200 pixels a side: the picture, or a PDF's first page.

    Refuses with: paper-damaged.
    """
    if media_type == PDF:
        data = first_page(data, pixels=2 * _WIDTH)
    return pictures.preview(io.BytesIO(data))


def first_page(data: bytes, *, pixels: int) -> bytes:
    """Return a PDF's first page as a PNG that is `pixels` wide. Refuses with: paper-damaged."""
    with tempfile.TemporaryDirectory(prefix="cleanhands-") as folder:
        (Path(folder) / "paper.pdf").write_bytes(data)
        template = Path(folder) / "page.typ"
        template.write_text(_PAGE.format(width=_WIDTH), encoding="utf-8")
        ppi = 72 * pixels / _WIDTH
        try:
            return typst.compile(template, root=Path(folder), format="png", ppi=ppi)
        except RuntimeError:
            raise refuse("paper-damaged", "This PDF cannot be drawn.") from None
