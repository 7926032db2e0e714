"""Draws a picture of a document, so that nothing of the file itself is shown."""

from __future__ import annotations

import io
import subprocess
import tempfile
from pathlib import Path

from complaints.papers import pictures
from complaints.papers.meter import Meter
from complaints.papers.programs import run_program
from complaints.papers.refusals import paper_refusal
from complaints.words import message as _

PDF = "application/pdf"
DRAWING = "complaints.papers.drawing"
# Seconds by the clock, in which somebody waits for the picture, and of work, as the program has it.
MOST_SECONDS, MOST_WORK = 20, 30


def draw_picture(
    data: bytes,
    media_type: str,
    *,
    number: int = 1,
    side: int = pictures.SMALL,
    meter: Meter | None = None,
) -> bytes:
    """Return a PNG of at most `side` pixels a side: the picture, or a page of a PDF. What programs
    of their own work on it is added to `meter`.

    Refuses with: paper-damaged.
    """
    if media_type == PDF:
        data = draw_page(data, number, pixels=side, meter=meter)
    return pictures.draw_preview(io.BytesIO(data), side)


def draw_page(data: bytes, number: int, *, pixels: int, meter: Meter | None = None) -> bytes:
    """Return a page of a PDF as a PNG that is `pixels` wide. Refuses with: paper-damaged."""
    return _worked(data, ("draw", str(number), str(pixels)), "page.png", meter or Meter())


def read_text(data: bytes, pages: int) -> str:
    """Return the text of a PDF's first pages, cut to 50,000. Refuses with: paper-damaged."""
    return _worked(data, ("text", str(pages)), "text.txt", Meter()).decode("utf-8", "replace")


def _worked(data: bytes, task: tuple[str, ...], result: str, meter: Meter) -> bytes:
    """Run a task of the drawing program within its time, and return the file that it writes."""
    with tempfile.TemporaryDirectory(prefix="cleanhands-") as folder:
        (Path(folder) / "paper.pdf").write_bytes(data)
        try:
            run_program(
                DRAWING, [folder, *task], b"", meter, most_work=MOST_WORK, most_seconds=MOST_SECONDS
            )
            return (Path(folder) / result).read_bytes()
        except (subprocess.SubprocessError, OSError):
            raise paper_refusal("paper-damaged", _("This PDF cannot be drawn.")) from None
