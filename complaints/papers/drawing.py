"""Draws a page of a PDF, or takes its text: a program of its own, so that it can be ended.

A stranger's file may ask for hours of work or for all the memory there is. `previews.py` runs this
with a time limit; it sets its own limits first, and imports nothing of ours.

    python drawing.py FOLDER draw PPI     page.typ and paper.pdf there become page.png
    python drawing.py FOLDER text PAGES   the text of the first pages becomes text.txt
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

MOST_MEMORY, MOST_SECONDS = 3 << 30, 30
MOST_TEXT = 50_000


def main(folder: Path, what: str, number: float) -> None:
    """Do one of the two."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    if what == "draw":
        _draw(folder, number)
    else:
        _write_text(folder, int(number))


def _draw(folder: Path, ppi: float) -> None:
    import typst

    png = typst.compile(folder / "page.typ", root=folder, format="png", ppi=ppi)
    (folder / "page.png").write_bytes(png)


def _write_text(folder: Path, pages: int) -> None:
    from pypdf import PdfReader

    reader = PdfReader(folder / "paper.pdf", strict=False)
    if reader.is_encrypted:
        reader.decrypt("")
    parts: list[str] = []
    for page in reader.pages[:pages]:
        parts.append(page.extract_text())
        if sum(map(len, parts)) > MOST_TEXT:
            break
    text = " ".join(parts)[:MOST_TEXT].encode("utf-8", "replace")
    (folder / "text.txt").write_bytes(text)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]))
