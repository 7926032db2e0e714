"""Problem details (RFC 9457), as OpenAPI shows them."""

from __future__ import annotations

from marshmallow import INCLUDE

from complaints.schemas import fields
from complaints.schemas.common import Output, integer


class ProblemField(Output):
    pointer = fields.String(about="JSON pointer (RFC 6901)")
    detail = fields.String()


class Problem(Output):
    """Extension members may follow (RFC 9457, section 3.2): an id, possible steps, an end date."""

    class Meta:
        unknown = INCLUDE

    sometimes = ("errors",)

    type = fields.String(about="a page that explains it", metadata={"format": "uri"})
    title = fields.String()
    status = integer(400, 599)
    detail = fields.String(about="what to do, for a person")
    errors = fields.List(fields.Nested(ProblemField))
