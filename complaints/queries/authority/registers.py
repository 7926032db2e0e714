"""What offices' registers say about rights that accounts state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from abuse.identity.names import exact_core
from complaints.models import Filer, RegisterEntry, Right, RightsHolder
from complaints.rules.authority.registers import Entry, Verdict, verdict
from complaints.rules.kinds import Proof


@dataclass(frozen=True, slots=True)
class RegisterView:
    """What the register says about one right, and the domain of the mailbox to which a code goes:
    none does where the register names another, whose mailbox it is."""

    verdict: Verdict
    entry: RegisterEntry

    @property
    def mailbox_domain(self) -> str | None:
        return None if self.verdict is Verdict.CONTRADICTS else self.entry.mailbox_domain


def verdict_on(session: Session, right: Right) -> Verdict | None:
    """Return what the register says about a right; None where no extract has it.

    Whoever reads `contradicts` may say so to the filer, and not whom the register names.
    """
    view = register_views(session, [right.id]).get(right.id)
    return view.verdict if view else None


def view_on(session: Session, right: Right) -> RegisterView | None:
    """Return the register's entry on a right with what it says; None where no extract has it."""
    return register_views(session, [right.id]).get(right.id)


def register_views(session: Session, right_ids: Sequence[int]) -> dict[int, RegisterView]:
    """Return the register's entry on each right that an extract has, by the right's id."""
    if not right_ids:
        return {}
    rows = session.execute(_COMPARED, {"ids": list(right_ids)})
    return {row.id: RegisterView(_verdict(row), row.RegisterEntry) for row in rows}


def provable(session: Session, right_ids: Sequence[int]) -> list[int]:
    """Return those rights that the register proves and whose level that raises.

    An account may call itself what it likes. So where a person has verified another account of
    that name on the right, or its holder has confirmed it, the name alone proves nobody else's.
    """
    if not right_ids:
        return []
    rows = [
        row
        for row in session.execute(_COMPARED, {"ids": list(right_ids)})
        if Proof(row.proof).rank < Proof.IN_REGISTER.rank and _verdict(row) is Verdict.AGREES
    ]
    own = [row.id for row in rows if row.principal == row.account]
    taken = set(session.scalars(_TAKEN, {"ids": own})) if own else set()
    return sorted(row.id for row in rows if row.id not in taken)


def read_rights(session: Session, read_at: datetime, *, after: int, limit: int) -> Sequence[int]:
    """Return up to `limit` rights, by id, whose entries were read from the extract of a moment."""
    statement = (
        select(Right.id)
        .join(RegisterEntry, RegisterEntry.right_key == Right.key)
        .where(RegisterEntry.read_at == read_at, Right.id > after)
        .order_by(Right.id)
        .limit(limit)
    )
    return session.scalars(statement).all()


def _verdict(row: Row[Any]) -> Verdict:
    entry = row.RegisterEntry
    read_on = entry.read_at.date()
    # `folded_name` forgives a foreign letter that looks Latin: enough to doubt, too much to prove.
    return verdict(
        exact_core(row.name), Entry(entry.folded_names, entry.status, entry.expires_on, read_on)
    )


def _compared() -> Select[Any]:
    principal = func.coalesce(RightsHolder.folded_name, Filer.folded_name).label("principal")
    name = func.coalesce(RightsHolder.name, Filer.name).label("name")
    account = Filer.folded_name.label("account")
    return (
        select(Right.id, Right.proof, name, principal, account, RegisterEntry)
        .join(RegisterEntry, RegisterEntry.right_key == Right.key)
        .join(Filer, Filer.id == Right.filer_id)
        .outerjoin(RightsHolder, RightsHolder.id == Right.rights_holder_id)
        .where(Right.id.in_(bindparam("ids", expanding=True)))
    )


def _taken() -> Select[tuple[int]]:
    other, owner = aliased(Right), aliased(Filer)
    return (
        select(Right.id)
        .join(Filer, Filer.id == Right.filer_id)
        .join(other, other.key == Right.key)
        .join(owner, owner.id == other.filer_id)
        .outerjoin(RightsHolder, RightsHolder.id == other.rights_holder_id)
        .where(
            Right.id.in_(bindparam("ids", expanding=True)),
            owner.party_id != Filer.party_id,
            func.coalesce(RightsHolder.folded_name, owner.folded_name) == owner.folded_name,
            # That a person compared a paper is kept when a register raises the level.
            or_(other.proof.in_((Proof.PAPER_SEEN, Proof.CONFIRMED)), other.proof_by.is_not(None)),
        )
    )


_COMPARED = _compared()
_TAKEN = _taken()
