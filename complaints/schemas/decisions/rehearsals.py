"""Letters as a step would write them, before it is taken."""

from __future__ import annotations

from complaints.rules.kinds import LetterKind
from complaints.schemas import fields
from complaints.schemas.common import Output, one_of


class RehearsedOut(Output):
    kind = one_of(LetterKind)
    to_filer = fields.Boolean(about="to the filer; false: to the seller")
    name = fields.String(about="of the addressee; – where it is not known")
    subject = fields.String()
    body = fields.String(about="its link is masked")


class RehearsedListOut(Output):
    letters = fields.List(
        fields.Nested(RehearsedOut), about="empty where the decision writes to nobody"
    )
