"""Batches: many complaints in one request, each answered as if it came alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from complaints.schemas import fields, validate
from complaints.schemas.common import Body, Output, integer
from complaints.schemas.filing.complaints import ComplaintIn, FiledOut
from complaints.schemas.problems import Problem
from complaints.words import message as _

MOST = 1_000
# Three times what 1,000 complaints with all that the law asks for have.
MOST_MARKS = 200_000


class Unread(fields.List):
    """A list whose items are left as they were sent: each is read by itself, later."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> list[Any]:
        if not isinstance(value, list):
            raise self.make_error("invalid")
        return value


class BatchIn(Body):
    most_marks = MOST_MARKS

    complaints = Unread(
        fields.Nested(ComplaintIn),
        required=True,
        validate=validate.Length(
            1,
            MOST,
            error=_(
                "A batch can have 1 to %(most)s complaints. Send the rest after it.", most=MOST
            ),
        ),
        about="each as `POST /complaints` takes it, and with a `reference`: a batch that is sent "
        "again files each of them once",
    )


class Said(fields.Nested):
    """What was answered before, as it was rendered then."""

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:  # type: ignore[override]
        return value


class BatchedOut(Output):
    """What became of one complaint."""

    status = integer(about="as `POST /complaints` would have answered it")
    repeated = fields.Boolean(about="it was answered before: this is that answer")
    answer = Said(FiledOut, allow_none=True, about="null: see `problem`")
    problem = Said(Problem, allow_none=True, about="problem details (RFC 9457)")


class BatchOut(Output):
    items = fields.List(fields.Nested(BatchedOut), about="in the order of the complaints")
    filed = integer(
        about="how many complaints are stored by this request or were by an earlier one"
    )
    refused = integer(about="how many have a problem")
