"""Orders of authorities before staff: those that wait, one with its steps, and one entered from a
claim."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, request
from werkzeug.datastructures import MultiDict

from complaints.base.errors import not_found
from complaints.console import asking
from complaints.console.decisions.deciding import below, fields_of_form
from complaints.kit import case_lists, confirming, forms
from complaints.kit.countries import countries
from complaints.kit.navigation import MenuPlace
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.queries.decisions import claims as claim_queries
from complaints.queries.law import official_orders as order_queries
from complaints.rules.kinds import Side
from complaints.rules.law.official_orders import OfficialEffect, OfficialOrderKind
from complaints.rules.staff.door_bars import OneOf, saying
from complaints.schemas.common import WhyIn
from complaints.schemas.law.official_orders import (
    AnswerOrderIn,
    OfficialOrderIn,
    OfficialOrdersQuery,
    ReceiptIn,
)
from complaints.services.law import official_orders
from complaints.words import message as _
from complaints.words.labels import label

pages = Blueprint("official_order_pages", __name__, url_prefix="/console")
Form = MultiDict[str, str]
_BARS = saying("official_order")


@page(pages, "GET", "/official-orders", who=STAFF,
      menu=MenuPlace("complaints", 29, "official_orders", _("Orders of authorities")))  # fmt: skip
def show_orders(call: PageCall) -> Answer:
    """List orders of authorities: those that wait for staff, unless others are asked for."""
    query = call.query(OfficialOrdersQuery)
    listed = case_lists.page_of_official_orders(call.work, query)
    return call.render(
        "console/law/official_orders/list.html",
        rows=listed["items"],
        next=listed["next"],
        state=query["state"],
    )


@page(pages, "GET", "/official-orders/<id:official_order_id>", who=STAFF)
def show_order(call: PageCall, official_order_id: int) -> Answer:
    """Show an order with the steps that are open."""
    return call.render(
        "console/law/official_orders/show.html",
        view=order_queries.get_order(call.work, official_order_id),
        effects=[(str(each), label("official_effect", each)) for each in OfficialEffect],
    )


@page(
    pages,
    "POST",
    "/official-orders/<id:official_order_id>/<step>",
    who=STAFF,
    again=show_order,
    bars=OneOf(dict.fromkeys(("receipt", "answer", "tell", "void"), _BARS)),
)
@confirming.asks(asking.official_order)
def take_order_step(call: PageCall, official_order_id: int, step: str) -> Answer:
    """Take one step."""
    if step not in ACTS:
        raise not_found(_("page"))
    with below(step):
        ACTS[step](call, official_order_id, fields_of_form(request.form, step))
    return call.redirect(
        "official_order_pages.show_order", official_order_id=official_order_id, message=_("Done.")
    )


@page(pages, "GET", "/claims/<id:claim_id>/official-orders", who=STAFF)
def ask_order(call: PageCall, claim_id: int) -> Answer:
    """Ask for an order that came about a claim."""
    claim_queries.require_visible(call.work, claim_id)
    kinds = [(str(each), label("official_order_kind", each)) for each in OfficialOrderKind]
    return call.render(
        "console/law/official_orders/enter.html",
        claim_id=claim_id,
        kinds=kinds,
        countries=countries(),
    )


@page(pages, "POST", "/claims/<id:claim_id>/official-orders", who=STAFF, again=ask_order,
      bars=saying("claim"))  # fmt: skip
def enter_order(call: PageCall, claim_id: int) -> Answer:
    """Enter an order that came about a claim."""
    form = request.form.copy()
    form.setlist("territory", forms.parts_typed(form.pop("territory", "")))
    sent: dict[str, Any] = call.form(OfficialOrderIn, form=form)
    row = official_orders.enter_official_order(
        call.work, claim_id, kind=OfficialOrderKind(sent.pop("kind")),
        recipient=Side(sent.pop("recipient")), **sent,
    )  # fmt: skip
    message = _("The order is entered. Tell the authority that it came, and answer it here.")
    return call.redirect(
        "official_order_pages.show_order", official_order_id=row.id, message=message
    )


def _note_receipt(call: PageCall, official_order_id: int, form: Form) -> None:
    official_orders.note_receipt(call.work, official_order_id, **call.form(ReceiptIn, form=form))


def _answer(call: PageCall, official_order_id: int, form: Form) -> None:
    sent = call.form(AnswerOrderIn, form=form)
    effect = OfficialEffect(sent.pop("effect"))
    official_orders.answer_order(call.work, official_order_id, effect=effect, **sent)


def _tell(call: PageCall, official_order_id: int, _form: Form) -> None:
    official_orders.tell_recipient(call.work, official_order_id)


def _void(call: PageCall, official_order_id: int, form: Form) -> None:
    official_orders.void_order(call.work, official_order_id, **call.form(WhyIn, form=form))


ACTS: dict[str, Callable[[PageCall, int, Form], None]] = {
    "receipt": _note_receipt,
    "answer": _answer,
    "tell": _tell,
    "void": _void,
}
