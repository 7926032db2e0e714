"""Claims: staff decide them, sellers answer them, filers complete and withdraw them."""

from __future__ import annotations

from typing import Any

from complaints.http import paging
from complaints.http.cursors import after_id
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.queries.decisions import claims as claim_queries
from complaints.queries.decisions.claims import ClaimDetail
from complaints.queries.sellers import listings_seen
from complaints.rules.actors import Scope
from complaints.rules.kinds import AlsoFound, DocumentUse, Merit
from complaints.rules.staff.door_bars import FILERS_OWN, CaseBar, deciding, moving, saying
from complaints.schemas.decisions.claims import (
    AskIn,
    ClaimsOut,
    ClaimsQuery,
    CompleteIn,
    DecisionIn,
    GoneIn,
    GradingIn,
    PapersIn,
    ReasonIn,
    ReplyIn,
    TraderSaidIn,
    WholeClaimOut,
    WithdrawalIn,
)
from complaints.schemas.decisions.deciding import decision_given
from complaints.schemas.sellers.listings_seen import SeenListOut
from complaints.services.decisions import claims
from complaints.services.filing import documents

blp = Blueprint("claims", __name__, description="One complaint against one listing")
FILES = (Scope.FILE, Scope.FILE_ON_BEHALF)
FILER_OR_STAFF = (Scope.FILE, Scope.FILE_ON_BEHALF, Scope.DECIDE)
SELLER_OR_STAFF = (Scope.SPEAK_FOR_SELLERS, Scope.DECIDE)
PENDING = "decision-pending"
DECIDING = (
    PENDING,
    "held",
    "second-person-needed",
    "authority-unverified",
    "filer-being-checked",
    "seller-not-heard",
    "law-forbids",
    "person-decides",
)


@endpoint(blp, "GET", "/claims", scopes=[Scope.READ], query=ClaimsQuery, answer=ClaimsOut,
          notices=True)  # fmt: skip
