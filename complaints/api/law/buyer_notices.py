"""Telling buyers of illegal products, for staff: raised from a claim, told, published."""

from __future__ import annotations

from typing import Any

from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.kit import case_lists
from complaints.queries.law import buyer_notices as notice_queries
from complaints.queries.law.buyer_notices import BuyerNoticeView
from complaints.rules.actors import Scope
from complaints.rules.staff.door_bars import saying
from complaints.schemas.common import WhyIn
from complaints.schemas.law.buyer_notices import (
    BuyerNoticeIn,
    BuyerNoticeOut,
    BuyerNoticesOut,
    BuyerNoticesQuery,
    BuyersToldIn,
)
from complaints.services.law import buyer_notices

blp = Blueprint("buyer_notices", __name__, description="Telling buyers of illegal products")
READ, WRITE = (Scope.REVIEW,), (Scope.DECIDE,)
BARS = saying("buyer_notice")


@endpoint(blp, "GET", "/buyer-notices", scopes=READ, query=BuyerNoticesQuery,
          answer=BuyerNoticesOut)  # fmt: skip
def list_notices(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List what buyers are to be told, the oldest first: what waits for staff, unless `state` says
    otherwise."""
    return case_lists.page_of_buyer_notices(call.work, query)


@endpoint(blp, "POST", "/claims/<id:claim_id>/buyer-notices", scopes=WRITE, body=BuyerNoticeIn,
          answer=BuyerNoticeOut, status=201, refuses=["taken", "wrong-state"],
          bars=saying("claim"))  # fmt: skip
def raise_notice(call: Call, body: dict[str, Any], claim_id: int) -> Any:
    """Raise that buyers of a listing that was taken down are to be told (DSA Art. 32). Who runs the
    marketplace reads the event `claim.buyers_to_tell`."""
    row = buyer_notices.raise_buyer_notice(call.work, claim_id, **body)
    view = notice_queries.get_buyer_notice(call.work, row.id)
    return view, 201, {"Location": f"/api/v1/buyer-notices/{row.id}"}


@endpoint(blp, "GET", "/buyer-notices/<id:buyer_notice_id>", scopes=READ, answer=BuyerNoticeOut)
def read_notice(call: Call, buyer_notice_id: int) -> BuyerNoticeView:
    """Read what buyers are told of one product."""
    return notice_queries.get_buyer_notice(call.work, buyer_notice_id)


@endpoint(blp, "POST", "/buyer-notices/<id:buyer_notice_id>/told", scopes=WRITE, body=BuyersToldIn,
          answer=BuyerNoticeOut, refuses=["wrong-state"], bars=BARS)  # fmt: skip
def report_told(call: Call, body: dict[str, Any], buyer_notice_id: int) -> BuyerNoticeView:
    """Say how many buyers the platform told, and whether it could reach all of them."""
    buyer_notices.report_told(call.work, buyer_notice_id, **body)
    return notice_queries.get_buyer_notice(call.work, buyer_notice_id)


@endpoint(blp, "POST", "/buyer-notices/<id:buyer_notice_id>/publish", scopes=WRITE,
          answer=BuyerNoticeOut, refuses=["wrong-state"], bars=BARS)  # fmt: skip
def publish_notice(call: Call, buyer_notice_id: int) -> BuyerNoticeView:
    """Show it on the page that anybody can read (`/illegal-products`)."""
    buyer_notices.publish_notice(call.work, buyer_notice_id)
    return notice_queries.get_buyer_notice(call.work, buyer_notice_id)


@endpoint(blp, "POST", "/buyer-notices/<id:buyer_notice_id>/void", scopes=WRITE, body=WhyIn,
          answer=BuyerNoticeOut, refuses=["wrong-state"], bars=BARS)  # fmt: skip
def void_notice(call: Call, body: dict[str, Any], buyer_notice_id: int) -> BuyerNoticeView:
    """Void a notice that was wrong or whose decision fell: it leaves the public page."""
    buyer_notices.void_notice(call.work, buyer_notice_id, **body)
    return notice_queries.get_buyer_notice(call.work, buyer_notice_id)
