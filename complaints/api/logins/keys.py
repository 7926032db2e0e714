"""The caller's identity and keys: a key makes its successor, and an owner revokes its own."""

from __future__ import annotations

from typing import Any

from complaints.http import paging, rate_limits
from complaints.http.cursors import after_id
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.models import ApiKey
from complaints.queries.logins import api_keys
from complaints.rules.actors import Scope
from complaints.rules.staff.door_bars import NO_CASE
from complaints.schemas.common import PageQuery
from complaints.schemas.logins.keys import (
    KeyIn,
    KeyOut,
    KeyRevocation,
    KeyRevoked,
    KeysListed,
    KeysPage,
    Me,
    RateLimitsOut,
)
from complaints.services.logins import people, successors
from complaints.services.logins.keys import IssuedKey

blp = Blueprint("keys", __name__, description="Your key and what it may do")


@endpoint(blp, "GET", "/me", scopes=(), answer=Me, notices=True)
def me(call: Call) -> dict[str, object]:
    """Say whose key this is and what it is good for, and whether this is a test instance."""
    actor = call.actor
    return {
        "actor": actor,
        "scopes": sorted(actor.scopes),
        "only_filers": sorted(actor.only_filers or ()),
        "test": call.context.config.test,
    }


@endpoint(blp, "GET", "/limits", scopes=(), answer=RateLimitsOut, notices=True)
def list_limits(call: Call) -> dict[str, object]:
    """List how much your account may ask in a time, whichever of its keys it asks by, and what is
    left of it at the server that answers."""
    return {"items": rate_limits.shares_of(call.actor)}


@endpoint(blp, "POST", "/keys", scopes=(), body=KeyIn, answer=KeyOut, status=201,
          refuses=["scope-not-yours", "no-successor"], bars=NO_CASE)  # fmt: skip
def make_successor(call: Call, body: dict[str, Any]) -> IssuedKey:
    """Make the successor of the calling key: the same owner, no more scopes, until the last day
    that was set for it. Its owner gets a letter. The secret is shown in this answer only."""
    return successors.make_successor(
        call.work,
        label=body["label"],
        scopes=body.get("scopes"),
        days=body["days"],
        vault=call.context.vault,
    )


@endpoint(blp, "GET", "/keys", scopes=(), answer=KeysListed)
def list_own(call: Call) -> dict[str, Any]:
    """List the keys of the same owner, the newest first; their secrets are stored nowhere."""
    return {"items": api_keys.owned(call.session, call.actor, now=call.now)}


@endpoint(blp, "GET", "/keys/all", scopes=[Scope.ADMINISTER], query=PageQuery,
          answer=KeysPage)  # fmt: skip
def list_all(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List the keys of all owners, the newest first."""
    rows = api_keys.find_keys(
        call.session, now=call.now, limit=query["limit"] + 1, before=after_id(query.get("cursor"))
    )
    return paging.page(rows, query["limit"], lambda key: (key.id,))


@endpoint(blp, "POST", "/keys/revoke", scopes=(), body=KeyRevocation, answer=KeyRevoked,
          refuses=["scope-not-yours"], bars=NO_CASE)  # fmt: skip
def revoke_key(call: Call, body: dict[str, Any]) -> ApiKey:
    """End one of your own keys at once; with the scope administer, anybody's."""
    return people.revoke_key(call.work, prefix=body["prefix"])
