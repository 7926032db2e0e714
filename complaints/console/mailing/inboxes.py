"""Where letters reach a store, on its page: stated, removed, or opened with a reason."""

from __future__ import annotations

from flask import Blueprint, request

from complaints.console import asking_access
from complaints.console.decisions.deciding import below, fields_of_form
from complaints.console.sellers import stores
from complaints.kit import confirming
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.queries.sellers import stores as store_queries
from complaints.rules.kinds import InboxSource
from complaints.rules.staff.door_bars import CaseBar, saying
from complaints.schemas.mailing.inboxes import InboxOwnerIn, InboxQuery, StoreInboxIn
from complaints.services.mailing import inboxes
from complaints.services.mailing.inboxes import Owner
from complaints.words import message as _

pages = Blueprint("inbox_pages", __name__, url_prefix="/console/stores")


@page(
    pages,
    "POST",
    "/<id:store_id>/inbox",
    who=STAFF,
    again=stores.show_store,
    bars=saying("store", CaseBar.DECIDED),
)
def state_inbox(call: PageCall, store_id: int) -> Answer:
    """State where letters reach the store, or whoever runs it."""
    with below("inbox"):
        sent = call.form(StoreInboxIn, form=fields_of_form(request.form, "inbox"))
        owner = _owner(call, store_id, sent.pop("of"))
        inboxes.state(call.work, owner, **sent, source=InboxSource.PAGE, vault=call.context.vault)
    return call.redirect(
        "store_pages.show_store", store_id=store_id, message=_("Letters now go to this address.")
    )


@page(
    pages,
    "POST",
    "/<id:store_id>/inbox/remove",
    who=STAFF,
    again=stores.show_store,
    bars=saying("store"),
)
@confirming.asks(asking_access.inbox)
def remove_inbox(call: PageCall, store_id: int) -> Answer:
    """Remove the inbox by which letters reached the store."""
    of = call.form(InboxOwnerIn, form=fields_of_form(request.form, "removal"))["of"]
    inboxes.remove(call.work, _owner(call, store_id, of))
    return call.redirect(
        "store_pages.show_store", store_id=store_id, message=_("The address is removed.")
    )


@page(
    pages,
    "POST",
    "/<id:store_id>/inbox/read",
    who=STAFF,
    again=stores.show_store,
    bars=saying("store"),
)
def read_inbox(call: PageCall, store_id: int) -> Answer:
    """Show the address; the ledger keeps who read it and why."""
    with below("reading"):
        why = call.form(InboxQuery, form=fields_of_form(request.form, "reading"))["why"]
        owner = inboxes.a_store(store_id)
        opened = inboxes.read_inbox(call.work, owner, why=why, vault=call.context.vault)
    store = store_queries.get_store(call.work, store_id).store
    answer = call.render("console/mailing/inbox.html", store=store, opened=opened)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _owner(call: PageCall, store_id: int, of: str) -> Owner:
    store = store_queries.get_store(call.work, store_id).store
    if of == "operator" and store.operator_id is not None:
        return inboxes.an_operator(store.operator_id)
    return inboxes.a_store(store_id)
