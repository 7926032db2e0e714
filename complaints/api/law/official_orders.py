"""Orders of authorities, for staff: entered about a claim, answered, and told to whom they are
about."""

from __future__ import annotations

from typing import Any

from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.kit import case_lists
from complaints.queries.law import official_orders as order_queries
from complaints.queries.law.official_orders import OfficialOrderView
from complaints.rules.actors import Scope
from complaints.rules.kinds import Side
from complaints.rules.law.official_orders import OfficialEffect, OfficialOrderKind
from complaints.rules.staff.door_bars import saying
from complaints.schemas.common import WhyIn
from complaints.schemas.law.official_orders import (
    AnswerOrderIn,
    OfficialOrderIn,
    OfficialOrderOut,
    OfficialOrdersOut,
    OfficialOrdersQuery,
    ReceiptIn,
)
from complaints.services.law import official_orders

blp = Blueprint("official_orders", __name__, description="Orders of authorities (DSA Art. 9, 10)")
READ, WRITE = (Scope.REVIEW,), (Scope.DECIDE,)
BARS = saying("official_order")


@endpoint(blp, "GET", "/official-orders", scopes=READ, query=OfficialOrdersQuery,
          answer=OfficialOrdersOut)  # fmt: skip
def list_orders(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List orders of authorities, the one that is due first first: those that wait for staff,
    unless `state` says otherwise."""
    return case_lists.page_of_official_orders(call.work, query)


@endpoint(blp, "POST", "/claims/<id:claim_id>/official-orders", scopes=WRITE, body=OfficialOrderIn,
          answer=OfficialOrderOut, status=201, refuses=["taken"],
          bars=saying("claim"))  # fmt: skip
def enter_order(call: Call, body: dict[str, Any], claim_id: int) -> Any:
    """Enter an order of an authority about a claim. It changes nothing by itself."""
    row = official_orders.enter_official_order(
        call.work, claim_id, kind=OfficialOrderKind(body.pop("kind")),
        recipient=Side(body.pop("recipient")), **body,
    )  # fmt: skip
    view = order_queries.get_order(call.work, row.id)
    return view, 201, {"Location": f"/api/v1/official-orders/{row.id}"}


@endpoint(blp, "GET", "/official-orders/<id:official_order_id>", scopes=READ,
          answer=OfficialOrderOut)  # fmt: skip
def read_order(call: Call, official_order_id: int) -> OfficialOrderView:
    """Read one order of an authority."""
    return order_queries.get_order(call.work, official_order_id)


@endpoint(blp, "POST", "/official-orders/<id:official_order_id>/receipt", scopes=WRITE,
          body=ReceiptIn, answer=OfficialOrderOut, refuses=["wrong-state"], bars=BARS)  # fmt: skip
def note_receipt(call: Call, body: dict[str, Any], official_order_id: int) -> OfficialOrderView:
    """Say when the authority was told that its order came."""
    official_orders.note_receipt(call.work, official_order_id, **body)
    return order_queries.get_order(call.work, official_order_id)


@endpoint(blp, "POST", "/official-orders/<id:official_order_id>/answer", scopes=WRITE,
          body=AnswerOrderIn, answer=OfficialOrderOut, refuses=["wrong-state"],
          bars=BARS)  # fmt: skip
def answer_order(call: Call, body: dict[str, Any], official_order_id: int) -> OfficialOrderView:
    """Say what the authority was told: whether effect was given and when, or why not. Whom the
    order is about gets a letter now, unless the authority asked for a later day."""
    official_orders.answer_order(
        call.work, official_order_id, effect=OfficialEffect(body.pop("effect")), **body
    )
    return order_queries.get_order(call.work, official_order_id)


@endpoint(blp, "POST", "/official-orders/<id:official_order_id>/tell", scopes=WRITE,
          answer=OfficialOrderOut, refuses=["wrong-state"], bars=BARS)  # fmt: skip
def tell_recipient(call: Call, official_order_id: int) -> OfficialOrderView:
    """Tell whom the order is about of it, by a letter."""
    official_orders.tell_recipient(call.work, official_order_id)
    return order_queries.get_order(call.work, official_order_id)


@endpoint(blp, "POST", "/official-orders/<id:official_order_id>/void", scopes=WRITE, body=WhyIn,
          answer=OfficialOrderOut, refuses=["wrong-state"], bars=BARS)  # fmt: skip
def void_order(call: Call, body: dict[str, Any], official_order_id: int) -> OfficialOrderView:
    """Void an entry that was wrong, or an order that the authority took back."""
    official_orders.void_order(call.work, official_order_id, **body)
    return order_queries.get_order(call.work, official_order_id)
