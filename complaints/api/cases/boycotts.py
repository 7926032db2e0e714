"""Boycotts: the ladder's steps, for staff and for the filer that is warned."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from complaints.api.steps import add_routes, problems_of
from complaints.http import paging, uploads
from complaints.http.cursors import after_id
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.http.languages import pick
from complaints.kit import case_lists
from complaints.kit import dossiers as printed_dossiers
from complaints.queries.cases import boycott_dossiers
from complaints.queries.cases import boycotts as boycott_queries
from complaints.queries.cases.boycott_claims import claims_named, graded_claims
from complaints.queries.cases.boycott_dossiers import Dossier
from complaints.queries.cases.boycotts import BoycottDetail
from complaints.rules.actors import Scope
from complaints.rules.cases.boycotts import (
    BOYCOTT,
    DECIDE_BOYCOTT,
    DROP,
    IMPOSE,
    LIFT,
    TAKE_UP_KEPT,
    WARN,
)
from complaints.rules.cases.conduct import NamedFor
from complaints.rules.staff.door_bars import IN_ITS_RECORD, saying
from complaints.schemas.cases.boycott_dossiers import CaseDossierOut
from complaints.schemas.cases.boycotts import (
    BoycottOut,
    BoycottsOut,
    BoycottsQuery,
    KeptOut,
    NamedClaimsOut,
    NamedQuery,
    PreviewIn,
    PreviewOut,
)
from complaints.schemas.common import LanguageQuery, PageQuery, WhyIn
from complaints.schemas.decisions.claims import ClaimsOut
from complaints.services.cases import boycotts
from complaints.services.cases.boycotts import KeptOutcome

blp = Blueprint("boycotts", __name__, description="Complaints that are not processed for a term")
STAFF = (Scope.REVIEW,)
READERS = (Scope.READ, Scope.JUDGE_APPEALS)
KEPT = problems_of(BOYCOTT, TAKE_UP_KEPT)
# Whatever a step is refused with, its letter is, too.
_SHOWN = (WARN, IMPOSE, DROP, LIFT, DECIDE_BOYCOTT)
FORESEEN = sorted({each for act in _SHOWN for each in problems_of(BOYCOTT, act)})


@endpoint(blp, "GET", "/boycotts", scopes=READERS, query=BoycottsQuery, answer=BoycottsOut)
def list_boycotts(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List boycotts, the newest first: those that bind now, unless `state` says otherwise. A
    platform gets besides those that bind whoever complained of its marketplaces: whom not to serve,
    where and until when."""
    return case_lists.page_of_boycotts(call.work, query)


@endpoint(blp, "GET", "/boycotts/<id:boycott_id>", scopes=READERS, answer=BoycottOut)
def read_boycott(call: Call, boycott_id: int) -> BoycottDetail:
    """Read one boycott. A filer reads its own, from the warning on; a platform what it is told in
    the list."""
    return boycott_queries.told_detail(call.work, boycott_id)


@endpoint(blp, "POST", "/boycotts/<id:boycott_id>/preview", scopes=STAFF, body=PreviewIn,
          answer=PreviewOut, refuses=FORESEEN, bars=saying("boycott"))  # fmt: skip
def preview_step(call: Call, body: dict[str, Any], boycott_id: int) -> dict[str, object]:
    """Read the letter that a step would send, and what imposing would bind and hold, without taking
    the step."""
    shown = boycotts.preview(call.work, boycott_id, **body)
    text = shown.letter
    return {
        "subject": text and text.subject, "body": text and text.body, "effect": shown.effect,
        "reads": shown.reads, "other": shown.other,
        "answered_since": shown.answered_since,
    }  # fmt: skip


@endpoint(blp, "GET", "/boycotts/<id:boycott_id>/claims", scopes=[Scope.READ], query=PageQuery,
          answer=ClaimsOut)  # fmt: skip
def read_claims(call: Call, query: dict[str, Any], boycott_id: int) -> dict[str, object]:
    """List the claims that a boycott counts: those of its window graded manifestly unfounded."""
    limit, after = query["limit"], after_id(query.get("cursor"))
    rows = graded_claims(call.work, boycott_id, after=after, limit=limit)
    return paging.page(rows, limit, lambda view: (view.claim.id,))


@endpoint(blp, "GET", "/boycotts/<id:boycott_id>/named", scopes=[Scope.READ], query=NamedQuery,
          answer=NamedClaimsOut)  # fmt: skip
def read_named_claims(call: Call, query: dict[str, Any], boycott_id: int) -> dict[str, object]:
    """List the claims that a letter of the boycott names, the warning's or the decision's, with how
    each is graded now."""
    limit, after = query["limit"], after_id(query.get("cursor"))
    named_for = NamedFor(query["named_for"])
    rows = claims_named(call.work, boycott_id, named_for, after=after, limit=limit)
    return paging.page(rows, limit, lambda named: (named.claim.id,))


@endpoint(blp, "GET", "/boycotts/<id:boycott_id>/dossier", scopes=READERS, answer=CaseDossierOut,
          costly=True)  # fmt: skip
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
    pdf = printed_dossiers.dossier(case, language=language, test=call.context.config.test)
    return uploads.answer_pdf(pdf, f"B-{boycott_id}.pdf", [language])


@endpoint(blp, "POST", "/boycotts/<id:boycott_id>/kept/take-up", scopes=STAFF, answer=KeptOut,
          refuses=KEPT, bars=IN_ITS_RECORD)  # fmt: skip
def take_up_kept(call: Call, boycott_id: int) -> KeptOutcome:
    """Process the claims that the boycott kept, once it is lifted or over."""
    return boycotts.take_up_kept(call.work, boycott_id)


@endpoint(blp, "POST", "/boycotts/<id:boycott_id>/kept/discard", scopes=STAFF, body=WhyIn,
          answer=KeptOut, refuses=KEPT, bars=IN_ITS_RECORD)  # fmt: skip
def discard_kept(call: Call, body: dict[str, Any], boycott_id: int) -> KeptOutcome:
    """Close the claims that the boycott kept, unprocessed."""
    return boycotts.discard_kept(call.work, boycott_id, **body)


def _detail(call: Call, boycott_id: int) -> BoycottDetail:
    return boycott_queries.boycott_detail(call.work, boycott_id)


add_routes(blp, BOYCOTT, boycotts.VERBS, read=_detail, answer=BoycottOut)
