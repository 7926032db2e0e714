"""Complaints: filed with all their targets at once, answered target by target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from flask import Response, request, url_for

from complaints.api.decisions import claims as claims_api
from complaints.base.errors import Refusal
from complaints.http import filing, paging, problems, tables, uploads
from complaints.http.cursors import before_moment
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.http.filing import Filed
from complaints.http.languages import pick
from complaints.kit import printing
from complaints.models import Boycott, Complaint
from complaints.queries.authority.territories import reaches_of
from complaints.queries.cases import boycotts, joinings
from complaints.queries.decisions import claims as claim_queries
from complaints.queries.filing import complaints as complaint_queries
from complaints.queries.filing.complaint_filters import Filters
from complaints.queries.filing.complaints import ComplaintDetail
from complaints.rules.actors import Scope
from complaints.rules.filing.targets import WrongTarget
from complaints.rules.staff.door_bars import FILERS_OWN, CaseBar, deciding, moving, saying
from complaints.schemas.common import LanguageQuery
from complaints.schemas.decisions.claims import BulkDecisionIn
from complaints.schemas.decisions.deciding import decision_given
from complaints.schemas.filing.checks import AuthorityIn, ReleaseIn
from complaints.schemas.filing.complaints import (
    ComplaintIn,
    ComplaintsOut,
    ComplaintsQuery,
    DecidedOut,
    EvidenceIn,
    FiledOut,
    LinesQuery,
    TerritoryGroundIn,
    WarningOut,
    WholeComplaintOut,
    WithdrawComplaintIn,
    WithdrawnOut,
)
from complaints.services.authority import territories
from complaints.services.cases import holds
from complaints.services.decisions import claims
from complaints.services.filing import checks, evidence, intake
from complaints.services.filing.intake import (
    Accepted,
    DryRun,
    Duplicate,
    Notice,
    NotProcessed,
)
from complaints.storage.links import mask
from complaints.words import Message
from complaints.words import message as _
from complaints.words.laws import complaints_under, laws_named, treated

blp = Blueprint("complaints", __name__, description="Notices about one right, filed and read")
FILES = (Scope.FILE, Scope.FILE_ON_BEHALF)
# What a complaint says beside its members.
COMPUTED = (
    "version",
    "by_whom",
    "metadata",
    "boycott_id",
    "authorization_id",
    "regimes",
    "territory_ground",
)
ALL_OPEN = {200: "No new complaint is stored: every target was open before, or it is a dry run."}


@endpoint(blp, "POST", "/complaints", scopes=FILES, body=ComplaintIn, answer=FiledOut, status=201,
          also=ALL_OPEN, refuses=["boycotted", "taken"], bars=FILERS_OWN,
          filing=filing.count_complaint, notices=True)  # fmt: skip
def file_complaint(call: Call, body: dict[str, Any]) -> Any:
    """File a complaint about one right, against up to 300 listings.

    201: filed; a target whose claim was open before is answered with that claim. 200: every
    target was, no new complaint is stored, and the id is that of the first one's. 403
    “boycotted”: kept, but not processed. Where a boycott binds the filer and does not
    stop all of it: 201 with `boycott`; the claims that it stops are `not_processed`, those that
    wait for more proof are `incomplete` and say what they lack, and a person decides the others in
    the lane. Each of these answers has `warnings`: those that reached the filer by no other way,
    whole. 200 with the state “dry_run”: nothing is stored.
    """
    return answer_complaint(call, body)


def answer_complaint(call: Call, body: dict[str, Any]) -> Any:
    """File, or only try, what a body states; return the answer with its status."""
    is_dry = body.pop("dry_run", False)
    notice = intake.set_aside(call.work, Notice.of(body))
    if is_dry:
        tried = intake.try_out(call.work, notice, vault=call.context.vault)
        return _nothing_stored("dry_run", notice.reference, notice.aside, dry_run=tried), 200
    filed = filing.file_notice(call.work, notice, context=call.context)
    return render_filing(call, filed, aside=notice.aside)


def render_filing(call: Call, filed: Filed, *, aside: Sequence[WrongTarget] | None = None) -> Any:
    """Return the answer to a filing (filed, duplicate or not processed) with its status."""
    if isinstance(filed, NotProcessed):
        return _not_processed(call, filed)
    targets = _targets(call, filed)
    if isinstance(filed, Duplicate):
        answer = _nothing_stored("duplicate", filed.reference, aside) | {"id": filed.complaint.id}
        return answer | {"warnings": _warnings(call, filed.warned), "targets": targets}, 200
    return _filed(call, filed, targets, aside or ()), 201, _location(filed.complaint)


def _nothing_stored(
    state: str,
    reference: str | None,
    aside: Sequence[WrongTarget] | None,
    dry_run: DryRun | None = None,
) -> dict[str, Any]:
    return {
        "id": None,
        "reference": reference,
        "filed_at": None,
        "state": state,
        "authority": None,
        "held_until": None,
        "boycott": None,
        "warnings": (),
        "targets": (),
        "set_aside": aside or (),
        "dry_run": dry_run,
    }


def _filed(
    call: Call,
    answer: Accepted,
    targets: Sequence[dict[str, Any]],
    aside: Sequence[WrongTarget],
) -> dict[str, Any]:
    complaint = answer.complaint
    return {
        "id": complaint.id,
        "reference": complaint.reference,
        "filed_at": complaint.filed_at,
        "state": "open",
        "authority": "asked" if answer.authority_asked else None,
        "held_until": answer.held_until,
        "boycott": answer.boycott and _bound(call, answer, answer.boycott),
        "warnings": _warnings(call, answer.warned),
        "targets": targets,
        "set_aside": aside,
        "dry_run": None,
    }


def _bound(call: Call, answer: Accepted, boycott: Boycott) -> dict[str, Any]:
    """Return what holds of the filer of a complaint that is processed, in whole or in part."""
    return {
        "boycott_id": boycott.id,
        "ends_at": boycott.ends_at,
        "appeal_url": _appeal_url(call, answer.complaint, boycott),
        "appeal_until": _appeal_until(call, answer.complaint, boycott),
        "treatments": boycott.treatments,
        "kept": answer.kept,
        "asked": len(answer.lacks),
    }


def _warnings(call: Call, warned: Sequence[Boycott]) -> list[dict[str, Any]]:
    return [_warning(call, each) for each in warned]


def _warning(call: Call, boycott: Boycott) -> dict[str, Any]:
    """Return a warning whole, as its letter said it: no other way reached the filer."""
    letter = boycotts.letter_of(call.session, boycott.id)
    page = url_for("my_standing.case", case_id=boycott.id)
    return {
        "boycott_id": boycott.id,
        "subject": letter.subject if letter else None,
        "text": mask(letter.body) if letter else None,
        "answer_due": boycott.answer_due,
        "answer_url": call.context.links.base_url + page,
    }


def _location(complaint: Complaint) -> dict[str, str]:
    return {"Location": f"/api/v1/complaints/{complaint.id}"}


def _targets(call: Call, filed: Accepted | Duplicate) -> list[dict[str, Any]]:
    outcomes = filed.outcomes
    ids = {outcome.claim_id for outcome in outcomes}
    places = claim_queries.places_of(call.session, ids)
    known = filed.reaches if isinstance(filed, Accepted) else {}
    reaches = {**known, **reaches_of(call.session, ids - known.keys())}
    lacks = filed.lacks if isinstance(filed, Accepted) else {}
    answers = []
    for outcome in outcomes:
        claim, place = places[outcome.claim_id]
        answers.append(
            {
                "claim": claim,
                "place": place,
                "reach": reaches[claim.id],
                "duplicate": outcome.duplicate,
                "lacks": lacks.get(claim.id, ()),
            }
        )
    return answers


def _appeal_url(call: Call, complaint: Complaint, boycott: Boycott) -> str:
    """Return the page on which the filer, signed in, appeals: against the boycott, or against being
    counted together with the account that it was imposed on."""
    base = call.context.links.base_url
    joining = joinings.newest_of(call.session, complaint.filer_id)
    if boycott.filer_id == complaint.filer_id or joining is None:
        return base + url_for("my_standing.case", case_id=boycott.id)
    return base + url_for("my_standing.joining", joining_id=joining.id)


def _appeal_until(call: Call, complaint: Complaint, boycott: Boycott) -> datetime | None:
    """Return until when the filer can appeal against the boycott and what is refused under it; None
    where it did, or where it appeals against being counted together, which has no last day."""
    if boycott.filer_id != complaint.filer_id:
        return None
    return boycotts.open_appeal_until(call.session, boycott)


def _not_processed(call: Call, answer: NotProcessed) -> Response:
    """Return the answer to a kept filing: it has the form of a refusal, and is committed."""
    complaint, boycott = answer.complaint, answer.boycott
    ends_at = boycott.ends_at
    end = _("until %(moment)s", moment=ends_at) if ends_at else _("for now")
    url = _appeal_url(call, complaint, boycott)
    until = _appeal_until(call, complaint, boycott)
    refusal = Refusal(
        "boycotted",
        _why_kept(end, boycott, url),
        treatments=boycott.treatments,
        boycott_id=boycott.id,
        ends_at=ends_at.isoformat() if ends_at else None,
        appeal_url=url,
        appeal_until=until.isoformat() if until else None,
        complaint_id=complaint.id,
        reference=complaint.reference,
        filed_at=complaint.filed_at.isoformat(),
        warnings=WarningOut(many=True).dump(_warnings(call, answer.warned)),
    )
    response = problems.response(refusal)
    response.headers.extend(_location(complaint))
    return response


def _why_kept(end: Message, boycott: Boycott, url: str) -> Message:
    treatments = boycott.treatments or {}
    read = [*treated(treatments, "raised_proof"), *treated(treatments, "lane")]
    if not read:
        return _(
            "We have stopped processing this filer's complaints %(end)s (case %(id)s). We have "
            "kept this one and the date on which it came, and can process it if that is lifted. "
            "Sign in to read the reasons and to appeal: %(url)s",
            end=end,
            id=str(boycott.id),
            url=url,
        )
    return _(
        "We have stopped processing this filer's %(complaints)s %(end)s (case %(id)s). We have "
        "kept this one and the date on which it came, and can process it if that is lifted. "
        "We still read notices under %(read)s. Sign in to read the reasons and to appeal: %(url)s",
        complaints=complaints_under(treatments),
        read=laws_named(read),
        end=end,
        id=str(boycott.id),
        url=url,
    )


@endpoint(blp, "GET", "/complaints", scopes=[Scope.READ], query=ComplaintsQuery,
          answer=ComplaintsOut, notices=True)  # fmt: skip
def list_complaints(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List complaints, the newest first."""
    limit, before = query.pop("limit"), before_moment(query.pop("cursor", None))
    filters = Filters(filer_id=query.pop("filer", None), **query)
    rows = complaint_queries.find_complaints(call.work, filters, before=before, limit=limit)
    return paging.page(
        rows, limit, lambda row: (row.complaint.filed_at.isoformat(), row.complaint.id)
    )


