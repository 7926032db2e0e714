"""Trusted flaggers, for administrators: what coordinators made public of accounts that file."""

from __future__ import annotations

from typing import Any

from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.queries.authority import flaggers as flagger_queries
from complaints.queries.authority.flaggers import FlaggerReport, FlaggerView
from complaints.rules.actors import Scope
from complaints.rules.authority.flaggers import FlaggerChange
from complaints.rules.law import transparency
from complaints.rules.staff.door_bars import NO_CASE
from complaints.schemas.authority.flaggers import (
    FlaggerChangeIn,
    FlaggerIn,
    FlaggerOut,
    FlaggerReportOut,
    FlaggerReportQuery,
    FlaggersOut,
)
from complaints.services.authority import flaggers

blp = Blueprint("flaggers", __name__, description="Trusted flaggers of the Digital Services Act")
MAY = (Scope.ADMINISTER,)
SECOND = ("second-person-needed", "one-let-in-the-other")


@endpoint(blp, "GET", "/trusted-flaggers", scopes=MAY, answer=FlaggersOut)
def list_flaggers(call: Call) -> dict[str, object]:
    """List the trusted flaggers, those whose status is over last."""
    return {"items": flagger_queries.find_flaggers(call.work)}


@endpoint(blp, "POST", "/trusted-flaggers", scopes=MAY, body=FlaggerIn, answer=FlaggerOut,
          status=201, refuses=["not-found", "taken", *SECOND], bars=NO_CASE)  # fmt: skip
def enter_flagger(call: Call, body: dict[str, Any]) -> FlaggerView:
    """Enter that a coordinator awarded an account the status (DSA Art. 22). Its complaints go first
    once a second administrator has approved it."""
    row = flaggers.enter(call.work, **body, vault=call.context.vault)
    return flagger_queries.get_flagger(call.work, row.id)


@endpoint(blp, "POST", "/trusted-flaggers/<id:flagger_id>/approve", scopes=MAY, answer=FlaggerOut,
          refuses=[*SECOND, "wrong-state"], bars=NO_CASE)  # fmt: skip
def approve_flagger(call: Call, flagger_id: int) -> FlaggerView:
    """Approve what another administrator entered."""
    flaggers.approve_entry(call.work, flagger_id, vault=call.context.vault)
    return flagger_queries.get_flagger(call.work, flagger_id)


@endpoint(blp, "POST", "/trusted-flaggers/<id:flagger_id>/status", scopes=MAY, body=FlaggerChangeIn,
          answer=FlaggerOut, refuses=[*SECOND, "wrong-state"], bars=NO_CASE)  # fmt: skip
def note_flagger(call: Call, body: dict[str, Any], flagger_id: int) -> FlaggerView:
    """Note what the coordinator did: it suspended the status, restored it or revoked it. Nobody
    else takes it; an entry that was wrong is corrected by another person than entered it."""
    flaggers.note_change(
        call.work, flagger_id, change=FlaggerChange(body["change"]), on=body["on"],
        source=body["source"], vault=call.context.vault,
    )  # fmt: skip
    return flagger_queries.get_flagger(call.work, flagger_id)


@endpoint(blp, "GET", "/trusted-flaggers/<id:flagger_id>/report", scopes=MAY,
          query=FlaggerReportQuery, answer=FlaggerReportOut)  # fmt: skip
def report_flagger(call: Call, query: dict[str, Any], flagger_id: int) -> FlaggerReport:
    """Read what a coordinator would be told of a flagger's complaints of a year (Art. 22(6)):
    counts, and each that was imprecise. Nobody sends it for you."""
    period = transparency.year(query.get("year", call.work.now.year), now=call.work.now)
    return flagger_queries.report(call.work, flagger_id, period)
