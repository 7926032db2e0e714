"""Draws a picture of a document, so that nothing of the file itself is shown."""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from pathlib import Path

from complaints.papers import pictures
from complaints.papers.refusals import paper_refusal
from complaints.words import message as _

PDF = "application/pdf"
DRAWING = Path(__file__).with_name("drawing.py")
# Seconds: somebody waits for the picture.
MOST_SECONDS = 20
_PAGE = """#set page(width: {width}pt, height: {height}pt, margin: 0pt)
#image("paper.pdf", page: {number}, width: 100%, height: 100%, fit: "contain")"""
_WIDTH = 600
# A page is drawn at most this many times as high as wide, or as wide as high.
_LONGEST = 4.0


def draw_picture(
    data: bytes, media_type: str, *, number: int = 1, side: int = pictures.SMALL
) -> bytes:
    """Return a PNG of at most `side` pixels a side: the picture, or a page of a PDF.

    Refuses with: paper-damaged.
    """
    if media_type == PDF:
        data = draw_page(data, number, pixels=side)
    return pictures.draw_preview(io.BytesIO(data), side)


def draw_page(data: bytes, number: int, *, pixels: int) -> bytes:
    """Return a page of a PDF as a PNG that is `pixels` wide. Refuses with: paper-damaged."""
    height = round(_WIDTH * _shape(data, number), 1)
    template = _PAGE.format(width=_WIDTH, height=height, number=number)
    return _worked(data, ("draw", str(72 * pixels / _WIDTH)), "page.png", template)


def read_text(data: bytes, pages: int) -> str:
    """Return the text of a PDF's first pages, cut to 50,000. Refuses with: paper-damaged."""
    return _worked(data, ("text", str(pages)), "text.txt").decode("utf-8", "replace")


def _worked(data: bytes, task: tuple[str, str], result: str, template: str = "") -> bytes:
    """Run a task of the drawing program within its time, and return the file that it writes."""
    with tempfile.TemporaryDirectory(prefix="cleanhands-") as folder:
        place = Path(folder)
        (place / "paper.pdf").write_bytes(data)
        (place / "page.typ").write_text(template, encoding="utf-8")
        command = [sys.executable, "-I", str(DRAWING), folder, *task]
        try:
            # The command is ours; only the file is a stranger's.
            subprocess.run(  # noqa: S603
                command, check=True, capture_output=True, timeout=MOST_SECONDS
            )
            return (place / result).read_bytes()
        except (subprocess.SubprocessError, OSError):
            raise paper_refusal("paper-damaged", _("This PDF cannot be drawn.")) from None


def _shape(data: bytes, number: int) -> float:
    """Return how many times as high as wide a page is, within bounds."""
    # Takes a tenth of a second to load, and a service that starts draws nothing.
    from pypdf import PdfReader

    from complaints.papers.examining import BROKEN

    try:
        pdf_page = PdfReader(io.BytesIO(data), strict=False).pages[number - 1]
        wide, high = abs(float(pdf_page.cropbox.width)), abs(float(pdf_page.cropbox.height))
        turned = pdf_page.rotation % 180 != 0
        shape = wide / high if turned else high / wide
    except (*BROKEN, ZeroDivisionError):
        raise paper_refusal("paper-damaged", _("This PDF cannot be drawn.")) from None
    return min(max(shape, 1 / _LONGEST), _LONGEST)
