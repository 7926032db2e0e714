"""Tells the clients of an agency that loses its voice: they can file otherwise."""

from __future__ import annotations

from complaints.models import Boycott, Filer
from complaints.queries.cases.clients import clients_of
from complaints.rules.kinds import LetterKind
from complaints.services.mailing import outbox
from complaints.services.upkeep import ledger
from complaints.words.letters.holders import agent_stopped
from complaints.work import UnitOfWork


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
    ledger.record(work, "told_clients", "boycott", boycott.id, told=reached, not_reached=lost)
