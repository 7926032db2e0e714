"""Who sends this request: the owner of the key in its Authorization header."""

from __future__ import annotations

from collections.abc import Collection

from flask import Request

from complaints.context import Context
from complaints.errors import Refusal
from complaints.queries import people
from complaints.rules.actors import Actor, Scope


def require(context: Context, request: Request, scopes: Collection[Scope]) -> Actor:
    """Return who acts, with at least one of `scopes` (none asked: any valid key).

    Refuses with: unauthorised; forbidden.
    """
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token.strip() or "\0" in token:
        raise Refusal("unauthorised", "Send your key as “Authorization: Bearer <key>”.")
    with context.database.reading() as session:
        actor = people.actor_of_key(session, token.strip())
    if scopes and not actor.scopes & set(scopes):
        needed = " or ".join(sorted(scopes))
        raise Refusal("forbidden", f"This needs a key with the scope {needed}.", needed=needed)
    return actor
