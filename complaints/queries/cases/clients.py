"""The principals that an agent's account filed for, and which of their accounts is reached."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from complaints.models import (
    Authorization,
    AuthorizationOffer,
    Boycott,
    Complaint,
    Filer,
    Right,
    RightsHolder,
)
from complaints.queries.cases import parties
from complaints.queries.cases.boycotts.counting import filed_for
from complaints.rules.kinds import FilerKind, Proof


@dataclass(frozen=True, slots=True)
class Client:
    """A principal by its name. `account` is its own account: one that authorized the agent here, or
    that has proven the right by which the agent filed; None where it is not reached."""

    name: str
    account: int | None


def clients_of(session: Session, row: Boycott) -> list[Client]:
    """Return the principals for which an agent under a boycott filed in the case's window, by name;
    none of an account that files for itself."""
    filer = session.get_one(Filer, row.filer_id)
    if filer.kind != FilerKind.AGENT:
        return []
    named = select(Complaint.rights_holder_id).where(
        Complaint.filer_id.in_(parties.accounts_of(row.filer_id)),
        Complaint.filed_at > row.window_from,
        Complaint.filed_at <= row.window_to,
    )
    if row.rights_holder_id is not None:
        named = named.where(filed_for(row.rights_holder_id))
    holders = session.scalars(
        select(RightsHolder).where(RightsHolder.id.in_(named)).order_by(RightsHolder.name)
    )
    # One principal may be named in several rows: in each account's own, and in each spelling.
    by_name = {holder.folded_name: holder for holder in reversed(holders.all())}
    return [
        Client(holder.name, _account_of(session, row.filer_id, name))
        for name, holder in sorted(by_name.items(), key=lambda each: each[1].name)
    ]


def _account_of(session: Session, filer_id: int, folded_name: str) -> int | None:
    """Return the account of a principal that stands behind what the agent filed for it."""
    accounts = parties.accounts_of(filer_id)
    gave = (
        select(AuthorizationOffer.offered_by)
        .join(Authorization, Authorization.id == AuthorizationOffer.authorization_id)
        .join(RightsHolder, RightsHolder.id == Authorization.rights_holder_id)
        .where(
            Authorization.filer_id.in_(accounts),
            Authorization.revoked_on.is_(None),
            AuthorizationOffer.accepted_at.is_not(None),
            RightsHolder.folded_name == folded_name,
        )
    )
    agents, owners = aliased(Right), aliased(Right)
    proved = (
        select(owners.filer_id)
        .join(agents, agents.key == owners.key)
        .join(RightsHolder, RightsHolder.id == agents.rights_holder_id)
        .where(
            agents.filer_id.in_(accounts),
            owners.filer_id.not_in(accounts),
            owners.proof != Proof.STATED,
            RightsHolder.folded_name == folded_name,
        )
    )
    account = session.scalar(gave.order_by(AuthorizationOffer.offered_by).limit(1))
    return account or session.scalar(proved.order_by(owners.filer_id).limit(1))
