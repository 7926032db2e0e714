"""A platform's own listings, stores and operators, as it feeds them: a thousand rows a call."""

from __future__ import annotations

from itertools import islice
from typing import Any

from marshmallow import Schema, ValidationError

from complaints.base.codes import Code
from complaints.base.errors import FieldError, Refusal
from complaints.http import parsing
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.rules.actors import Scope
from complaints.rules.staff.door_bars import NO_CASE
from complaints.schemas.pointers import errors_in
from complaints.schemas.sellers.feeds import (
    ListingRowIn,
    ListingsIn,
    OperatorRowIn,
    OperatorsIn,
    RowsOut,
    StoreRowIn,
    StoresIn,
)
from complaints.services.registry.rows import chunks
from complaints.services.sellers import feeds
from complaints.services.sellers.feed_rows import Row
from complaints.services.sellers.feeds import Outcome
from complaints.words.forms import FILL_IN
from complaints.work import begin_work

blp = Blueprint("feeds", __name__, description="What a platform says of its own")
PLATFORM = (Scope.ENFORCE,)
# Rows that are stored together: others who write need not wait long for them.
A_TRANSACTION = 100


@endpoint(blp, "PUT", "/listings", scopes=PLATFORM, body=ListingsIn, answer=RowsOut, many=True,
          bars=NO_CASE)  # fmt: skip
def put_listings(call: Call, body: dict[str, Any]) -> dict[str, Any]:
    """Send listings of your marketplaces, each answered by itself. A row is taken where its version
    is later than the one that we have."""
    return _put(call, "listings", ListingRowIn(), body)


@endpoint(blp, "PUT", "/stores", scopes=PLATFORM, body=StoresIn, answer=RowsOut, many=True,
          bars=NO_CASE)  # fmt: skip
def put_stores(call: Call, body: dict[str, Any]) -> dict[str, Any]:
    """Send stores of your marketplaces: who runs them, where, and where letters reach them."""
    return _put(call, "stores", StoreRowIn(), body)


@endpoint(blp, "PUT", "/operators", scopes=PLATFORM, body=OperatorsIn, answer=RowsOut, many=True,
          bars=NO_CASE)  # fmt: skip
def put_operators(call: Call, body: dict[str, Any]) -> dict[str, Any]:
    """Send who runs stores of your marketplaces. Two of one name stay two."""
    return _put(call, "operators", OperatorRowIn(), body)


def _put(call: Call, noun: str, schema: Schema, body: dict[str, Any]) -> dict[str, Any]:
    sent = [_read(schema, each) for each in body["items"]]
    outcomes: list[Outcome] = []
    for part in chunks(sent, A_TRANSACTION):
        with begin_work(call.context, call.actor, now=call.now) as work:
            outcomes += feeds.put(work, noun, part, vault=call.context.vault)
    return {"items": outcomes}


def _read(schema: Schema, sent: Any) -> Any:
    """Return a row, or what its schema has against it."""
    try:
        parsing.require_storable_text(sent)
        facts = schema.load(sent)
    except ValidationError as error:
        return list(islice(errors_in(error.messages), parsing.MAX_ERRORS))
    except Refusal as refusal:
        return list(refusal.fields)
    reference = facts.pop("id").strip()
    if not reference:
        return [FieldError("/id", Code.REQUIRED, FILL_IN)]
    return Row(facts.pop("marketplace"), reference, facts.pop("version"), facts)
