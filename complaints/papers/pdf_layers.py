"""The layers of a PDF (optional content): which of them it hides when it is opened."""

from __future__ import annotations

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from complaints.papers.pdf_values import dictionary_in, resolved

# A layer by the number and the generation of its object.
Layer = tuple[int, int]


def hidden_layers(reader: PdfReader) -> set[Layer]:
    """Return the layers that the file hides when it is opened."""
    layers = dictionary_in(reader.root_object, "/OCProperties")
    first = dictionary_in(layers, "/D")
    off = _listed(first, "/OFF")
    if resolved(first.get("/BaseState")) == "/OFF":
        off |= _listed(layers, "/OCGs") - _listed(first, "/ON")
    switched = _switched(first)
    for each in _references(layers, "/OCGs"):
        # What a layer says of its look on a screen: browsers hide it so, whether the settings have
        # layers switched by that or not. It is shown so only where they do.
        state = resolved(
            dictionary_in(dictionary_in(resolved(each), "/Usage"), "/View").get("/ViewState")
        )
        if state == "/OFF":
            off.add((each.idnum, each.generation))
        elif state == "/ON":
            off -= {(each.idnum, each.generation)} & switched
    return off


def is_hidden(layer: IndirectObject | None, hidden: set[Layer]) -> bool:
    """Say whether what stands on this layer, or on this choice of layers, is hidden."""
    if layer is None:
        return False
    choice = resolved(layer)
    layers = _references(choice, "/OCGs") if isinstance(choice, DictionaryObject) else []
    if not layers:
        return (layer.idnum, layer.generation) in hidden
    off = [(each.idnum, each.generation) in hidden for each in layers]
    policy = str(resolved(choice.get("/P")))
    shown = {"/AllOn": not any(off), "/AnyOff": any(off), "/AllOff": all(off)}
    return not shown.get(policy, not all(off))


def _switched(first: DictionaryObject) -> set[Layer]:
    """Return the layers that are switched by what they say of a screen."""
    events = resolved(first.get("/AS"))
    layers: set[Layer] = set()
    for each in events if isinstance(events, ArrayObject) else ():
        event = resolved(each)
        if isinstance(event, DictionaryObject) and resolved(event.get("/Event")) == "/View":
            layers |= _listed(event, "/OCGs")
    return layers


def _listed(where: DictionaryObject, name: str) -> set[Layer]:
    return {(each.idnum, each.generation) for each in _references(where, name)}


def _references(where: DictionaryObject, name: str) -> list[IndirectObject]:
    listed = where.raw_get(name) if name in where else None
    whole = resolved(listed)
    listed = whole if isinstance(whole, ArrayObject) else [listed]
    return [each for each in listed if isinstance(each, IndirectObject)]