@endpoint(blp, "GET", "/complaints.csv", scopes=[Scope.READ], query=LinesQuery,
          media=["text/csv"], notices=True)  # fmt: skip
def export(call: Call, query: dict[str, Any]) -> Response:
    """Download the complaints that the same filters choose, a line a claim, as CSV."""
    limit = query.pop("limit")
    query.pop("cursor", None)
    filters = Filters(filer_id=query.pop("filer", None), **query)
    lines = complaint_queries.claim_lines(call.work, filters, limit=limit)
    return tables.csv_file("complaints.csv", list(lines.keys()), lines)


@endpoint(blp, "GET", "/complaints/<id:complaint_id>", scopes=[Scope.READ],
          answer=WholeComplaintOut, notices=True)  # fmt: skip
def read_complaint(call: Call, complaint_id: int) -> ComplaintDetail:
    """Read one complaint with its right, papers, claims and timeline. A partner reads one of its
    filers whole, one against its marketplaces as their sellers do."""
    work = complaint_queries.on_side_of(call.work, complaint_id)
    return complaint_queries.complaint_detail(
        work, complaint_queries.get_complaint(work, complaint_id)
    )


@endpoint(blp, "GET", "/complaints/<id:complaint_id>/receipt.pdf", scopes=[Scope.READ],
          query=LanguageQuery, media=["application/pdf"], notices=True)  # fmt: skip
