"""Sends the demo's drawn documents as whoever files them does: recognised, kept, stored."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from complaints.commands.demo import drawings
from complaints.papers.recognition import recognise_file
from complaints.queries.filing.documents import DocumentView
from complaints.rules.kinds import DocumentKind
from complaints.rules.sellers.listings_seen import PageSeen
from complaints.services.filing import documents
from complaints.storage.context import Context
from complaints.words import say
from complaints.words.labels import label
from complaints.work import UnitOfWork

OFFICE: Final = "Office of Made-up Marks"
FOOT: Final = "Made up for the demo. It proves nothing, and no office issued it."
HALVES: Final = (
    ("Ours", "The label is woven, with a dotted border."),
    ("Bought from this shop", "The label is printed on, with a plain border."),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a listing's page shows."""

    mark: str
    title: str
    store: str
    price: str
    lines: Sequence[str]


def certificate(
    context: Context, work: UnitOfWork, right: Mapping[str, Any], holder: str
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
    return send_document(context, work, drawn, "certificate.pdf", DocumentKind.REGISTRATION)


def evidence(context: Context, work: UnitOfWork, mark: str, seed: str) -> dict[str, Any]:
    """Send a picture that compares two labels; return it as a complaint names it. The accused
    seller may read it."""
    drawn = drawings.comparison(mark, seed=seed, halves=HALVES)
    return {
        **send_document(context, work, drawn, "two-labels.png", DocumentKind.EVIDENCE),
        "pass_on": True,
    }


def draw_page(context: Context, work: UnitOfWork, shown: Shown, seed: str) -> PageSeen:
    """Send pictures of a listing's page and of its goods; return them as a complaint's target says
    what its page showed."""
    drawn = {
        "page.png": drawings.listing(
            shown.mark, seed=seed, title=shown.title, store=shown.store, price=shown.price,
            marketplace="A made-up marketplace", lines=shown.lines,
        ),
        "goods.png": drawings.product(shown.mark, seed=seed),
    }  # fmt: skip
    stored = [_stored(context, work, data, name) for name, data in drawn.items()]
    text = "\n".join((shown.title, shown.store, shown.price, *shown.lines))
    return PageSeen(work.now, text, [view.upload.id for view in stored])


def send_document(
    context: Context, work: UnitOfWork, data: bytes, name: str, kind: DocumentKind
) -> dict[str, Any]:
    """Store bytes as a document of the actor of `work`; return it as a complaint names it."""
    view = _stored(context, work, data, name)
    return {"kind": str(kind), "sha256": view.sha256, "filename": name}


def _stored(context: Context, work: UnitOfWork, data: bytes, name: str) -> DocumentView:
    most = context.config.max_upload
    paper = recognise_file(io.BytesIO(data), filename=name, declared=None, most_bytes=most)
    context.archive.put(paper.content, paper.sha256)
    return documents.store_document(work, paper, largest=most)