def list_claims(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List claims, the one that waits longest first, or the newest: with `state`, the queue of
    staff. A partner
    that speaks for sellers, or enforces, gets those against its marketplaces too."""
    rows = claim_queries.find_claims(
        call.work,
        state=query.get("state"),
        filer_id=query.get("filer"),
        complaint_id=query.get("complaint"),
        after=after_id(query.get("cursor")),
        limit=query["limit"],
        newest=query["newest"],
        updated_since=query.get("updated_since"),
    )
    return paging.page(rows, query["limit"], lambda view: (view.claim.id,))


@endpoint(blp, "GET", "/claims/<id:claim_id>", scopes=[Scope.READ], answer=WholeClaimOut,
          notices=True)  # fmt: skip
def read_claim(call: Call, claim_id: int) -> ClaimDetail:
    """Read one claim with its timeline, and with the steps that you could take now."""
    return claim_queries.claim_detail(call.work, claim_id)


@endpoint(blp, "GET", "/claims/<id:claim_id>/seen", scopes=[Scope.READ], answer=SeenListOut)
def read_seen(call: Call, claim_id: int) -> dict[str, object]:
    """Read how a claim's listing was seen: by filers in sight, and by the platform's catalogue."""
    claim = claim_queries.get_claim(call.work, claim_id).claim
    return {"items": listings_seen.of_listing(call.work, claim.listing_id, claim.id)}


@endpoint(blp, "POST", "/claims/<id:claim_id>/ask", scopes=[Scope.DECIDE], body=AskIn,
          answer=WholeClaimOut, refuses=[PENDING], matches=True, bars=moving("claim"))  # fmt: skip
def ask_filer(call: Call, body: dict[str, Any], claim_id: int) -> ClaimDetail:
    """Ask the filer for what is missing."""
    claims.ask_filer(call.work, claim_id, **body, expected=call.expected)
    return claim_queries.claim_detail(call.work, claim_id)


@endpoint(blp, "POST", "/claims/<id:claim_id>/complete", scopes=FILER_OR_STAFF, body=CompleteIn,
          answer=WholeClaimOut, refuses=[PENDING], matches=True, bars=saying("claim"),
          notices=True)  # fmt: skip
def complete(call: Call, body: dict[str, Any], claim_id: int) -> ClaimDetail:
    """Give what was asked for, with documents that you have sent.

    Where a boycott's law asks for more proof, say in `shows` what these documents show; the claim
    waits for a decision once `lacks` is empty.
    """
    papers, shows = body.pop("documents"), body.pop("shows")
    _put(call, papers, claim_id, DocumentUse(shows or DocumentUse.COMPLETION))
    claims.complete(call.work, claim_id, **body, expected=call.expected)
    return claim_queries.claim_detail(call.work, claim_id)


@endpoint(blp, "POST", "/claims/<id:claim_id>/decide", scopes=[Scope.DECIDE], body=DecisionIn,
          answer=WholeClaimOut, refuses=DECIDING, matches=True,
          bars=deciding("claim", CaseBar.BESIDE))  # fmt: skip
def decide_claim(call: Call, body: dict[str, Any], claim_id: int) -> ClaimDetail:
    """Decide a claim, at once. Both sides are written to with the reason."""
    claims.decide(call.work, claim_id, **decision_given(body), expected=call.expected)
    return claim_queries.claim_detail(call.work, claim_id)


@endpoint(blp, "POST", "/claims/<id:claim_id>/gone", scopes=SELLER_OR_STAFF, body=GoneIn,
          answer=WholeClaimOut, refuses=[PENDING], matches=True,
          bars=moving("claim", CaseBar.ONE_SIDE))  # fmt: skip
def report_gone(call: Call, body: dict[str, Any], claim_id: int) -> ClaimDetail:
    """Say that the listing is no longer there."""
    claims.gone(call.work, claim_id, note=body.get("note"), expected=call.expected)
    return claim_queries.claim_detail(call.work, claim_id)


@endpoint(blp, "POST", "/claims/<id:claim_id>/reply", scopes=FILES, body=ReplyIn,
          answer=WholeClaimOut, refuses=[PENDING], matches=True, bars=FILERS_OWN,
          notices=True)  # fmt: skip
def reply(call: Call, body: dict[str, Any], claim_id: int) -> ClaimDetail:
    """Answer the seller's counter-notice: stand by the claim, in your own words. To give it up,
    withdraw it. Documents are for staff, unless you pass them on to the seller."""
    papers, pass_on = body.pop("documents"), body.pop("pass_on")
    claims.reply(call.work, claim_id, **body, expected=call.expected)
    _put(call, papers, claim_id, DocumentUse.REPLY, pass_on=pass_on)
    return claim_queries.claim_detail(call.work, claim_id)


@endpoint(blp, "PUT", "/claims/<id:claim_id>/trader", scopes=FILES, body=TraderSaidIn,
          answer=WholeClaimOut, refuses=[PENDING], matches=True, bars=FILERS_OWN)  # fmt: skip
def report_trader(call: Call, body: dict[str, Any], claim_id: int) -> ClaimDetail:
    """Say that the claim's store shows no trader, or a wrong one (DSA Art. 30). Staff and the
    seller read it; it decides nothing."""
    claims.report_trader(call.work, claim_id, **body, expected=call.expected)
    return claim_queries.claim_detail(call.work, claim_id)


@endpoint(blp, "POST", "/claims/<id:claim_id>/await-papers", scopes=FILER_OR_STAFF, body=PapersIn,
          answer=WholeClaimOut, matches=True, bars=saying("claim"), notices=True)  # fmt: skip
def await_papers(call: Call, body: dict[str, Any], claim_id: int) -> ClaimDetail:
    """Say that papers from abroad are with a notary or being legalised: the time after a
    declaration under China's E-Commerce Law stands still, for 20 working days in all."""
    claims.await_papers(call.work, claim_id, **body, expected=call.expected)
    return claim_queries.claim_detail(call.work, claim_id)


@endpoint(blp, "POST", "/claims/<id:claim_id>/papers-came", scopes=FILER_OR_STAFF,
          answer=WholeClaimOut, matches=True, bars=saying("claim"), notices=True)  # fmt: skip
def papers_came(call: Call, claim_id: int) -> ClaimDetail:
    """Say that the papers from abroad are here: the time runs on."""
    claims.papers_came(call.work, claim_id, expected=call.expected)
    return claim_queries.claim_detail(call.work, claim_id)


@endpoint(blp, "POST", "/claims/<id:claim_id>/withdraw", scopes=FILER_OR_STAFF,
          body=WithdrawalIn, answer=WholeClaimOut, refuses=[PENDING], matches=True,
          bars=saying("claim"), notices=True)  # fmt: skip
def withdraw_claim(call: Call, body: dict[str, Any], claim_id: int) -> ClaimDetail:
    """Take a claim back; a listing that was down by it comes back."""
    claims.withdraw(call.work, claim_id, reason=body.get("reason"), expected=call.expected)
    return claim_queries.claim_detail(call.work, claim_id)


@endpoint(blp, "POST", "/claims/<id:claim_id>/grade", scopes=[Scope.REVIEW], body=GradingIn,
          answer=WholeClaimOut, refuses=[PENDING], matches=True,
          bars=deciding("claim", CaseBar.BESIDE))  # fmt: skip
def grade_claim(call: Call, body: dict[str, Any], claim_id: int) -> ClaimDetail:
    """Grade the merit of a closed claim, a withdrawn one too."""
    merit = Merit(body["merit"])
    findings = [AlsoFound(each) for each in body["also_found"]]
    claims.grade(
        call.work, claim_id, merit=merit, also_found=findings, reason=body["reason"],
        expected=call.expected,
    )  # fmt: skip
    return claim_queries.claim_detail(call.work, claim_id)


@endpoint(blp, "POST", "/claims/<id:claim_id>/take-up", scopes=[Scope.DECIDE], body=ReasonIn,
          answer=WholeClaimOut, refuses=[PENDING], matches=True, bars=moving("claim"))  # fmt: skip
def take_up_claim(call: Call, body: dict[str, Any], claim_id: int) -> ClaimDetail:
    """Process a claim that a boycott kept back, once it binds no longer."""
    claims.take_up(call.work, claim_id, **body, expected=call.expected)
    return claim_queries.claim_detail(call.work, claim_id)


@endpoint(blp, "POST", "/claims/<id:claim_id>/discard", scopes=[Scope.DECIDE], body=ReasonIn,
          answer=WholeClaimOut, refuses=[PENDING], matches=True, bars=moving("claim"))  # fmt: skip
def discard_claim(call: Call, body: dict[str, Any], claim_id: int) -> ClaimDetail:
    """Close a claim that a boycott kept back, without a decision."""
    claims.discard(call.work, claim_id, **body, expected=call.expected)
    return claim_queries.claim_detail(call.work, claim_id)


def _put(
    call: Call, papers: list[int], claim_id: int, use: DocumentUse, *, pass_on: bool = False
) -> None:
    if papers:
        documents.put_to_claims(
            call.work, papers, claim_ids=[claim_id], use=use, pass_on=pass_on,
        )  # fmt: skip
