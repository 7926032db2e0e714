"""Sends the demo's drawn documents as whoever files them does: recognised, kept, stored."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any, Final

from complaints.commands import demo_drawings as drawings
from complaints.context import Context
from complaints.papers.recognition import recognise
from complaints.rules.kinds import DocumentKind
from complaints.services import documents
from complaints.words import say
from complaints.words.labels import label
from complaints.work import Work

OFFICE: Final = "Office of Made-up Marks"
FOOT: Final = "Made up for the demo. It proves nothing, and no office issued it."
HALVES: Final = (
    ("Ours", "The label is woven, with a dotted border."),
    ("Bought from this shop", "The label is printed on, with a plain border."),
)


def certificate(
    context: Context, work: Work, right: Mapping[str, Any], holder: str
) -> dict[str, Any]:
    """Send a right's certificate; return it as a complaint and a right name it."""
    facts = [
        ("Number", str(right.get("number") or "–")),
        ("Holder", holder),
        ("Country", str(right.get("jurisdiction") or "–")),
        (
            "Date of registration",
            str(right.get("registered_on") or right.get("first_published_on")),
        ),
    ]
    drawn = drawings.certificate(
        right["title"], title=f"Certificate: {say(label('right_kind', right['kind']))}",
        office=OFFICE, facts=facts, seal="DEMO", foot=FOOT, watermark="DEMO",
    )  # fmt: skip
    return sent(context, work, drawn, "certificate.pdf", DocumentKind.REGISTRATION)


def evidence(context: Context, work: Work, mark: str, seed: str) -> dict[str, Any]:
    """Send a picture that compares two labels; return it as a complaint names it. The accused
    seller may read it."""
    drawn = drawings.comparison(mark, seed=seed, halves=HALVES)
    return {**sent(context, work, drawn, "two-labels.png", DocumentKind.EVIDENCE), "pass_on": True}


def sent(
    context: Context, work: Work, data: bytes, name: str, kind: DocumentKind
) -> dict[str, Any]:
    """Store bytes as a document that the actor of `work` sent."""
    file, most = io.BytesIO(data), context.config.max_upload
    paper = recognise(file, filename=name, declared=None, most_bytes=most)
    file.seek(0)
    context.archive.put(file, paper.sha256)
    documents.store(work, paper, largest=most)
    return {"kind": str(kind), "sha256": paper.sha256, "filename": name}
