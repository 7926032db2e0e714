"""Counter-notices and reports of demands, handed in for sellers by staff, or by a partner that
speaks for sellers."""

from __future__ import annotations

from typing import Any

from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.queries.decisions import claims as claim_queries
from complaints.queries.decisions.claims import ClaimDetail
from complaints.queries.filing import complaints
from complaints.queries.filing.complaints import ComplaintDetail
from complaints.queries.sellers import counter_notices
from complaints.rules.actors import Scope
from complaints.rules.kinds import DocumentUse
from complaints.rules.sellers.demands import DemandChannel, Demanded
from complaints.rules.staff.door_bars import CaseBar, moving, saying
from complaints.schemas.common import WhyIn
from complaints.schemas.decisions.claims import WholeClaimOut
from complaints.schemas.filing.complaints import WholeComplaintOut
from complaints.schemas.sellers.replies import (
    CompletionIn,
    CopyOut,
    CounterIn,
    CountersIn,
    DemandIn,
    DemandsIn,
    RejoinIn,
    SellerOut,
    SellerQuery,
    completion_of,
)
from complaints.services.decisions import claims
from complaints.services.filing import documents
from complaints.work import begin_work

blp = Blueprint("replies", __name__, description="What accused sellers answer and report")
SELLER_OR_STAFF = (Scope.SPEAK_FOR_SELLERS, Scope.DECIDE)


@endpoint(blp, "POST", "/claims/<id:claim_id>/counter", scopes=SELLER_OR_STAFF, body=CounterIn,
          answer=WholeClaimOut, refuses=["decision-pending"], matches=True,
          bars=saying("claim", CaseBar.DECIDED, CaseBar.ONE_SIDE))  # fmt: skip
def counter(call: Call, body: dict[str, Any], claim_id: int) -> ClaimDetail:
    """Hand in the seller's counter-notice to one claim."""
    claims.counter(
        call.work, [claim_id], body["answer"], vault=call.context.vault, expected=call.expected
    )
    _put(call, body, [claim_id], DocumentUse.COUNTER_NOTICE)
    return claim_queries.claim_detail(call.work, claim_id)


@endpoint(blp, "POST", "/complaints/<id:complaint_id>/counter", scopes=SELLER_OR_STAFF,
          body=CountersIn, answer=WholeComplaintOut, refuses=["decision-pending"],
          bars=saying("complaint", CaseBar.DECIDED, CaseBar.ONE_SIDE))  # fmt: skip
def counter_many(call: Call, body: dict[str, Any], complaint_id: int) -> ComplaintDetail:
    """Hand in the seller's counter-notice to several claims of a complaint."""
    work = complaints.on_side_of(call.work, complaint_id)
    complaint = complaints.get_complaint(work, complaint_id)
    claims.counter(
        call.work, body["claim_ids"], body["answer"], vault=call.context.vault, within=complaint_id
    )
    _put(call, body, body["claim_ids"], DocumentUse.COUNTER_NOTICE)
    return complaints.complaint_detail(work, complaint)


@endpoint(blp, "POST", "/claims/<id:claim_id>/rejoin", scopes=SELLER_OR_STAFF, body=RejoinIn,
          answer=WholeClaimOut, refuses=["decision-pending"], matches=True,
          bars=saying("claim", CaseBar.DECIDED, CaseBar.ONE_SIDE))  # fmt: skip
def rejoin(call: Call, body: dict[str, Any], claim_id: int) -> ClaimDetail:
    """Answer the filer's reply for the seller, once, where the policy sets rounds of answers."""
    claims.rejoin(call.work, claim_id, **body, expected=call.expected)
    return claim_queries.claim_detail(call.work, claim_id)


@endpoint(blp, "POST", "/counter-notices/<id:counter_id>/complete", scopes=SELLER_OR_STAFF,
          body=CompletionIn, answer=WholeClaimOut,
          bars=saying("counter", CaseBar.DECIDED, CaseBar.ONE_SIDE))  # fmt: skip
def complete_answer(call: Call, body: dict[str, Any], counter_id: int) -> ClaimDetail:
    """Add to a seller's answer what it lacks of what its law asks for."""
    added = completion_of(body, body["documents"])
    claims.complete_answer(call.work, counter_id, added, vault=call.context.vault)
    return _of_answer(call, counter_id, body)


@endpoint(blp, "POST", "/counter-notices/<id:counter_id>/accept", scopes=[Scope.DECIDE],
          body=WhyIn, answer=WholeClaimOut, bars=moving("counter"))  # fmt: skip