def read_receipt(call: Call, query: dict[str, Any], complaint_id: int) -> Response:
    """Read a complaint's receipt as PDF: what was filed, what became of it, how to go on."""
    complaint = complaint_queries.get_complaint(call.work, complaint_id)
    detail = complaint_queries.complaint_detail(call.work, complaint)
    config = call.context.config
    language = query.get("language") or pick(request)
    pdf = printing.print_receipt(
        detail, base_url=config.base_url, language=language, test=config.test
    )
    return uploads.answer_pdf(pdf, f"{complaint.reference}.pdf", [language])


@endpoint(blp, "PUT", "/complaints/<id:complaint_id>/territory-ground", scopes=FILES,
          body=TerritoryGroundIn, answer=WholeComplaintOut, bars=FILERS_OWN,
          notices=True)  # fmt: skip
def state_ground(call: Call, body: dict[str, Any], complaint_id: int) -> ComplaintDetail:
    """Say why your right binds where it is not registered. What you said before goes."""
    complaint = territories.state_ground(call.work, complaint_id, **body)
    return complaint_queries.complaint_detail(call.work, complaint)


@endpoint(blp, "POST", "/complaints/<id:complaint_id>/evidence", scopes=FILES,
          body=EvidenceIn, answer=WholeComplaintOut, bars=FILERS_OWN, notices=True)  # fmt: skip
