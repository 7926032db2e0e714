"""Draws a page of a PDF, or takes its text: a program of its own, so that it can be ended.

A stranger's file may ask for hours of work or for all the memory there is. `previews.py` runs this
with a time limit; it sets its own limits first, and says at its end how many seconds of work it
took. A page is drawn from the copy that others are shown, so that picture and copy say the same.

    python -m complaints.papers.drawing FOLDER draw NUMBER PIXELS
        the page of this number of paper.pdf there becomes page.png, so many pixels wide
    python -m complaints.papers.drawing FOLDER text PAGES
        the text of the first pages becomes text.txt
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

from pypdf import PageObject

from complaints.papers import rewriting

MOST_MEMORY, MOST_SECONDS = 3 << 30, 30
MOST_TEXT = 50_000
_PAGE = """#set page(width: {width}pt, height: {height}pt, margin: 0pt)
#image("page.pdf", page: 1, width: 100%, height: 100%, fit: "contain")"""
_WIDTH = 600
# A page is drawn at most this many times as high as wide, or as wide as high.
_LONGEST = 4.0


def main(folder: Path, what: str, *numbers: int) -> None:
    """Do one of the two."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    (_draw if what == "draw" else _write_text)(folder, *numbers)
    sys.stderr.write(f"\n{time.process_time():.3f}\n")


def _draw(folder: Path, number: int, pixels: int) -> None:
    import typst

    reader = rewriting.opened((folder / "paper.pdf").read_bytes())
    copy = b"".join(rewriting.write_copy(reader, [number - 1]))
    (folder / "page.pdf").write_bytes(copy)
    height = round(_WIDTH * _shape(reader.pages[number - 1]), 1)
    (folder / "page.typ").write_text(_PAGE.format(width=_WIDTH, height=height), encoding="utf-8")
    ppi = 72 * pixels / _WIDTH
    png = typst.compile(folder / "page.typ", root=folder, format="png", ppi=ppi)
    (folder / "page.png").write_bytes(png)


def _shape(page: PageObject) -> float:
    """Return how many times as high as wide a page is, within bounds."""
    wide, high = abs(float(page.cropbox.width)), abs(float(page.cropbox.height))
    shape = wide / high if page.rotation % 180 != 0 else high / wide
    return min(max(shape, 1 / _LONGEST), _LONGEST)


def _write_text(folder: Path, pages: int) -> None:
    reader = rewriting.opened((folder / "paper.pdf").read_bytes())
    parts: list[str] = []
    for page in reader.pages[:pages]:
        parts.append(page.extract_text())
        if sum(map(len, parts)) > MOST_TEXT:
            break
    text = " ".join(parts)[:MOST_TEXT].encode("utf-8", "replace")
    (folder / "text.txt").write_bytes(text)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], *map(int, sys.argv[3:]))
