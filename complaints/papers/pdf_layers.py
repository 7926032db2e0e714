"""The layers of a PDF (optional content): which of them it hides when it is opened."""

from __future__ import annotations

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from complaints.papers.pdf_values import resolved

# A layer by the number and the generation of its object.
Layer = tuple[int, int]


def hidden_layers(reader: PdfReader) -> set[Layer]:
    """Return the layers that the file hides when it is opened."""
    layers = resolved(reader.root_object.get("/OCProperties"))
    first = resolved(layers.get("/D")) if isinstance(layers, DictionaryObject) else None
    if not isinstance(first, DictionaryObject):
        return set()
    off = _listed(first, "/OFF")
    if resolved(first.get("/BaseState")) == "/OFF":
        off |= _listed(layers, "/OCGs") - _listed(first, "/ON")
    return off


def layer_of(reference: IndirectObject | None) -> Layer | None:
    """Return the layer that a reference leads to."""
    return None if reference is None else (reference.idnum, reference.generation)


def _listed(where: DictionaryObject, name: str) -> set[Layer]:
    listed = resolved(where.get(name))
    listed = listed if isinstance(listed, ArrayObject) else ()
    return {(each.idnum, each.generation) for each in listed if isinstance(each, IndirectObject)}
