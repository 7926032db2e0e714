"""Boycotts: the ladder's steps, for staff and for the filer that is warned."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from complaints.http import paging, uploads
from complaints.http.cursors import after_id
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.http.languages import pick
from complaints.kit import dossiers as printed_dossiers
from complaints.queries import boycott_dossiers
from complaints.queries import boycotts as boycott_queries
from complaints.queries.boycott_claims import graded_claims
from complaints.queries.boycott_dossiers import Dossier
from complaints.queries.boycotts import BoycottDetail
from complaints.rules.actors import Scope
from complaints.rules.boycotts import BOYCOTT
from complaints.schemas.boycott_dossiers import CaseDossierOut
from complaints.schemas.boycotts import (
    AnswerIn,
    BoycottAppealDecisionIn,
    BoycottAppealIn,
    BoycottOut,
    BoycottsOut,
    BoycottsQuery,
    ImpositionIn,
    KeptOut,
    LiftIn,
    PreviewIn,
    PreviewOut,
)
from complaints.schemas.claims import ClaimsOut
from complaints.schemas.common import LanguageQuery, PageQuery, WhyIn
from complaints.services import boycotts
from complaints.services.boycotts import KeptOutcome

blp = Blueprint("boycotts", __name__, description="Complaints that are not processed for a term")
STAFF = (Scope.REVIEW,)
JUDGES = (Scope.REVIEW, Scope.JUDGE_APPEALS)
READERS = (Scope.READ, Scope.JUDGE_APPEALS)
FILER = (Scope.FILE, Scope.FILE_ON_BEHALF)
IMPOSING = ["answer-period-runs", "nobody-to-judge-appeal"]
HELD = ["held"]
SECOND = ["second-person-needed", *HELD]


@endpoint(blp, "GET", "/boycotts", scopes=READERS, query=BoycottsQuery, answer=BoycottsOut)
def find(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List boycotts, the newest first: those that bind now, unless `state` says otherwise."""
    named = {"binding": None, "all": BOYCOTT.states}
    rows = boycott_queries.list_boycotts(
        call.work,
        states=named.get(query["state"], (query["state"],)),
        filer_id=query.get("filer"),
        before=after_id(query.get("cursor")),
        limit=query["limit"],
    )
    details = boycott_queries.details(call.work, rows)
    return paging.page(details, query["limit"], lambda detail: (detail.row.id,))


@endpoint(blp, "GET", "/boycotts/<id:boycott_id>", scopes=READERS, answer=BoycottOut)
def read(call: Call, boycott_id: int) -> BoycottDetail:
    """Read one boycott. A filer reads its own, from the warning on."""
    return _detail(call, boycott_id)


@endpoint(blp, "POST", "/boycotts/<id:boycott_id>/preview", scopes=STAFF, body=PreviewIn,
          answer=PreviewOut,
          refuses=["term-out-of-bounds", *IMPOSING])  # fmt: skip
def preview(call: Call, body: dict[str, Any], boycott_id: int) -> dict[str, object]:
    """Read the letter that a step would send, and what imposing would bind and hold, without taking
    the step."""
    shown = boycotts.preview(call.work, boycott_id, **body)
    text = shown.letter
    return {
        "subject": text and text.subject, "body": text and text.body, "effect": shown.effect,
    }  # fmt: skip


@endpoint(blp, "GET", "/boycotts/<id:boycott_id>/claims", scopes=[Scope.READ], query=PageQuery,
          answer=ClaimsOut)  # fmt: skip
def read_claims(call: Call, query: dict[str, Any], boycott_id: int) -> dict[str, object]:
    """List the claims that a boycott counts: those of its window graded manifestly unfounded."""
    limit, after = query["limit"], after_id(query.get("cursor"))
    rows = graded_claims(call.work, boycott_id, after=after, limit=limit)
    return paging.page(rows, limit, lambda view: (view.claim.id,))


@endpoint(blp, "GET", "/boycotts/<id:boycott_id>/dossier", scopes=READERS, answer=CaseDossierOut)
def read_dossier(call: Call, boycott_id: int) -> Dossier:
    """Read all that is weighed in the case (DSA Art. 23(3)). A filer reads its own version, from
    the warning on: without the names of staff and what is known of others."""
    return boycott_dossiers.of_boycott(call.work, boycott_id)


@endpoint(blp, "GET", "/boycotts/<id:boycott_id>/dossier.pdf", scopes=READERS,
          query=LanguageQuery, media=["application/pdf"])  # fmt: skip
def print_dossier(call: Call, query: dict[str, Any], boycott_id: int) -> Response:
    """Read the dossier as one printable document."""
    language = query.get("language") or pick(request)
    case = boycott_dossiers.of_boycott(call.work, boycott_id)
    return uploads.printed(
        printed_dossiers.dossier(case, language=language), f"B-{boycott_id}.pdf", [language]
    )


@endpoint(blp, "POST", "/boycotts/<id:boycott_id>/stand-by", scopes=STAFF, body=WhyIn,
          answer=BoycottOut, refuses=HELD, matches=True)  # fmt: skip
