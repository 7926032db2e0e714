"""Printed papers: facts in, a PDF out (tagged, PDF/UA), the same bytes for the same facts.

Texts reach the template as data and never as markup, whatever a stranger wrote into a name. The
font is included (fonts/make.sh says how it is made), so that a machine without Chinese
fonts prints Chinese.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
TEMPLATE = HERE / "templates/paper.typ"
FONTS = HERE / "fonts"

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Printed:
    """The contents of one paper; the functions below make its blocks.

    `language` is the code of its texts' language; `number` is at the top of each page, `foot` at
    its end.
    """

    language: str
    service: str
    number: str
    title: str
    foot: str
    blocks: Sequence[Block]


def heading(text: str) -> Block:
    return {"kind": "heading", "text": text}


def text(text: str) -> Block:
    return {"kind": "text", "text": text}


def lines(lines: Sequence[str]) -> Block:
    """A paragraph whose line breaks stay."""
    return {"kind": "lines", "lines": list(lines)}


def facts(rows: Sequence[tuple[str, str]]) -> Block:
    """Names with values; a value that is a web address leads there."""
    return {"kind": "facts", "rows": [list(row) for row in rows]}


def table(head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> Block:
    return {
        "kind": "table",
        "head": list(head),
        "rows": [list(row) for row in rows],
        "widths": list(widths),
    }


def steps(items: Sequence[str]) -> Block:
    return {"kind": "steps", "items": list(items)}


def pdf(printed: Printed, *, made_at: datetime) -> bytes:
    """Return the paper as PDF. `made_at` is the creation date in the file."""
    import typst

    data = {"paper": json.dumps(asdict(printed), ensure_ascii=False)}
    stamp = int(made_at.timestamp())
    try:
        return _compile(data, stamp, ignore_system_fonts=True, pdf_standards="ua-1")
    except typst.TypstError:
        # A character that our font lacks: PDF/UA allows no empty box, plain PDF does. The
        # machine's own fonts may know it.
        return _compile(data, stamp, ignore_system_fonts=False)


def _compile(data: dict[str, str], stamp: int, **options: Any) -> bytes:
    # Loaded where it is used: a service that starts prints nothing.
    import typst

    made: bytes = typst.compile(
        TEMPLATE, root=HERE, font_paths=[FONTS], sys_inputs=data, timestamp=stamp, **options
    )
    return made
