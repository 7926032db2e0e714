"""Authorizations: a rights holder's permission for an agent, registered and revoked."""

from __future__ import annotations

from typing import Any

from complaints.http import paging
from complaints.http.cursors import after_id
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.queries.authority import authorizations as authorization_queries
from complaints.queries.authority.authorizations import AuthorizationView
from complaints.rules.actors import Scope
from complaints.rules.staff.door_bars import FILERS_OWN, saying
from complaints.schemas.authority.authorizations import (
    AuthorizationIn,
    AuthorizationOut,
    AuthorizationsOut,
    AuthorizationsQuery,
    OfferIn,
    RevocationIn,
)
from complaints.schemas.authority.proof import ProofIn
from complaints.services.authority import authorizations
from complaints.services.filing import checks

blp = Blueprint("authorizations", __name__, description="Permissions for agents")
FILES = (Scope.FILE, Scope.FILE_ON_BEHALF)


@endpoint(blp, "POST", "/authorizations", scopes=FILES, body=AuthorizationIn,
          answer=AuthorizationOut, status=201, bars=FILERS_OWN)  # fmt: skip
def register_authorization(call: Call, body: dict[str, Any]) -> Any:
    """Register an authorization, with its dates and what it is limited to."""
    holder, filer = body.pop("rights_holder"), body.pop("filer", None)
    row = authorizations.register(
        call.work, rights_holder=holder, terms=body, filer=filer, vault=call.context.vault
    )
    headers = {"Location": f"/api/v1/authorizations/{row.id}"}
    return authorization_queries.view(call.session, row), 201, headers


@endpoint(blp, "POST", "/authorizations/offers", scopes=[Scope.FILE], body=OfferIn,
          answer=AuthorizationOut, status=201)  # fmt: skip
def offer_authorization(call: Call, body: dict[str, Any]) -> Any:
    """Authorize an agent's account to file for yours. It counts once the agent accepts it."""
    row = authorizations.offer(
        call.work, agent=body.pop("agent"), terms=body, vault=call.context.vault
    )
    headers = {"Location": f"/api/v1/authorizations/{row.id}"}
    return authorization_queries.view(call.session, row), 201, headers


@endpoint(blp, "POST", "/authorizations/<id:authorization_id>/accept", scopes=[Scope.FILE],
          answer=AuthorizationOut)  # fmt: skip
def accept_authorization(call: Call, authorization_id: int) -> AuthorizationView:
    """Accept an authorization that a rights holder offered you."""
    row = authorizations.accept(call.work, authorization_id, vault=call.context.vault)
    return authorization_queries.view(call.session, row)


@endpoint(blp, "POST", "/authorizations/<id:authorization_id>/revoke",
          scopes=[*FILES, Scope.DECIDE], body=RevocationIn, answer=AuthorizationOut,
          bars=saying("authorization"))  # fmt: skip
def revoke_authorization(
    call: Call, body: dict[str, Any], authorization_id: int
) -> AuthorizationView:
    """End an authorization; complaints filed with it before stay as they are."""
    row = authorizations.revoke(call.work, authorization_id, on=body.get("revoked_on"))
    return authorization_queries.view(call.session, row)


@endpoint(blp, "GET", "/authorizations", scopes=[Scope.READ], query=AuthorizationsQuery,
          answer=AuthorizationsOut)  # fmt: skip
def list_authorizations(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List the authorizations of your account, or of those that you may see."""
    rows = authorization_queries.find_authorizations(
        call.work,
        filer_id=query.get("filer"),
        after=after_id(query.get("cursor")),
        limit=query["limit"],
    )
    views = authorization_queries.authorization_views(call.session, rows)
    return paging.page(views, query["limit"], lambda view: (view.authorization.id,))


@endpoint(blp, "GET", "/authorizations/<id:authorization_id>", scopes=[Scope.READ],
          answer=AuthorizationOut)  # fmt: skip
def read_authorization(call: Call, authorization_id: int) -> AuthorizationView:
    """Read one authorization."""
    return authorization_queries.view(
        call.session, authorization_queries.get_authorization(call.work, authorization_id)
    )


@endpoint(blp, "POST", "/authorizations/<id:authorization_id>/proof", scopes=[Scope.REVIEW],
          body=ProofIn, answer=AuthorizationOut, bars=saying("authorization"))  # fmt: skip
def see_proof(call: Call, body: dict[str, Any], authorization_id: int) -> AuthorizationView:
    """Record that you compared the paper of an authorization: the holder gave it."""
    row = checks.see_authorization(call.work, authorization_id, **body)
    return authorization_queries.view(call.session, row)
