"""Tells the clients of an agency that loses its voice: they can file otherwise. Tells them too when
it has it again before its time.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from complaints.models import Boycott, Filer, LedgerEntry
from complaints.queries.cases.clients import clients_of
from complaints.rules.kinds import LetterKind
from complaints.services.mailing import outbox
from complaints.services.upkeep import ledger
from complaints.words.letters.holders import agent_back, agent_stopped
from complaints.work import UnitOfWork

TOLD = "told_clients"


def tell_clients(work: UnitOfWork, boycott: Boycott) -> None:
    """Write to each client's own account, once; the ledger keeps who was told, and how many were
    not reached."""
    clients = clients_of(work.session, boycott)
    if not clients:
        return
    assert boycott.ends_at is not None
    agent = work.session.get_one(Filer, boycott.filer_id).name
    reached = list(dict.fromkeys(each.account for each in clients if each.account is not None))
    letter = agent_stopped(agent, ends_at=boycott.ends_at, page=work.links.page("/file/"))
    for account in reached:
        outbox.write(work, LetterKind.AGENT_STOPPED, letter, filer_id=account)
    lost = sum(each.account is None for each in clients)
    ledger.record(work, TOLD, "boycott", boycott.id, told=reached, not_reached=lost)


def tell_clients_back(work: UnitOfWork, boycott: Boycott) -> None:
    """Write to each client that was told, where a boycott is lifted before the day that it read."""
    if boycott.ends_at is None or boycott.ends_at <= work.now:
        return
    said = select(LedgerEntry.facts).where(
        LedgerEntry.verb == TOLD,
        LedgerEntry.subject == "boycott",
        LedgerEntry.subject_id == boycott.id,
    )
    facts: dict[str, Any] = work.session.scalar(said) or {}
    agent = work.session.get_one(Filer, boycott.filer_id).name
    letter = agent_back(agent, page=work.links.page("/complaints/"))
    for account in facts.get("told", ()):
        outbox.write(work, LetterKind.AGENT_BACK, letter, filer_id=account)
