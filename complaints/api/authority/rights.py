"""Rights: register once, name by id in every complaint after."""

from __future__ import annotations

from typing import Any

from complaints.http import paging, problems
from complaints.http.cursors import after_id
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.queries.authority import rights as right_queries
from complaints.queries.authority.rights import RightView
from complaints.rules.actors import Scope
from complaints.rules.staff.door_bars import FILERS_OWN, saying
from complaints.schemas.authority.proof import ProofIn
from complaints.schemas.authority.rights import (
    CodeIn,
    CodeSentOut,
    CorrectionIn,
    NamingsOut,
    RightIn,
    RightOut,
    RightsOut,
    RightsQuery,
    TerritoriesIn,
)
from complaints.services.authority import register_codes, rights, territories
from complaints.services.authority.register_codes import Sent
from complaints.services.filing import checks, intake

blp = Blueprint("rights", __name__, description="Trade marks, copyrights, patents, designs")
NO_CODE = ["register-names-another", "no-register-mailbox", "too-many-attempts"]
FILES = (Scope.FILE, Scope.FILE_ON_BEHALF)


@endpoint(blp, "POST", "/rights", scopes=FILES, body=RightIn, answer=RightOut, status=201,
          bars=FILERS_OWN)  # fmt: skip
def register_right(call: Call, body: dict[str, Any]) -> Any:
    """Register a right. The same statement again answers with the right that is there."""
    holder, filer = body.pop("rights_holder", None), body.pop("filer", None)
    documents = body.pop("documents", ())
    right = rights.register(
        call.work,
        right=body,
        rights_holder=holder,
        filer=filer,
        documents=documents,
        vault=call.context.vault,
    )
    headers = {"Location": f"/api/v1/rights/{right.id}"}
    return right_queries.view(call.session, right), 201, headers


@endpoint(blp, "GET", "/rights", scopes=[Scope.READ], query=RightsQuery, answer=RightsOut)
def list_rights(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List the rights of your account, or of those that you may see."""
    rows = right_queries.find_rights(
        call.work,
        kind=query.get("kind"),
        filer_id=query.get("filer"),
        after=after_id(query.get("cursor")),
        limit=query["limit"],
    )
    views = right_queries.right_views(call.session, rows)
    return paging.page(views, query["limit"], lambda view: (view.right.id,))


@endpoint(blp, "GET", "/rights/<id:right_id>", scopes=[Scope.READ], answer=RightOut)
def read_right(call: Call, right_id: int) -> RightView:
    """Read one right."""
    return right_queries.view(call.session, right_queries.get_right(call.work, right_id))


@endpoint(blp, "POST", "/rights/<id:right_id>/code", scopes=[Scope.FILE], answer=CodeSentOut,
          refuses=NO_CODE)  # fmt: skip
def send_code(call: Call, right_id: int) -> Sent:
    """Send a code to the mailbox that the office's register shows for your right."""
    return register_codes.send_code(call.work, right_id, vault=call.context.vault)


@endpoint(blp, "POST", "/rights/<id:right_id>/confirmation", scopes=[Scope.FILE], body=CodeIn,
          answer=RightOut)  # fmt: skip
def confirm_right(call: Call, body: dict[str, Any], right_id: int) -> Any:
    """Confirm your right by the code. Five wrong ones void it."""
    left = register_codes.confirm_by_code(
        call.work, right_id, code=body["code"], vault=call.context.vault
    )
    if left is not None:
        return problems.response(register_codes.wrong_code(left))
    return right_queries.view(call.session, right_queries.get_right(call.work, right_id))


@endpoint(blp, "PUT", "/rights/<id:right_id>/territories", scopes=(*FILES, Scope.REVIEW),
          body=TerritoriesIn, answer=RightOut, bars=saying("right"))  # fmt: skip
def name_territories(call: Call, body: dict[str, Any], right_id: int) -> RightView:
    """Say in which countries a right holds whose office registers for several, or correct it."""
    named = territories.name_territories(
        call.work, right_id, body["territories"], reason=body.get("reason")
    )
    return right_queries.view(call.session, named.right)


@endpoint(blp, "POST", "/rights/<id:right_id>/corrections", scopes=FILES, body=CorrectionIn,
          answer=RightOut, status=201, bars=FILERS_OWN)  # fmt: skip
def correct_right(call: Call, body: dict[str, Any], right_id: int) -> Any:
    """Put a right of yours right that you stated wrongly, three times at the most.

    The answer is another right, in the place of the one before, which stays as it was. Complaints
    of which nothing is decided go on by it; sellers who know of them are told, and get their time
    again. Another number, office or, without a number, title is another right: it is to be proven
    anew, and your complaints are checked anew.
    """
    reason = body.pop("reason")
    corrected = intake.correct_right(
        call.work, right_id, right=body, reason=reason, vault=call.context.vault
    )
    headers = {"Location": f"/api/v1/rights/{corrected.right.id}"}
    return right_queries.view(call.session, corrected.right), 201, headers


@endpoint(blp, "GET", "/rights/<id:right_id>/territories", scopes=[Scope.READ], answer=NamingsOut)
def list_namings(call: Call, right_id: int) -> dict[str, object]:
    """List who said where a right holds, when, and what had been said before."""
    return {"items": right_queries.namings(call.work, right_id)}


@endpoint(blp, "POST", "/rights/<id:right_id>/proof", scopes=[Scope.REVIEW], body=ProofIn,
          answer=RightOut, bars=saying("right"))  # fmt: skip
def see_proof(call: Call, body: dict[str, Any], right_id: int) -> RightView:
    """Record that you compared the paper of a right: it is the account's."""
    return right_queries.view(call.session, checks.see_right(call.work, right_id, **body))
