"""A filer's start page: what is stopped, before all else; first steps, what waits, its drafts, its
latest complaints."""

from __future__ import annotations

from complaints.kit.pages import Answer, PageCall
from complaints.queries.authority import alarms, flaggers
from complaints.queries.decisions import claims
from complaints.queries.filing import complaints, drafts
from complaints.queries.filing.complaint_filters import Filters
from complaints.rules.filing.listing_urls import marketplace_name
from complaints.web import cases, onboarding

SHOWN = 5


def show_overview(call: PageCall) -> Answer:
    """Return the overview of the account that is signed in."""
    rows = complaints.find_complaints(call.work, Filters(), before=None, limit=SHOWN)
    unanswered = alarms.find_alarms(call.work, waiting=True, after=None, limit=SHOWN)
    mine = cases.open_cases(call)
    stopped = cases.stopping(mine)
    filer_id = call.actor.filer_id
    assert filer_id is not None
    return call.render(
        "web/overview.html",
        alarms=unanswered[:SHOWN],
        cases=[each for each in mine if each != stopped],
        stopped=stopped,
        first_steps=[] if stopped else onboarding.onboarding_steps(call),
        incomplete=_waiting(call, "incomplete"),
        countered=_waiting(call, "countered"),
        drafts=drafts.find_drafts(call.work, after=None, limit=SHOWN)[:SHOWN],
        complaints=rows[:SHOWN],
        market=marketplace_name,
        a=cases.messages(call, filer_id),
        flagger=flaggers.live_of(call.session, filer_id),
    )


def _waiting(call: PageCall, state: str) -> list[claims.ClaimView]:
    filer_id = call.actor.filer_id
    assert filer_id is not None
    return claims.of_filer_waiting(call.work, filer_id, state, SHOWN)
