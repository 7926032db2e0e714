"""Who sends this request: the owner of the key in its header, or the account that is signed in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from flask import Request
from sqlalchemy.orm import Session

from complaints.context import Context
from complaints.errors import Refusal
from complaints.queries import people
from complaints.rules.actors import Actor, Scope


@dataclass(frozen=True, slots=True)
class Me:
    """The account that is signed in. `role`: filer, reviewer, supervisor or administrator.

    `lead` is the endpoint to which it must go first (staff without a second factor), else None.
    """

    account_id: int
    name: str
    role: str
    actor: Actor
    language: str | None = None
    lead: str | None = None


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


def signed_in(session: Session) -> Me | None:
    """Return the account whose cookie the request carries, None for a visitor."""
    return None
