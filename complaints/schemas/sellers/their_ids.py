"""Stores, listings and operators under the ids that their marketplaces gave them."""

from __future__ import annotations

from complaints.schemas import fields
from complaints.schemas.common import Output, row_id


class NamedOut(Output):
    """The pair of `marketplace` and `id` names it: two marketplaces may give the same id."""

    marketplace = fields.String(about="the marketplace's slug")
    id = fields.String(about="the marketplace's own id")
    name = fields.String(allow_none=True)
    our_id = row_id(about="our number of it, as the ledger names it")
