"""Suspensions of stores: what is under way or in force, one case with its steps, and a proposal."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, url_for

from complaints.base.codes import Code
from complaints.base.errors import invalid
from complaints.console import asking
from complaints.console.cases import steps
from complaints.kit import case_lists, confirming
from complaints.kit.navigation import MenuPlace
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.queries.cases import boycotts, suspension_grounds
from complaints.queries.cases import suspensions as suspension_queries
from complaints.queries.logins import grants, people
from complaints.queries.mailing import letters
from complaints.queries.sellers import stores as store_queries
from complaints.queries.sellers import strikes
from complaints.rules.cases.suspensions import SUSPENSION
from complaints.rules.law.countries import CountryError, read_country
from complaints.rules.machines import barred
from complaints.rules.staff.door_bars import IN_ITS_RECORD, saying
from complaints.schemas import fields, validate
from complaints.schemas.cases.suspensions import SuspensionFields, SuspensionsQuery
from complaints.schemas.common import one_of, text
from complaints.services.cases import suspensions
from complaints.words import message as _
from complaints.words.labels import label

pages = Blueprint("suspension_pages", __name__, url_prefix="/console")
STATES = ("unfinished", "rests_on_less", *SUSPENSION.states, "all")
STATE_TEXTS = {
    "unfinished": _("Under way, in force or under appeal"),
    "rests_on_less": _("Look at it again: a claim that it is based on no longer stands"),
    "all": _("All"),
}
STEPS = steps.acts_by_page(SUSPENSION)


class ProposalForm(SuspensionFields):
    """A proposal as the page sends it: countries in one line, claims by ticks."""

    about = one_of(("store", "operator"), load_default="store")
    territory = text(300, shortest=0, load_default="")
    claim_ids = fields.List(fields.Integer(), load_default=list, validate=validate.Length(0, 200))


@page(
    pages,
    "GET",
    "/suspensions",
    who=STAFF,
    menu=MenuPlace("sellers", 52, "suspensions", _("Suspensions")),
)
def show_suspensions(call: PageCall) -> Answer:
    """List suspensions by state, the newest first."""
    query = call.query(SuspensionsQuery)
    listed = case_lists.page_of_suspensions(call.work, query)
    return call.render(
        "console/cases/suspensions/list.html",
        rows=listed["items"],
        next=listed["next"],
        query=query,
        state_options=[(each, STATE_TEXTS.get(each) or label("state", each)) for each in STATES],
    )


@page(pages, "GET", "/suspensions/<id:suspension_id>", who=STAFF)
def show_suspension(call: PageCall, suspension_id: int) -> Answer:
    """Show one case: what it rests on, what the seller said, and the steps."""
    detail = suspension_queries.suspension_detail(call.work, suspension_id)
    row, filed = detail.row, detail.appeal
    judge = filed.decided_by if filed is not None else None
    persons = [row.proposed_by, row.warned_by, row.imposed_by, row.ended_by, judge]
    return call.render(
        "console/cases/suspensions/show.html",
        detail=detail,
        row=row,
        names=people.names(call.session, persons),
        offered=SUSPENSION.offered(row.state, detail.possible),
        took_part=_took_part(call, suspension_id),
        letters=letters.list_letters(call.work, suspension_id=suspension_id),
        bound=_bound(call),
        record=strikes.strikes_of_stores(call.work, [each.our_id for each in detail.stores]),
        scale=call.work.policy.law.scale,
    )


@page(pages, "GET", "/stores/<id:store_id>/suspension", who=STAFF)
def show_proposal(call: PageCall, store_id: int) -> Answer:
    """Show the form by which a suspension or a closing is proposed."""
    detail = store_queries.get_store(call.work, store_id)
    theirs = suspension_grounds.operator_of_store(call.session, detail.store)
    stores = suspension_grounds.stores_beside(call.session, detail.store)
    return call.render(
        "console/cases/suspensions/propose.html",
        detail=detail,
        stores=len(stores),
        has_operator=theirs is not None,
        claims=suspension_grounds.claims_against(call.session, stores),
        bound=_bound(call),
    )


@page(
    pages,
    "POST",
    "/stores/<id:store_id>/suspension",
    who=STAFF,
    again=show_proposal,
    bars=saying("store"),
)
def propose_suspension(call: PageCall, store_id: int) -> Answer:
    """Propose it."""
    sent = call.form(ProposalForm)
    detail = store_queries.get_store(call.work, store_id)
    of_operator = sent.pop("about") == "operator"
    sent["territory"] = _countries(sent["territory"])
    about: dict[str, Any] = (
        {"operator": suspension_grounds.operator_of_store(call.session, detail.store)}
        if of_operator
        else {"store_id": store_id}
    )
    row = suspensions.propose_measure(call.work, **sent, **about)
    address = url_for("suspension_pages.show_suspension", suspension_id=row.id)
    message = _(
        "The case is proposed. Next, warn the seller: nothing happens before the warning has "
        "arrived."
    )
    return call.lead(address, message=message)


@page(
    pages,
    "POST",
    f"/suspensions/<id:suspension_id>/{steps.route_part_of(STEPS)}",
    who=STAFF,
    again=show_suspension,
    bars=IN_ITS_RECORD,
)
@confirming.asks(asking.ask_suspension)
def take_suspension_step(call: PageCall, suspension_id: int, step: str) -> Answer:
    """Take a step."""
    steps.submit_step(call, suspensions.VERBS, STEPS[step], suspension_id)
    address = url_for("suspension_pages.show_suspension", suspension_id=suspension_id)
    return call.lead(address, message=STEPS[step].done)


def _countries(written: str) -> list[str]:
    try:
        return [read_country(each) for each in written.replace(",", " ").split()]
    except CountryError as error:
        raise invalid(
            "/territory",
            Code.WRONG_FORMAT,
            _("Enter country codes of two letters, for example DE FR."),
            format="country",
        ) from error


def _bound(call: PageCall) -> frozenset[int]:
    """Return the filers under a boycott: whoever weighs their claims is to see it."""
    return frozenset(boycotts.bound_filers(call.session.connection(), call.now))


def _took_part(call: PageCall, suspension_id: int) -> bool:
    """Say whether the reader may not take the next step because of an earlier part."""
    row = suspension_queries.suspension_detail(call.work, suspension_id).row
    event = "uphold" if row.state in ("under_appeal", "contested") else "impose"
    parts = suspension_queries.suspension_parts(call.session, row)
    earlier = barred(SUSPENSION, row.state, event, parts)
    return call.actor.person_id in grants.ties(call.session).with_tied(earlier)
