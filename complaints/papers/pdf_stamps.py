"""What stands on a page of a PDF beside its drawing, as it looks: fields, signatures, remarks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from complaints.papers.pdf_fields import field_look
from complaints.papers.pdf_values import resolved

# Not seen: hidden, or not on a screen. A pop-up opens by a click.
_HIDDEN, _NOT_ON_SCREEN = 1 << 1, 1 << 5
_POPUP = "/Popup"
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Stamp:
    """The look of an annotation: the form that draws it, of the file or written by us, into which
    box, on which layer."""

    form: IndirectObject | bytes
    box: Box
    layer: IndirectObject | None


def stamps_of(page: DictionaryObject) -> Iterator[Stamp]:
    """Yield what is seen on a page beside its drawing, in the order in which it is drawn."""
    listed = resolved(page.get("/Annots"))
    for each in listed if isinstance(listed, ArrayObject) else ():
        annotation = resolved(each)
        if isinstance(annotation, DictionaryObject):
            stamp = _stamp(annotation)
            if stamp is not None:
                yield stamp


def placed(stamp: Stamp, name: bytes) -> bytes:
    """Return the operators that draw a stamp into its box (ISO 32000-2, 12.5.5)."""
    if isinstance(stamp.form, bytes):
        return f"q 1 0 0 1 {stamp.box[0]:.6f} {stamp.box[1]:.6f} cm ".encode() + name + b" Do Q\n"
    form: Any = stamp.form.get_object()
    matrix = _numbers(form.get("/Matrix"), 6) or (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    left, low, right, high = _numbers(form.get("/BBox"), 4) or (0.0, 0.0, 1.0, 1.0)
    a, b, c, d, e, f = matrix
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (low, high)]
    x_low, y_low = (min(corner[n] for corner in corners) for n in (0, 1))
    wide = max(corner[0] for corner in corners) - x_low
    tall = max(corner[1] for corner in corners) - y_low
    if not wide or not tall:
        return b""
    across = (stamp.box[2] - stamp.box[0]) / wide
    up = (stamp.box[3] - stamp.box[1]) / tall
    right_by, up_by = stamp.box[0] - across * x_low, stamp.box[1] - up * y_low
    moved = " ".join(f"{n:.6f}" for n in (across, 0.0, 0.0, up, right_by, up_by))
    return b"q %s cm %s Do Q\n" % (moved.encode(), name)


def _stamp(annotation: DictionaryObject) -> Stamp | None:
    flags = resolved(annotation.get("/F"))
    flags = int(flags) if isinstance(flags, int | float) else 0
    box = _numbers(annotation.get("/Rect"), 4)
    if flags & (_HIDDEN | _NOT_ON_SCREEN) or resolved(annotation.get("/Subtype")) == _POPUP:
        return None
    if box is None:
        return None
    upright = (min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3]))
    form = _look(annotation) or field_look(
        annotation, upright[2] - upright[0], upright[3] - upright[1]
    )
    if form is None:
        return None
    layer = annotation.raw_get("/OC") if "/OC" in annotation else None
    return Stamp(form, upright, layer if isinstance(layer, IndirectObject) else None)


def _look(annotation: DictionaryObject) -> IndirectObject | None:
    """Return the form that draws an annotation in its state, where there is one."""
    looks = resolved(annotation.get("/AP"))
    if not isinstance(looks, DictionaryObject) or "/N" not in looks:
        return None
    form = looks.raw_get("/N")
    whole = resolved(form)
    if isinstance(whole, DictionaryObject) and not isinstance(whole, StreamObject):
        state = resolved(annotation.get("/AS"))
        form = whole.raw_get(state) if state in whole else None
    is_form = isinstance(form, IndirectObject) and isinstance(form.get_object(), StreamObject)
    return form if is_form else None


def _numbers(value: Any, count: int) -> tuple[float, ...] | None:
    value = resolved(value)
    if not isinstance(value, ArrayObject) or len(value) != count:
        return None
    return tuple(float(resolved(each)) for each in value)
