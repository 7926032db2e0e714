"""Papers that are attached to something, named by the SHA-256 of their bytes."""

from __future__ import annotations

from complaints.rules.kinds import DocumentKind
from complaints.schemas import fields, validate
from complaints.schemas.common import Body, one_of, row_id, text
from complaints.words import message as _

SHA256 = validate.Regexp(r"^[0-9a-f]{64}$", error=_("A SHA-256 in 64 small hexadecimal digits."))


class PaperIn(Body):
    kind = one_of(DocumentKind, required=True)
    sha256 = fields.String(required=True, validate=SHA256)
    filename = text(255)


class ComplaintPaperIn(PaperIn):
    pass_on = fields.Boolean(
        truthy={True},
        falsy={False},
        about="the accused sellers may read it; left out: staff alone do",
    )
    targets = fields.List(
        fields.Address(validate=validate.Length(1, 2000)),
        validate=validate.Length(max=300),
        about="the addresses, as in `targets`, that it is evidence for; left out or "
        "empty: all. Only the sellers of these may read it",
    )


def uploads() -> fields.List:
    """Return the field that names documents which the sender has uploaded."""
    return fields.List(
        row_id(),
        load_default=list,
        validate=validate.Length(max=50),
        about="ids of documents that you sent (`POST /documents`)",
    )


def pass_on() -> fields.Boolean:
    """Return the field that says whether the other side may read the documents."""
    return fields.Boolean(
        truthy={True},
        falsy={False},
        load_default=False,
        about="the filer may read the documents; left out: staff alone do",
    )
