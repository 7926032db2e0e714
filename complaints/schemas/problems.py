"""Problem details (RFC 9457), as OpenAPI shows them."""

from __future__ import annotations

from marshmallow import INCLUDE, Schema

from complaints.schemas import fields
from complaints.schemas.common import integer


class ProblemField(Schema):
    pointer = fields.String(required=True, metadata={"description": "JSON pointer (RFC 6901)"})
    detail = fields.String(required=True)


class Problem(Schema):
    """Extension members may follow (RFC 9457, section 3.2): an id, possible steps, an end date."""

    class Meta:
        unknown = INCLUDE

    type = fields.String(
        required=True, metadata={"format": "uri", "description": "a page that explains it"}
    )
    title = fields.String(required=True)
    status = integer(400, 599, required=True)
    detail = fields.String(required=True, metadata={"description": "what to do, for a person"})
    errors = fields.List(fields.Nested(ProblemField))