def accept_answer(call: Call, body: dict[str, Any], counter_id: int) -> ClaimDetail:
    """Say that what a seller's answer holds is enough, where it lacks something by the rule."""
    claims.accept_answer(call.work, counter_id, why=body["why"])
    return _of_answer(call, counter_id)


@endpoint(blp, "POST", "/counter-notices/<id:counter_id>/take-back", scopes=SELLER_OR_STAFF,
          answer=WholeClaimOut,
          bars=saying("counter", CaseBar.DECIDED, CaseBar.ONE_SIDE))  # fmt: skip
def take_answer_back(call: Call, counter_id: int) -> ClaimDetail:
    """Take a seller's answer back as a counter-notice, where it was told that a copy goes out."""
    claims.take_answer_back(call.work, counter_id)
    return _of_answer(call, counter_id)


@endpoint(blp, "GET", "/counter-notices/<id:counter_id>/copy", scopes=[Scope.READ],
          answer=CopyOut, notices=True)  # fmt: skip
def read_copy(call: Call, counter_id: int) -> Any:
    """Read who answered, as your copy of the counter-notice says it: name, postal address and
    telephone (17 U.S.C. 512(g)(2)(B)). For the filer of its claims alone."""
    copy = counter_notices.copy_of(call.work, counter_id, vault=call.context.vault)
    return copy, 200, {"Cache-Control": "no-store"}


@endpoint(blp, "POST", "/claims/<id:claim_id>/demand-report", scopes=SELLER_OR_STAFF,
          body=DemandIn, answer=WholeClaimOut, refuses=["decision-pending"], matches=True,
          bars=saying("claim", CaseBar.ONE_SIDE))  # fmt: skip
def report_demand(call: Call, body: dict[str, Any], claim_id: int) -> ClaimDetail:
    """Report that the seller was asked for money or a favour. The filer does not see it."""
    _report(call, body, [claim_id], expected=call.expected)
    return claim_queries.claim_detail(call.work, claim_id)


@endpoint(blp, "POST", "/complaints/<id:complaint_id>/demand-report", scopes=SELLER_OR_STAFF,
          body=DemandsIn, answer=WholeComplaintOut, refuses=["decision-pending"],
          bars=saying("complaint", CaseBar.ONE_SIDE))  # fmt: skip
def report_demands(call: Call, body: dict[str, Any], complaint_id: int) -> ComplaintDetail:
    """Report that the seller was asked for money or a favour, about several claims."""
    work = complaints.on_side_of(call.work, complaint_id)
    complaint = complaints.get_complaint(work, complaint_id)
    _report(call, body, body.pop("claim_ids"), within=complaint_id)
    return complaints.complaint_detail(work, complaint)


@endpoint(blp, "GET", "/counter-notices/<id:counter_id>/seller", scopes=[Scope.REVIEW],
          query=SellerQuery, answer=SellerOut, bars=saying("counter"))  # fmt: skip
def read_seller(call: Call, query: dict[str, Any], counter_id: int) -> Any:
    """Read who sent a counter-notice and how to reach them. Your reading and its reason are kept
    in the ledger."""
    # A GET runs in a session that writes nothing; that it was read must be written all the same.
    with begin_work(call.context, call.actor, now=call.now) as work:
        seller = claims.read_seller(work, counter_id, why=query["why"], vault=call.context.vault)
    return seller, 200, {"Cache-Control": "no-store"}


def _of_answer(call: Call, counter_id: int, body: dict[str, Any] | None = None) -> ClaimDetail:
    """Put the documents of a body to the claims of an answer; return its first claim."""
    notice = counter_notices.find_counter_notice(call.session, counter_id)
    claim_ids = counter_notices.claims_of(call.session, notice)
    if body is not None:
        _put(call, body, claim_ids, DocumentUse.COUNTER_NOTICE)
    return claim_queries.claim_detail(call.work, claim_ids[0])


def _report(
    call: Call,
    body: dict[str, Any],
    claim_ids: list[int],
    *,
    within: int | None = None,
    expected: int | None = None,
) -> None:
    channel = body.get("channel")
    claims.report_demand(
        call.work,
        claim_ids,
        statement=body["statement"],
        asked_for=Demanded(body["asked_for"]),
        words=body.get("words"),
        asked_on=body.get("asked_on"),
        channel=DemandChannel(channel) if channel else None,
        within=within,
        expected=expected,
    )
    _put(call, body, claim_ids, DocumentUse.DEMAND_REPORT)


def _put(call: Call, body: dict[str, Any], claim_ids: list[int], use: DocumentUse) -> None:
    if body["documents"]:
        documents.put_to_claims(
            call.work.by(call.actor.on_sellers_side()),
            body["documents"],
            claim_ids=claim_ids,
            use=use,
            pass_on=body.get("pass_on", False),
        )
