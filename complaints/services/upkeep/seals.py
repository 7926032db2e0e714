"""Writes seals, and erases an entry's free words. The chain itself is
rules/upkeep/ledger_chain.py."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from complaints.base.errors import Refusal, not_found
from complaints.models import LedgerEntry, LedgerSeal
from complaints.queries.upkeep import ledger_chain as chain
from complaints.rules.decisions.reasons import require_text
from complaints.rules.upkeep.ledger_chain import Seal
from complaints.services.upkeep import ledger
from complaints.words import message as _
from complaints.work import UnitOfWork

# Held on PostgreSQL by the one sealer that writes.
_ONE_SEALER = 0x5EA1


def add_seals(session: Session, seals: Sequence[Seal], *, after: Seal, at: datetime) -> bool:
    """Add the seals that follow on `after`; return False where another sealer was first."""
    connection = session.connection()
    alone = select(func.pg_try_advisory_xact_lock(_ONE_SEALER))
    if connection.dialect.name == "postgresql" and not session.scalar(alone):
        return False
    if chain.last_seal(connection) != after:
        return False
    rows = [{**seal._asdict(), "sealed_at": at} for seal in seals]
    connection.execute(insert(LedgerSeal), rows)
    return True


def erase_words(work: UnitOfWork, entry_id: int, *, why: str) -> None:
    """Erase the free words of an entry, with the salt by which they could be guessed.

    The chain goes on to hold: it covers their salted hash. Refuses with: invalid-request, without
    a reason; not-found; wrong-state, where it has no words, or is not sealed yet.
    """
    why = require_text("/why", why, _("Say why the words are erased. The ledger keeps the reason."))
    asked = (
        select(LedgerEntry.why, LedgerSeal.position)
        .outerjoin(LedgerSeal, LedgerSeal.ledger_id == LedgerEntry.id)
        .where(LedgerEntry.id == entry_id)
    )
    row = work.session.execute(asked).one_or_none()
    if row is None:
        raise not_found(_("ledger entry"))
    if row.why is None:
        raise Refusal("wrong-state", _("This entry of the ledger has no words of people."))
    if row.position is None:
        sentence = _("This entry of the ledger is not sealed yet. Try again in a minute.")
        raise Refusal("wrong-state", sentence)
    ledger.record(work, chain.ERASED, "ledger", entry_id, why=why)
    work.session.flush()
    work.session.execute(update(LedgerEntry).where(LedgerEntry.id == entry_id).values(why=None))
    work.session.execute(
        update(LedgerSeal).where(LedgerSeal.ledger_id == entry_id).values(salt=None)
    )
