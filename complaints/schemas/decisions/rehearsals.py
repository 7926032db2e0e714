"""Letters as a step would write them, before it is taken."""

from __future__ import annotations

from marshmallow import Schema

from complaints.rules.kinds import LetterKind
from complaints.schemas import fields
from complaints.schemas.common import one_of


class RehearsedOut(Schema):
    kind = one_of(LetterKind, required=True)
    to_filer = fields.Boolean(
        required=True, metadata={"description": "to the filer; false: to the seller"}
    )
    name = fields.String(
        required=True, metadata={"description": "of the addressee; – where it is not known"}
    )
    subject = fields.String(required=True)
    body = fields.String(required=True, metadata={"description": "its link is masked"})


class RehearsedListOut(Schema):
    letters = fields.List(
        fields.Nested(RehearsedOut),
        required=True,
        metadata={"description": "empty where the decision writes to nobody"},
    )
