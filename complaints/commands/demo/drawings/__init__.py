"""Draws the demo's pictures: goods, listings' pages, comparisons, certificates of rights.

The same facts and seed give the same bytes. Each says on its face that it is made up; nobody's
mark, shop or office is in them.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typst

from complaints.papers import printing

TEMPLATE = Path(__file__).with_name("drawing.typ")


def product(mark: str, *, seed: str, language: str = "en") -> bytes:
    """Return a PNG of goods that carry a mark."""
    return _png({"kind": "product", "mark": mark}, seed, language)


def listing(
    mark: str, *, seed: str, title: str, store: str, price: str, marketplace: str,
    lines: Sequence[str], language: str = "en",
) -> bytes:  # fmt: skip
    """Return a PNG of a listing's page, with its words in `lines`."""
    facts = {"kind": "listing", "mark": mark, "title": title, "store": store, "price": price,
             "marketplace": marketplace, "lines": list(lines)}  # fmt: skip
    return _png(facts, seed, language)


def comparison(
    mark: str, *, seed: str, halves: Sequence[tuple[str, str]], language: str = "en"
) -> bytes:
    """Return a PNG of two labels side by side, each with a title and what is seen of it."""
    named = [{"title": title, "says": says} for title, says in halves]
    return _png({"kind": "comparison", "mark": mark, "halves": named}, seed, language)


def certificate(
    mark: str, *, title: str, office: str, facts: Sequence[tuple[str, str]], seal: str, foot: str,
    watermark: str, language: str = "en",
) -> bytes:  # fmt: skip
    """Return a PDF of a right's certificate, of an office that there is not."""
    asked = {"kind": "certificate", "mark": mark, "title": title, "office": office,
             "facts": [list(fact) for fact in facts], "seal": seal, "foot": foot,
             "watermark": watermark}  # fmt: skip
    return _drawn(asked, mark, language, format="pdf", timestamp=0)


def _png(facts: dict[str, Any], seed: str, language: str) -> bytes:
    return _drawn(facts, seed, language, format="png", ppi=144.0)


def _drawn(facts: dict[str, Any], seed: str, language: str, **options: Any) -> bytes:
    number = zlib.crc32(seed.encode())
    asked = {**facts, "hue": number % 360, "shape": number // 360, "language": language}
    drawn: bytes = typst.compile(
        TEMPLATE, font_paths=[printing.FONTS], ignore_system_fonts=True,
        sys_inputs={"drawing": json.dumps(asked, ensure_ascii=False)}, **options,
    )  # fmt: skip
    return drawn
