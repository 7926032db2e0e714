"""Joinings: which accounts are counted to one party, who proposed and decided it, what it binds.

The state table says which steps are offered; the page says before a step whom it would bind.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, url_for

from complaints.console import asking
from complaints.console.cases import steps
from complaints.console.cases.flags import VERDICT_TEXTS
from complaints.kit import case_lists, confirming
from complaints.kit.navigation import MenuPlace
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.models import Filer, Joining
from complaints.queries.cases import joinings as joining_queries
from complaints.queries.cases import judgements, parties
from complaints.queries.cases.joinings import JoiningDetail
from complaints.queries.logins import filers as filer_queries
from complaints.queries.logins import grants, people
from complaints.queries.mailing import letters
from complaints.rules.cases.boycotts import SUPERVISOR
from complaints.rules.cases.joinings import JOINING
from complaints.rules.machines import barred
from complaints.rules.staff.door_bars import IN_ITS_RECORD
from complaints.schemas.cases.joinings import JoiningsQuery
from complaints.schemas.common import one_of
from complaints.services.cases import joinings
from complaints.words import message as _
from complaints.words.labels import label

pages = Blueprint("joining_pages", __name__, url_prefix="/console/joinings")
STATES = ("unfinished", *JOINING.states, "all")
STATE_TEXTS = {"unfinished": _("Proposed or counted together"), "all": _("All")}
STEPS = steps.acts_by_page(JOINING)


class ListQuery(JoiningsQuery):
    state = one_of(STATES, load_default="unfinished")


@page(pages, "GET", "", who=STAFF, menu=MenuPlace("filers", 35, "joinings", _("Parties")))
def show_joinings(call: PageCall) -> Answer:
    """List joinings by state, the newest first."""
    query = call.query(ListQuery)
    listed = case_lists.page_of_joinings(call.work, query)
    return call.render(
        "console/cases/joinings/list.html",
        rows=listed["items"],
        next=listed["next"],
        query=query,
        state_options=[(each, STATE_TEXTS.get(each) or label("state", each)) for each in STATES],
    )


@page(pages, "GET", "/<id:joining_id>", who=STAFF)
def show_joining(call: PageCall, joining_id: int) -> Answer:
    """Show one joining: both accounts, what they share, whom it binds, and the steps."""
    detail = joining_queries.joining_detail(call.work, joining_id)
    row = detail.row
    judged = judgements.of_pair(call.session, row.filer_id, row.other_id)
    judges = [each.decided_by for each in detail.appeals]
    persons = [row.proposed_by, row.joined_by, row.ended_by, *judges]
    return call.render(
        "console/cases/joinings/show.html",
        detail=detail,
        row=row,
        sides=[_side(call, each) for each in (row.filer_id, row.other_id)],
        newly=joining_queries.newly_binding(call.work, row) if row.state == "proposed" else [],
        appellants={
            each.filer_id: call.session.get_one(Filer, each.filer_id).name if each.filer_id else "–"
            for each in detail.appeals
        },
        judged=judged,
        verdict_texts=VERDICT_TEXTS,
        names=people.names(call.session, [*persons, *(each.person_id for each in judged)]),
        offered=JOINING.offered(row.state, detail.possible),
        took_part=_took_part(call, row),
        lacks_judge=_lacks_judge(call, detail),
        letters=letters.list_letters(call.work, joining_id=joining_id),
    )


@page(
    pages,
    "POST",
    f"/<id:joining_id>/{steps.route_part_of(STEPS)}",
    who=STAFF,
    again=show_joining,
    bars=IN_ITS_RECORD,
)
@confirming.asks(asking.ask_joining)
def take_joining_step(call: PageCall, joining_id: int, step: str) -> Answer:
    """Take a step."""
    steps.submit_step(call, joinings.VERBS, STEPS[step], joining_id)
    address = url_for("joining_pages.show_joining", joining_id=joining_id)
    return call.lead(address, message=STEPS[step].done)


def _side(call: PageCall, filer_id: int) -> dict[str, Any]:
    """Return an account with the other accounts of its party."""
    others = [each for each in parties.accounts(call.session, filer_id) if each != filer_id]
    return {
        "filer": filer_queries.get_filer(call.work, filer_id),
        "others": [filer_queries.get_filer(call.work, each) for each in others[:20]],
        "more": max(0, len(others) - 20),
    }


def _took_part(call: PageCall, row: Joining) -> bool:
    """Say whether the reader may not take the next step because of an earlier part."""
    event = "uphold" if row.state == "under_appeal" else "join"
    earlier = barred(JOINING, row.state, event, joining_queries.joining_parts(call.session, row))
    return call.actor.person_id in grants.ties(call.session).with_tied(earlier)


def _lacks_judge(call: PageCall, detail: JoiningDetail) -> bool:
    """Say whether the reader could join the accounts, but for nobody who could judge the appeal."""
    able = call.actor.role in SUPERVISOR and "drop" in detail.possible
    return able and "join" not in detail.possible and not _took_part(call, detail.row)
