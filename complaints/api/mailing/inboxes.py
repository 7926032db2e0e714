"""Where letters reach stores and operators. Addresses are sealed: staff open one, with a reason."""

from __future__ import annotations

from typing import Any

from complaints.http.endpoint import STORE, Blueprint, Call, endpoint
from complaints.models import SellerInbox
from complaints.rules.actors import Scope
from complaints.rules.kinds import InboxSource
from complaints.rules.staff.door_bars import CaseBar, saying
from complaints.schemas.mailing.inboxes import InboxIn, InboxOut, InboxQuery, OpenedInboxOut
from complaints.services.mailing import inboxes
from complaints.services.mailing.inboxes import Owner
from complaints.work import begin_work

blp = Blueprint("inboxes", __name__, description="Where letters reach sellers")
STAFF = (Scope.REVIEW,)
SENDERS = (Scope.REVIEW, Scope.DELIVER)
# An id out of range, on a path that has other methods too, is answered as a wrong method.
OUT_OF_RANGE = ["method-not-allowed"]
# Who decided a claim against the seller does not say where its letters go.
OF_STORE = f"{STORE}/inbox"
OPERATOR = "/operators/<id:operator_id>/inbox"


@endpoint(blp, "PUT", OF_STORE, scopes=SENDERS, body=InboxIn, answer=InboxOut,
          bars=saying("store", CaseBar.DECIDED))  # fmt: skip
def set_for_store(call: Call, body: dict[str, Any], store_id: int) -> SellerInbox:
    """State where letters reach a store. A partner that delivers does so for stores of its
    marketplaces, and replaces nothing that the platform's catalogue or staff stated."""
    return _state(call, inboxes.a_store(store_id), body)


@endpoint(blp, "DELETE", OF_STORE, scopes=SENDERS, status=204, bars=saying("store"))  # fmt: skip
def remove_for_store(call: Call, store_id: int) -> None:
    """Remove a store's own inbox. Letters go to its operator's, or are delivered by hand."""
    inboxes.remove(call.work, inboxes.a_store(store_id))


@endpoint(blp, "GET", OF_STORE, scopes=STAFF, query=InboxQuery, answer=OpenedInboxOut,
          refuses=OUT_OF_RANGE,
          bars=saying("store"))  # fmt: skip
def read_for_store(call: Call, query: dict[str, Any], store_id: int) -> Any:
    """Read where letters reach a store: its own inbox, else its operator's. Your reading and its
    reason are kept in the ledger."""
    return _read(call, inboxes.a_store(store_id), query["why"])


@endpoint(blp, "PUT", OPERATOR, scopes=STAFF, body=InboxIn, answer=InboxOut,
          bars=saying("operator", CaseBar.DECIDED))  # fmt: skip
def set_for_operator(call: Call, body: dict[str, Any], operator_id: int) -> SellerInbox:
    """State where letters reach an operator, and those of its stores that have no own inbox."""
    return _state(call, inboxes.an_operator(operator_id), body)


@endpoint(blp, "DELETE", OPERATOR, scopes=STAFF, status=204, bars=saying("operator"))  # fmt: skip
def remove_for_operator(call: Call, operator_id: int) -> None:
    """Remove an operator's inbox."""
    inboxes.remove(call.work, inboxes.an_operator(operator_id))


@endpoint(blp, "GET", OPERATOR, scopes=STAFF, query=InboxQuery, answer=OpenedInboxOut,
          refuses=OUT_OF_RANGE, bars=saying("operator"))  # fmt: skip
def read_for_operator(call: Call, query: dict[str, Any], operator_id: int) -> Any:
    """Read where letters reach an operator. Your reading and its reason are kept in the ledger."""
    return _read(call, inboxes.an_operator(operator_id), query["why"])


def _state(call: Call, owner: Owner, body: dict[str, Any]) -> SellerInbox:
    return inboxes.state(call.work, owner, **body, source=InboxSource.API, vault=call.context.vault)


def _read(call: Call, owner: Owner, why: str) -> Any:
    # A GET runs in a session that writes nothing; that it was read must be written all the same.
    with begin_work(call.context, call.actor, now=call.now) as work:
        opened = inboxes.read_inbox(work, owner, why=why, vault=call.context.vault)
    return opened, 200, {"Cache-Control": "no-store"}