def stand_by(call: Call, body: dict[str, Any], boycott_id: int) -> BoycottDetail:
    """Record why the case goes on, where the newest scan no longer supports its flag."""
    boycotts.stand_by(call.work, boycott_id, **body, expected=call.expected)
    return _detail(call, boycott_id)


@endpoint(blp, "POST", "/boycotts/<id:boycott_id>/warn", scopes=STAFF, answer=BoycottOut,
          refuses=["flag-unsupported", *HELD], matches=True)  # fmt: skip
def warn(call: Call, boycott_id: int) -> BoycottDetail:
    """Warn the filer by letter, with a link by which it answers."""
    boycotts.warn(call.work, boycott_id, expected=call.expected)
    return _detail(call, boycott_id)


@endpoint(blp, "POST", "/boycotts/<id:boycott_id>/answer", scopes=FILER, body=AnswerIn,
          answer=BoycottOut, refuses=["two-sides"], matches=True)  # fmt: skip
def answer(call: Call, body: dict[str, Any], boycott_id: int) -> BoycottDetail:
    """Answer the warning, as the filer, in time; what is sent later is added. `closes` ends the
    time to answer."""
    boycotts.answer(
        call.work, boycott_id, text=body["answer"], closes=body["closes"], expected=call.expected
    )
    return _detail(call, boycott_id)


@endpoint(blp, "POST", "/boycotts/<id:boycott_id>/impose", scopes=STAFF, body=ImpositionIn,
          answer=BoycottOut,
          refuses=[*SECOND, *IMPOSING, "too-few-graded", "warning-heeded-so-far",
                   "flag-unsupported", "term-out-of-bounds"], matches=True)  # fmt: skip
def impose(call: Call, body: dict[str, Any], boycott_id: int) -> BoycottDetail:
    """Put the boycott in force. Needs a supervisor who did not propose it."""
    boycotts.impose(call.work, boycott_id, **body, expected=call.expected)
    return _detail(call, boycott_id)


@endpoint(blp, "POST", "/boycotts/<id:boycott_id>/drop", scopes=STAFF, body=WhyIn,
          answer=BoycottOut, refuses=SECOND, matches=True)  # fmt: skip
def drop(call: Call, body: dict[str, Any], boycott_id: int) -> BoycottDetail:
    """Give a proposal or a warning up."""
    boycotts.drop(call.work, boycott_id, **body, expected=call.expected)
    return _detail(call, boycott_id)


@endpoint(blp, "POST", "/boycotts/<id:boycott_id>/appeal", scopes=FILER, body=BoycottAppealIn,
          answer=BoycottOut, refuses=["two-sides"], matches=True)  # fmt: skip
def appeal(call: Call, body: dict[str, Any], boycott_id: int) -> BoycottDetail:
    """Appeal against the boycott, as the filer, once."""
    boycotts.appeal(call.work, boycott_id, **body, expected=call.expected)
    return _detail(call, boycott_id)


@endpoint(blp, "POST", "/boycotts/<id:boycott_id>/appeal/decide", scopes=JUDGES,
          body=BoycottAppealDecisionIn, answer=BoycottOut, refuses=SECOND,
          matches=True)  # fmt: skip
def decide_appeal(call: Call, body: dict[str, Any], boycott_id: int) -> BoycottDetail:
    """Decide the appeal. Needs a supervisor or counsel who neither proposed nor imposed the
    boycott."""
    boycotts.decide_appeal(
        call.work,
        boycott_id,
        lifts=body["decision"] == "lift",
        reason=body["reason"],
        expected=call.expected,
    )
    return _detail(call, boycott_id)


@endpoint(blp, "POST", "/boycotts/<id:boycott_id>/lift", scopes=STAFF, body=LiftIn,
          answer=BoycottOut, refuses=SECOND, matches=True)  # fmt: skip
def lift(call: Call, body: dict[str, Any], boycott_id: int) -> BoycottDetail:
    """End a boycott before its term. Needs a supervisor."""
    boycotts.lift(call.work, boycott_id, **body, expected=call.expected)
    return _detail(call, boycott_id)


@endpoint(blp, "POST", "/boycotts/<id:boycott_id>/kept/take-up", scopes=STAFF, answer=KeptOut,
          refuses=HELD)  # fmt: skip
def take_up(call: Call, boycott_id: int) -> KeptOutcome:
    """Process the claims that the boycott kept, once it is lifted or over."""
    return boycotts.take_up_kept(call.work, boycott_id)


@endpoint(blp, "POST", "/boycotts/<id:boycott_id>/kept/discard", scopes=STAFF, body=WhyIn,
          answer=KeptOut, refuses=HELD)  # fmt: skip
def discard(call: Call, body: dict[str, Any], boycott_id: int) -> KeptOutcome:
    """Close the claims that the boycott kept, unprocessed."""
    return boycotts.discard_kept(call.work, boycott_id, **body)


def _detail(call: Call, boycott_id: int) -> BoycottDetail:
    return boycott_queries.detail(call.work, boycott_id)
