"""Suits and the like about claims: told by a side, looked at and carried out by staff."""

from __future__ import annotations

from typing import Any

from complaints.http import paging
from complaints.http.cursors import after_id
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.queries.decisions import claims as claim_queries
from complaints.queries.law import proceedings as proceeding_queries
from complaints.queries.law.proceedings import ProceedingView
from complaints.rules.actors import Scope
from complaints.rules.kinds import DocumentUse, Side
from complaints.rules.law.proceedings import Forum, Result
from complaints.rules.staff.door_bars import CaseBar, deciding, moving, saying
from complaints.schemas.law.proceedings import (
    CarryOutIn,
    DeclineIn,
    EndIn,
    PaperOfSuitIn,
    ProceedingIn,
    ProceedingOut,
    ProceedingsOfClaimOut,
    ProceedingsOut,
    ProceedingsQuery,
)
from complaints.services.filing import documents
from complaints.services.law import proceedings

blp = Blueprint(
    "proceedings", __name__, description="Suits, complaints to authorities, disputes out of court"
)
EITHER_SIDE = (Scope.FILE, Scope.FILE_ON_BEHALF, Scope.SPEAK_FOR_SELLERS, Scope.DECIDE)
CLOSING = ("second-person-needed", "one-let-in-the-other", "law-forbids", "decision-pending")


@endpoint(blp, "POST", "/claims/<id:claim_id>/proceedings", scopes=EITHER_SIDE, body=ProceedingIn,
          answer=ProceedingOut, status=201, bars=saying("claim", CaseBar.ONE_SIDE),
          notices=True)  # fmt: skip
def note_proceeding(call: Call, body: dict[str, Any], claim_id: int) -> Any:
    """Tell us that a claim is before a court, the Copyright Claims Board, an authority or a dispute
    body. It counts on arrival; send the paper too, now or later."""
    side, papers = Side(body.pop("side")), body.pop("documents")
    claim_ids = [claim_id, *body.pop("claim_ids")]
    row = proceedings.note_proceeding(
        call.work, claim_ids, side=side, forum=Forum(body.pop("forum")),
        said=body.pop("note", None), **body,
    )  # fmt: skip
    _put(call, papers, claim_ids, side)
    view = proceeding_queries.get_proceeding(call.work, row.id)
    return view, 201, {"Location": f"/api/v1/proceedings/{row.id}"}


# An id out of range, on a path that has another method too, is answered as a wrong method.
@endpoint(blp, "GET", "/claims/<id:claim_id>/proceedings", scopes=[Scope.READ],
          answer=ProceedingsOfClaimOut, refuses=["method-not-allowed"], notices=True)  # fmt: skip
def list_of_claim(call: Call, claim_id: int) -> dict[str, object]:
    """List the proceedings about one claim, the oldest notice first."""
    work = claim_queries.on_side_of(call.work, claim_id)
    claim_queries.require_visible(work, claim_id)
    return {"items": proceeding_queries.proceedings_of_claims(call.work, [claim_id])}


@endpoint(blp, "GET", "/proceedings", scopes=[Scope.READ], query=ProceedingsQuery,
          answer=ProceedingsOut, notices=True)  # fmt: skip
def list_proceedings(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List proceedings, the oldest notice first; with `waiting`, those that wait for staff."""
    rows = proceeding_queries.find_proceedings(
        call.work,
        only_waiting=query["waiting"],
        after=after_id(query.get("cursor")),
        limit=query["limit"],
    )
    return paging.page(rows, query["limit"], lambda view: (view.row.id,))


@endpoint(blp, "GET", "/proceedings/<id:proceeding_id>", scopes=[Scope.READ], answer=ProceedingOut,
          notices=True)  # fmt: skip
def read_proceeding(call: Call, proceeding_id: int) -> ProceedingView:
    """Read one proceeding."""
    return proceeding_queries.get_proceeding(call.work, proceeding_id)


@endpoint(blp, "POST", "/proceedings/<id:proceeding_id>/paper", scopes=EITHER_SIDE,
          body=PaperOfSuitIn, answer=ProceedingOut, bars=saying("proceeding"),
          notices=True)  # fmt: skip
def send_paper(call: Call, body: dict[str, Any], proceeding_id: int) -> ProceedingView:
    """Send its paper: the complaint as it was filed, a receipt, the judgment. Staff alone read
    it."""
    view = proceeding_queries.get_proceeding(call.work, proceeding_id)
    documents.put_to_claims(
        call.work, body["documents"], claim_ids=view.claim_ids, use=DocumentUse.PROCEEDING,
        pass_on=False,
    )  # fmt: skip
    return view


@endpoint(blp, "POST", "/proceedings/<id:proceeding_id>/see-paper", scopes=[Scope.DECIDE],
          answer=ProceedingOut, matches=True, bars=moving("proceeding"))  # fmt: skip
def see_paper(call: Call, proceeding_id: int) -> ProceedingView:
    """Say that you have looked at its paper."""
    proceedings.see_paper(call.work, proceeding_id, expected=call.expected)
    return proceeding_queries.get_proceeding(call.work, proceeding_id)


@endpoint(blp, "POST", "/proceedings/<id:proceeding_id>/end", scopes=EITHER_SIDE, body=EndIn,
          answer=ProceedingOut, matches=True, bars=saying("proceeding"), notices=True)  # fmt: skip
def end_proceeding(call: Call, body: dict[str, Any], proceeding_id: int) -> ProceedingView:
    """Say how it ended: a side tells it, staff confirm it."""
    proceedings.end_proceeding(
        call.work, proceeding_id, result=Result(body["result"]), ended_on=body.get("ended_on"),
        expected=call.expected,
    )  # fmt: skip
    return proceeding_queries.get_proceeding(call.work, proceeding_id)


@endpoint(blp, "POST", "/proceedings/<id:proceeding_id>/carry-out", scopes=[Scope.DECIDE],
          body=CarryOutIn, answer=ProceedingOut, refuses=CLOSING, matches=True,
          bars=deciding("proceeding", CaseBar.BESIDE))  # fmt: skip
def carry_out_result(call: Call, body: dict[str, Any], proceeding_id: int) -> ProceedingView:
    """Do what the confirmed result asks for; both sides get a letter."""
    proceedings.carry_out(call.work, proceeding_id, **body, expected=call.expected)
    return proceeding_queries.get_proceeding(call.work, proceeding_id)


@endpoint(blp, "POST", "/proceedings/<id:proceeding_id>/decline", scopes=[Scope.DECIDE],
          body=DeclineIn, answer=ProceedingOut, refuses=CLOSING, matches=True,
          bars=deciding("proceeding", CaseBar.BESIDE))  # fmt: skip
def decline(call: Call, body: dict[str, Any], proceeding_id: int) -> ProceedingView:
    """Decline what a dispute body found, which does not bind, with reasons."""
    proceedings.decline(call.work, proceeding_id, **body, expected=call.expected)
    return proceeding_queries.get_proceeding(call.work, proceeding_id)


def _put(call: Call, papers: list[int], claim_ids: list[int], side: Side) -> None:
    if papers:
        acting = call.actor.on_sellers_side() if side is Side.SELLER else call.actor
        documents.put_to_claims(
            call.work.by(acting), papers, claim_ids=claim_ids, use=DocumentUse.PROCEEDING,
            pass_on=False,
        )  # fmt: skip