def add_evidence(call: Call, body: dict[str, Any], complaint_id: int) -> ComplaintDetail:
    """Add evidence to your complaint while it is not decided, three times at the most.

    Sellers who know of the complaint are told, and get their time to answer again.
    """
    complaint = evidence.add_evidence(
        call.work, complaint_id, documents=body["documents"], note=body["note"],
        claim_ids=body.get("claim_ids", ()), vault=call.context.vault,
    )  # fmt: skip
    return complaint_queries.complaint_detail(call.work, complaint)


@endpoint(blp, "POST", "/complaints/<id:complaint_id>/authority", scopes=[Scope.REVIEW],
          body=AuthorityIn, answer=WholeComplaintOut, bars=moving("complaint"))  # fmt: skip
def verify_authority(call: Call, body: dict[str, Any], complaint_id: int) -> ComplaintDetail:
    """Record that the filer may speak for the rights holder: its claims can be taken down now."""
    checks.verify_authority(call.work, complaint_id, reason=body["reason"])
    complaint = complaint_queries.get_complaint(call.work, complaint_id)
    return complaint_queries.complaint_detail(call.work, complaint)


@endpoint(blp, "POST", "/complaints/<id:complaint_id>/release", scopes=[Scope.REVIEW],
          body=ReleaseIn, answer=WholeComplaintOut, bars=moving("complaint"))  # fmt: skip
def release_complaint(call: Call, body: dict[str, Any], complaint_id: int) -> ComplaintDetail:
    """Let a complaint go on that is held because somebody is to look at who files. Where the
    account is not the one that it looks like, judge the pair instead (`POST /judgements`)."""
    holds.settle_hold(call.work, complaint_id, reason=body["reason"])
    complaint = complaint_queries.get_complaint(call.work, complaint_id)
    return complaint_queries.complaint_detail(call.work, complaint)


@endpoint(blp, "POST", "/complaints/<id:complaint_id>/decide", scopes=[Scope.DECIDE],
          body=BulkDecisionIn, answer=DecidedOut, refuses=claims_api.DECIDING, matches=True,
          bars=deciding("complaint", CaseBar.BESIDE))  # fmt: skip
def decide_claims(call: Call, body: dict[str, Any], complaint_id: int) -> dict[str, Any]:
    """Decide several claims alike, in one transaction: those that you name, or all that fit.

    If-Match takes the complaint's ETag: then nothing is decided if anybody decided meanwhile.
    """
    decided = claims.decide_complaint(
        call.work, complaint_id, **decision_given(body), expected=call.expected
    )
    complaint = complaint_queries.get_complaint(call.work, complaint_id)
    detail = complaint_queries.complaint_detail(call.work, complaint)
    names = (*(member.name for member in fields(detail)), *COMPUTED)
    shown = {name: getattr(detail, name) for name in names}
    return {**shown, "decided": [claim.id for claim in decided]}


@endpoint(blp, "POST", "/complaints/<id:complaint_id>/withdraw",
          scopes=[*FILES, Scope.DECIDE], body=WithdrawComplaintIn, answer=WithdrawnOut,
          refuses=[claims_api.PENDING], bars=saying("complaint"), notices=True)  # fmt: skip
def withdraw_complaint(call: Call, body: dict[str, Any], complaint_id: int) -> dict[str, list[int]]:
    """Take back all claims of a complaint that still can be, or those that you name."""
    withdrawn = claims.withdraw_complaint(
        call.work, complaint_id, reason=body.get("reason"), claim_ids=body.get("claim_ids")
    )
    return {"withdrawn": [claim.id for claim in withdrawn]}
